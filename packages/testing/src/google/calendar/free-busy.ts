import type { ApiContext } from '../api/api-context.ts';
import { ApiError, badRequest, invalidParameter } from '../api/api-error.ts';
import { parseObject } from '../api/json-body.ts';
import type { CalendarStore } from './calendar-store.ts';
import type { GoogleEventResource } from './event-resource.ts';
import { liesInside } from './event-filter.ts';
import type { TimeWindow } from './event-filter.ts';
import { generatedInstances, storedCandidate } from './instances.ts';
import type { Candidate } from './instances.ts';
import { readWindow } from './list-events-query.ts';
import { isTimeZone, renderInstant, renderStamp } from './zoned-time.ts';

const maxExpandedCalendars = 50;
const maxGroupMembers = 100;
// Refused "beyond roughly three months"; the emulator draws the line at 93 days.
const maxRangeMs = 93 * 86_400_000;

/** `freebusy.query`. Answers 200 even when single calendars can't be told: those carry errors. */
export function queryFreeBusy(context: ApiContext): object {
  const request = parseObject(context.body);
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
  const maxMembers = expansionMax(request['groupExpansionMax'], maxGroupMembers);
  const maxCalendars = expansionMax(request['calendarExpansionMax'], maxExpandedCalendars);
  const { calendars, groups } = expandGroups(context, ids, maxMembers);
  return {
    kind: 'calendar#freeBusy',
    timeMin: renderStamp(window.minMs),
    timeMax: renderStamp(window.maxMs),
    calendars: Object.fromEntries(
      calendars.flatMap((id, index): [string, object][] => {
        if (index >= maxCalendars) return [[id, failed('tooManyCalendarsRequested')]];
        const answer = freeBusyOf(context, id, window, timeZone);
        return answer === undefined ? [] : [[id, answer]];
      }),
    ),
    ...(groups.length === 0 ? {} : { groups: Object.fromEntries(groups) }),
  };
}

/** Calendars that were named or stand in a group, in that order, and what became of the groups. */
function expandGroups(
  { state }: ApiContext,
  ids: readonly string[],
  maxMembers: number,
): { readonly calendars: readonly string[]; readonly groups: readonly (readonly [string, object])[] } {
  const calendars = new Set<string>();
  const groups: (readonly [string, object])[] = [];
  for (const id of ids) {
    const members = state.groups.get(id.toLowerCase());
    if (members === undefined) calendars.add(id);
    else if (members.length > maxMembers) {
      groups.push([id, { errors: [{ domain: 'global', reason: 'groupTooBig' }], calendars: [] }]);
    } else {
      groups.push([id, { calendars: members }]);
      for (const member of members) calendars.add(member);
    }
  }
  return { calendars: [...calendars], groups };
}

/** Undefined: the service left the calendar out. */
function freeBusyOf(
  { state, account }: ApiContext,
  id: string,
  window: TimeWindow,
  timeZone: string,
): object | undefined {
  const view = state.view(account, id);
  if (view === undefined) return failed('notFound');
  const failure = state.freeBusyFailures.get(view.calendar.id.toLowerCase());
  if (failure !== undefined) return failure === 'missing' ? undefined : failed(failure);
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

function itemIds(items: unknown): readonly string[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) throw badRequest('Bad Request');
  return items.map((item: unknown) => {
    const id: unknown = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined;
    if (typeof id !== 'string' || id === '') throw badRequest('Bad Request');
    return id;
  });
}

/** Larger values are lowered to the documented maximum. */
function expansionMax(value: unknown, max: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? Math.min(value, max) : max;
}

function missing(name: string): ApiError {
  return new ApiError(400, `Missing ${name} parameter.`, { domain: 'global', reason: 'required', location: name });
}
