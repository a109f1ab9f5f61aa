import type { ApiContext } from '../../api/api-context.ts';
import { invalid } from '../../api/api-error.ts';
import { duplicate } from '../../api/calendar-refusals.ts';
import type { Account, CalendarView, GoogleState } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import { htmlLink } from '../change-event.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { snapshot, spread } from '../invitations/copies.ts';
import { notifyGuests } from '../invitations/notify.ts';
import { askRooms } from '../invitations/room-answers.ts';
import { applyBody } from './apply-body.ts';
import { sameAddress } from './attendees.ts';
import { awaitConference } from './created-conference.ts';
import { readEventBody } from './event-body.ts';
import { readWriteQuery } from './write-query.ts';
import { applyOptions, renderWritten, store } from './written-event.ts';

/**
 * `events.insert`. An id of the client's own makes it safe to repeat: the second time is a 409, also when the event was
 * deleted meanwhile.
 */
export function insertEvent(context: ApiContext, view: CalendarView): GoogleEventResource {
  const { state, account } = context;
  const { calendar } = view;
  const query = readWriteQuery(context.query);
  const body = readEventBody(context.body);
  const id = newEventId(state, calendar, body.id);
  if (body.status === 'cancelled') throw invalid('A new event can not be cancelled.');
  const base = newEvent(state, account, calendar, id);
  const options = applyOptions(context, view, query, { mode: 'replace', isNew: true });
  const before = snapshot(calendar, id);
  const stored = store(calendar, id, applyBody(base, body, options));
  spread(state, calendar, id, before);
  notifyGuests(state, calendar, query.sendUpdates, undefined, stored.resource);
  askRooms(state, id, stored.resource);
  awaitConference(state, calendar, id);
  return renderWritten(view, id, query);
}

/** What the service fills in by itself. */
export function newEvent(
  state: GoogleState,
  account: Account,
  calendar: CalendarStore,
  id: string,
): GoogleEventResource {
  const isPrimary = state.accountByAddress(calendar.id) !== undefined;
  return {
    kind: 'calendar#event',
    iCalUID: `${id}@google.com`,
    status: 'confirmed',
    htmlLink: htmlLink(id, calendar.id),
    created: state.createdNow(),
    creator: { email: account.address, ...(sameAddress(account.address, calendar.id) ? { self: true as const } : {}) },
    organizer: { email: calendar.id, ...(isPrimary ? {} : { displayName: calendar.summary }), self: true },
    sequence: 0,
  };
}

function newEventId(state: GoogleState, calendar: CalendarStore, sent: string | null | undefined): string {
  if (sent === null || sent === undefined || sent === '') return state.opaque.eventId();
  if (!/^[a-v0-9]{5,1024}$/.test(sent)) throw invalid('Invalid resource id value.');
  // Tombstones count as well.
  if (calendar.events.has(sent)) throw duplicate();
  return sent;
}
