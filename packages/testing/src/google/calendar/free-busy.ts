import type { ApiContext } from '../api/api-context.ts';
import { ApiError, badRequest, invalidParameter } from '../api/api-error.ts';
import type { CalendarStore } from './calendar-store.ts';
import type { GoogleEventResource } from './event-resource.ts';
import { liesInside } from './event-filter.ts';
import type { TimeWindow } from './event-filter.ts';
import { generatedInstances, storedCandidate } from './instances.ts';
import type { Candidate } from './instances.ts';
import { readWindow } from './list-events-query.ts';
import { isTimeZone, renderInstant, renderStamp } from './zoned-time.ts';

const maxCalendars = 50;
// Refused "beyond roughly three months"; the emulator draws the line at 93 days.
const maxRangeMs = 93 * 86_400_000;

/** `freebusy.query`. Answers 200 even when single calendars can't be told: those carry errors. */
export function queryFreeBusy(context: ApiContext): object {
  const request = parseBody(context.body);
  const query = new URLSearchParams();
  for (const name of ['timeMin', 'timeMax']) {
    const value = request[name];
    if (typeof value !== 'string') throw missing(name);
    query.set(name, value);
  }
  const window = readWindow(query);
  if (window.maxMs - window.minMs > maxRangeMs) {
    throw invalidParameter('timeMax', 'The requested time range is too long.', 'timeRangeTooLong');
  }
  const timeZone = request['timeZone'] ?? 'UTC';
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) {
    throw invalidParameter('timeZone', 'Invalid value for: timeZone', 'invalid');
  }
  const ids = itemIds(request['items']);
  const limit = Math.min(maxCalendars, expansionMax(request['calendarExpansionMax']));
  return {
    kind: 'calendar#freeBusy',
    timeMin: renderStamp(window.minMs),
    timeMax: renderStamp(window.maxMs),
    calendars: Object.fromEntries(
      ids.map((id, index) => [
        id,
        index < limit ? freeBusyOf(context, id, window, timeZone) : failed('tooManyCalendarsRequested'),
      ]),
    ),
  };
}

function freeBusyOf({ state, account }: ApiContext, id: string, window: TimeWindow, timeZone: string): object {
  const view = state.view(account, id);
  if (view === undefined) return failed('notFound');
  const blocks = busyBlocks(view.calendar, window);
  return {
    busy: blocks.map(([startMs, endMs]) => ({
      start: renderInstant(startMs, timeZone),
      end: renderInstant(endMs, timeZone),
    })),
  };
}

function failed(reason: string): object {
  return { errors: [{ domain: 'global', reason }], busy: [] };
}

/** Merged times of what blocks time: neither transparent nor cancelled, and not declined by who holds the calendar. */
function busyBlocks(calendar: CalendarStore, window: TimeWindow): [number, number][] {
  const blocks = [...calendar.events.values()]
    .filter((stored) => blocksTime(stored.resource))
    .flatMap((stored): Candidate[] =>
      stored.resource.recurrence === undefined
        ? [storedCandidate(stored)]
        : [...generatedInstances(calendar, stored, window.maxMs, window.minMs)],
    )
    .filter((candidate) => liesInside(candidate, window))
    .map(({ startMs, endMs }): [number, number] => [Math.max(startMs, window.minMs), Math.min(endMs, window.maxMs)])
    .filter(([startMs, endMs]) => startMs < endMs)
    .toSorted(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [startMs, endMs] of blocks) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last[1]) last[1] = Math.max(last[1], endMs);
    else merged.push([startMs, endMs]);
  }
  return merged;
}

function blocksTime({ status, transparency, attendees }: GoogleEventResource): boolean {
  if (status === 'cancelled' || transparency === 'transparent') return false;
  return attendees?.find((attendee) => attendee.self)?.responseStatus !== 'declined';
}

function parseBody(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
  } catch {
    // Answered below, like a body that is no object.
  }
  throw new ApiError(400, 'Parse Error', { domain: 'global', reason: 'parseError' });
}

function itemIds(items: unknown): readonly string[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) throw badRequest('Bad Request');
  return items.map((item: unknown) => {
    const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
    if (typeof id !== 'string' || id === '') throw badRequest('Bad Request');
    return id;
  });
}

function expansionMax(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : maxCalendars;
}

function missing(name: string): ApiError {
  return new ApiError(400, `Missing ${name} parameter.`, { domain: 'global', reason: 'required', location: name });
}
