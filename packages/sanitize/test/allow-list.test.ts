import type { CalendarEvent } from '@kalends/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayPolicy, sanitizeEvent, strictPolicy } from '../src/index.ts';
import { rawEvent } from './raw-event.ts';

/** Every path an output may have, arrays as `[]`. Written by hand: the one place to review when something is added. */
const allowed = new Set(
  [
    'id kind status title description senderAddress meetingUrl hasRoom',
    'participants participants[] participants[].name participants[].role participants[].participationStatus',
    'rooms rooms[] rooms[].name rooms[].participationStatus locations locations[]',
    'recipientAddresses recipientAddresses[] recipientAddresses[].address recipientAddresses[].role',
    'attachments attachments[] attachments[].name attachments[].contentType attachments[].sizeBytes attachments[].url',
    'body body.contentType body.content',
    'time time.kind time.startDate time.endDate time.start time.start.dateTime time.start.timeZone time.start.instant',
    'time.end time.end.dateTime time.end.timeZone time.end.instant',
  ].flatMap((paths) => paths.split(' ')),
);

function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => [`${path}[]`, ...pathsOf(item, `${path}[]`)]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...pathsOf(member, at)];
  });
}

/** Adds members to every object of the event, at every depth, and puts objects where texts belong. */
function withExtras(value: unknown, extras: readonly (readonly [string, unknown])[], pick: () => number): unknown {
  if (Array.isArray(value)) return value.map((item) => withExtras(item, extras, pick));
  if (typeof value === 'string') return pick() === 0 ? { planted: value } : value;
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.entries(value).map(([key, member]) => [key, withExtras(member, extras, pick)] as const);
  const known = new Set(Object.keys(value));
  return Object.fromEntries([...copy, ...extras.filter(([key]) => !known.has(key) && key !== '__proto__')]);
}

const knownNames = [
  'url',
  'address',
  'comment',
  'token',
  'content',
  'label',
  'isSelf',
  'name',
  'start',
  'raw',
  'toJSON',
];
const extra = fc.tuple(fc.oneof(fc.constantFrom(...knownNames), fc.string()), fc.anything());

test.each([
  ['display', displayPolicy, false],
  ['display', displayPolicy, true],
  ['strict', strictPolicy, false],
  ['strict', strictPolicy, true],
] as const)('%s lets no unknown member through (%#)', (_name, policy, eventCapture) => {
  fc.assert(
    fc.property(
      fc.array(extra, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat({ max: 12 })),
      (extras, numbers) => {
        const pick = (): number => numbers.next().value ?? 1;
        // Whatever a caller without types may pass; `kind` of the time decides its shape and stays.
        const time = rawEvent.time;
        const event = {
          ...(withExtras(rawEvent, extras, pick) as CalendarEvent),
          time: withExtras(time, extras, () => 1),
        };
        const output = sanitizeEvent(event as CalendarEvent, { policy, eventCapture });
        for (const path of pathsOf(output)) expect(allowed).toContain(path);
      },
    ),
    { numRuns: 200 },
  );
});

test('no object of the input is part of the output', () => {
  const collect = (value: unknown, into = new Set<object>()): Set<object> => {
    if (typeof value !== 'object' || value === null) return into;
    into.add(value);
    for (const member of Object.values(value)) collect(member, into);
    return into;
  };
  const input = collect(rawEvent);
  const output = collect(sanitizeEvent(rawEvent, { policy: displayPolicy, eventCapture: true }));
  expect([...output].filter((object) => input.has(object))).toEqual([]);
});

test('no address and no passcode of the input is in what display keeps, but for the link that needs it', () => {
  const local = fc.stringMatching(/^[a-z]{3,12}canary[0-9]{3}$/);
  fc.assert(
    fc.property(local, fc.constantFrom('example.com', 'b\u00fccher.example', 'intranet'), (name, domain) => {
      const address = `${name}@${domain}`;
      const passcode = `p${name}`;
      const link = `https://us02web.zoom.us/j/81234567890?pwd=${passcode}`;
      const event: CalendarEvent = {
        ...rawEvent,
        title: `Call ${address}`,
        description: `mailto:${address} <${address}>\n${link}\nPasscode: ${passcode}\n+16465550100,,81234567890#,,,,*123456#\nhttps://nam02.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=${encodeURIComponent(address)}`,
        locations: [{ name: link }, { name: address, address }],
        attendees: [
          {
            name: `${address} (guest)`,
            address,
            kind: 'individual',
            role: 'required',
            participationStatus: 'accepted',
            isSelf: false,
          },
          {
            name: address,
            address,
            kind: 'resource',
            role: 'required',
            participationStatus: 'accepted',
            isSelf: false,
          },
        ],
      };
      const { meetingUrl, ...rest } = sanitizeEvent(event, { policy: displayPolicy });
      expect(meetingUrl).toBe(link);
      expect(JSON.stringify(rest)).not.toContain(name);
      expect(JSON.stringify(rest)).not.toContain('123456#');
    }),
  );
});
