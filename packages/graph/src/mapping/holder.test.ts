import { expect, test } from 'vitest';
import { holderOf } from './holder.ts';

const self = 'ada@tidewater.example';
const owner = { name: 'Bo', address: 'bo@tidewater.example' };

test.each([
  ['somebody else’s calendar', { id: 'c', owner }, self, { isSelf: false, address: owner.address }],
  ['an own calendar', { id: 'c', owner: { address: 'ADA@tidewater.example' } }, self, { isSelf: true, address: self }],
  // The mailbox may have been renamed since the sign-in.
  ['the default calendar', { id: 'c', owner, isDefaultCalendar: true }, self, { isSelf: true, address: self }],
  [
    'a calendar without an owner',
    { id: 'c', owner: { name: 'Bo', address: '' } },
    self,
    { isSelf: true, address: self },
  ],
  ['a mailbox whose address is not known', { id: 'c', owner }, undefined, { isSelf: true, address: undefined }],
])('%s', (_case, calendar, address, holder) => {
  expect(holderOf(calendar, address)).toEqual(holder);
});
