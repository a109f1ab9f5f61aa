import type { ApiContext } from '../../api/api-context.ts';
import { notFound } from '../../api/api-error.ts';
import { conditionNotMet, requiredAccessLevel } from '../../api/calendar-refusals.ts';
import type { CalendarView } from '../../google-state.ts';
import { reaches } from '../access-control-list.ts';
import type { CalendarStore, PutFlags, StoredEvent } from '../calendar-store.ts';
import { carryToExceptions } from '../carry-to-exceptions.ts';
import { resourceAt } from '../change-event.ts';
import type { GoogleEventChange, GoogleEventResource } from '../event-resource.ts';
import { storedCandidate } from '../instances.ts';
import { renderEvent } from '../render-event.ts';
import type { ApplyOptions } from './apply-body.ts';
import { invalidRule } from './recurrence-lines.ts';
import type { WriteQuery } from './write-query.ts';

/** The event that a write is about. @throws ApiError 404, 403 or 412. */
export function findTarget(context: ApiContext, view: CalendarView, id: string): GoogleEventResource {
  const resource = resourceAt(view.calendar, id);
  if (resource === undefined) throw notFound();
  const isPrivate = resource.visibility === 'private' || resource.visibility === 'confidential';
  if (isPrivate && !reaches(view.accessRole, 'writer')) throw requiredAccessLevel();
  const wanted = context.headers['if-match'];
  if (wanted !== undefined && wanted.trim() !== '*' && wanted.trim() !== resource.etag) throw conditionNotMet();
  return resource;
}

/** What a body is applied with. */
export function applyOptions(
  { state, account, isBatched }: ApiContext,
  view: CalendarView,
  query: WriteQuery,
  more: Pick<ApplyOptions, 'mode' | 'isNew'>,
): ApplyOptions {
  const { calendar } = view;
  const isPrimary = state.accountByAddress(calendar.id) !== undefined;
  return {
    ...more,
    query,
    isBatched,
    isPrimary,
    mayInvite: !account.isRobot,
    calendarZone: calendar.timeZone,
    calendarReminders: isPrimary ? [{ method: 'popup', minutes: 30 }] : [],
    organizer: calendar.id,
    findInside: (address) => state.guest(address),
  };
}

/** Stores a change and lets the exceptions of a series follow. @throws ApiError 400 for a rule that can't be expanded. */
export function store(calendar: CalendarStore, id: string, next: GoogleEventChange, flags: PutFlags = {}): StoredEvent {
  const previous = calendar.events.get(id);
  let stored: StoredEvent;
  try {
    stored = calendar.put(id, next, flags);
  } catch (error) {
    // Times were checked before: what is left is the rule.
    if (error instanceof RangeError) throw invalidRule();
    throw error;
  }
  if (previous?.resource.recurrence !== undefined) carryToExceptions(calendar, previous, stored);
  return stored;
}

/** Whether two states of an event differ in reminders alone. */
export function differsInReminders(base: GoogleEventResource, next: GoogleEventChange): boolean {
  return text(base) === text({ ...next, reminders: base.reminders }) && text(base) !== text(next);
}

/** The event as the writer sees it. */
export function renderWritten(view: CalendarView, id: string, { maxAttendees }: WriteQuery): GoogleEventResource {
  const stored = view.calendar.events.get(id);
  if (stored === undefined) throw notFound();
  return renderEvent(storedCandidate(stored), {
    calendar: view.calendar,
    access: view.accessRole,
    responseZone: view.calendar.timeZone,
    maxAttendees,
    showsDetailsOfCancelled: true,
  });
}

function text(resource: GoogleEventChange): string {
  const entries = Object.entries(resource).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
