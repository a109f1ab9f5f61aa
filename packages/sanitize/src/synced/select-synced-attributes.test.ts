import { syncedAttributes } from '@kalends/core';
import type { CalendarEvent } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { selectSyncedAttributes, syncedAttributePaths } from '../index.ts';
import { rawEvent } from '../../test/raw-event.ts';

describe('syncedAttributePaths', () => {
  test('names the place of each of the twelve', () => {
    expect(Object.keys(syncedAttributePaths)).toEqual(syncedAttributes);
    const top = Object.values(syncedAttributePaths).map((path) => path.split(/[.[]/)[0]);
    expect(new Set(top)).toEqual(new Set(Object.keys(selectSyncedAttributes(rawEvent))));
  });
});

describe('selectSyncedAttributes', () => {
  test('takes the twelve and nothing else', () => {
    expect(selectSyncedAttributes(rawEvent)).toEqual({
      title: rawEvent.title,
      description: rawEvent.description,
      iCalUid: rawEvent.iCalUid,
      organizer: { name: 'Ada Lovelace', address: 'ada@example.com' },
      attendees: [
        { name: 'Bob Bauer', address: 'bob@example.com' },
        { name: 'carol@example.com', address: 'carol@example.com' },
        { name: 'Room 4.01', address: 'room-401@example.com' },
      ],
      attendeesOmitted: false,
      locations: [{ name: 'Room 4.01' }, { name: 'https://us02web.zoom.us/j/81234567890?pwd=locationPasscode' }],
      allowsNewTimeProposals: true,
      workingLocation: { kind: 'office', label: 'Tower B' },
      purpose: 'default',
    });
  });

  test('leaves out what the service does not have', () => {
    const { title, description, iCalUid, organizer, allowsNewTimeProposals, workingLocation, ...rest } = rawEvent;
    expect([title, description, iCalUid, organizer, allowsNewTimeProposals, workingLocation]).not.toContain(undefined);
    const event: CalendarEvent = { ...rest, attendees: [], locations: [] };
    expect(selectSyncedAttributes(event)).toEqual({
      attendees: [],
      attendeesOmitted: false,
      locations: [],
      purpose: 'default',
    });
  });
});
