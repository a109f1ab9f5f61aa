import { expect, it } from 'vitest';
import { googleSyncedAttributes } from './index.ts';
import { allEventFields } from './wire/event-fields.ts';

it('names the twelve attributes', () => {
  expect(Object.keys(googleSyncedAttributes).toSorted((one, other) => one.localeCompare(other))).toEqual([
    'attendeeDisplayName',
    'attendeeEmail',
    'attendeesOmitted',
    'description',
    'iCalUid',
    'location',
    'organizerDisplayName',
    'organizerEmail',
    'summary',
    'timeProposal',
    'workLocation',
    'workLocationEnabled',
  ]);
});

it.each(Object.entries(googleSyncedAttributes).filter(([, path]) => path !== null))(
  'asks for %s where it says it is',
  (_name, path) => {
    const [field = '', inner] = String(path).split('/');
    const pattern = inner === undefined ? `(^|,)${field}(,|$|\\()` : `(^|,)${field}\\([^)]*\\b${inner}\\b`;
    expect(allEventFields).toMatch(new RegExp(pattern));
  },
);
