import type { Capabilities, CalendarConnection, EventVerb } from '@kalends/core';
import { timed } from './writing-times.ts';

/** Something that a service can do or not. */
export type Need =
  | EventVerb
  | 'freeBusy'
  | 'rooms'
  | 'buildings'
  | 'contacts'
  | 'directory'
  | 'contactWrites'
  | 'contactChanges';

interface NeedRule {
  readonly isMet: (capabilities: Capabilities) => boolean;
  /** A call that has to be refused with `unsupported` where the need is not met. */
  readonly call: (connection: CalendarConnection) => PromiseLike<unknown>;
}

// A service that cannot do a call refuses it whatever it is about.
const target = { eventId: 'an-event' };
const everyone = { notify: 'everyone' } as const;

const writes = (verb: EventVerb, call: NeedRule['call']): NeedRule => ({
  isMet: ({ events }) => events.writes.verbs.includes(verb),
  call,
});

/** How capabilities announce each need, and which call shows that they do so truly. */
export const needs: Readonly<Record<Need, NeedRule>> = {
  create: writes('create', ({ events }) =>
    events.create({ event: { title: 'Refused', time: timed('2026-06-01') }, notify: 'nobody' }),
  ),
  update: writes('update', ({ events }) => events.update({ ...target, ...everyone, patch: { title: 'Refused' } })),
  delete: writes('delete', ({ events }) => events.delete({ ...target, ...everyone })),
  cancel: writes('cancel', ({ events }) => events.cancel(target)),
  move: writes('move', ({ events }) => events.move({ ...target, ...everyone, toCalendarId: 'a-calendar' })),
  respond: writes('respond', ({ events }) =>
    events.respond({ ...target, response: 'accepted', notifyOrganizer: true }),
  ),
  attendees: writes('attendees', ({ events }) =>
    events.addAttendees({ ...target, ...everyone, attendees: [{ address: 'ben@tidewater.example' }] }),
  ),
  attachments: writes('attachments', ({ events }) => events.attachments.list(target)),
  freeBusy: {
    isMet: ({ freeBusy }) => freeBusy.query,
    call: ({ freeBusy }) =>
      freeBusy.query({
        mailboxes: ['ben@tidewater.example'],
        window: { start: '2026-06-01T00:00:00Z', end: '2026-06-02T00:00:00Z' },
      }),
  },
  rooms: { isMet: ({ rooms }) => rooms.list, call: ({ rooms }) => rooms.list().toArray() },
  buildings: { isMet: ({ rooms }) => rooms.buildings, call: ({ rooms }) => rooms.buildings() },
  contacts: {
    isMet: ({ contacts }) => contacts.sources.includes('personal'),
    call: ({ contacts }) => contacts.list().toArray(),
  },
  directory: {
    isMet: ({ contacts }) => contacts.sources.includes('directory'),
    call: ({ contacts }) => contacts.list({ source: 'directory' }).toArray(),
  },
  contactWrites: {
    isMet: ({ contacts }) => contacts.write,
    call: ({ contacts }) => contacts.create({ contact: { displayName: 'Refused' } }),
  },
  contactChanges: { isMet: ({ contacts }) => contacts.changes, call: ({ contacts }) => contacts.changes() },
};
