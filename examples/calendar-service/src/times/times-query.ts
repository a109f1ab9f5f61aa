import { CalendarError } from '@kalends/core';
import type { TimeWindow } from '@kalends/core';
import { agendaQuery } from '../agenda/agenda-query.ts';

/** What times are looked for. */
export interface TimesQuery {
  /** Of the times that are still to come. */
  readonly window: TimeWindow;
  /** IANA zone of the viewer. */
  readonly timeZone: string;
  readonly minutes: number;
  /** Addresses of the people who have to be free. */
  readonly people: readonly string[];
  /** Addresses of rooms, of which one has to be free; none: no room is needed. */
  readonly rooms: readonly string[];
}

const known: ReadonlySet<string> = new Set(['with', 'rooms', 'minutes', 'from', 'to', 'tz']);
const defaultMinutes = 30;
const longestMinutes = 1_440;
const maxAddresses = 50;
/** Two months: every day costs each service a look. */
const maxDays = 62;

/**
 * Reads `with` and `rooms`, which may stand there more than once, `minutes`, and `from`, `to` and `tz` as the agenda's. What has passed
 * is cut off: nobody can meet then.
 *
 * @throws CalendarError `invalidArgument`, naming the parameter and what it needs, without repeating it.
 */
export function timesQuery(
  parameters: URLSearchParams,
  defaults: { readonly timeZone: string; readonly nowMs: number },
): TimesQuery {
  if ([...parameters.keys()].some((name) => !known.has(name))) {
    throw invalid(`Only these parameters are known: ${[...known].join(', ')}`);
  }
  const [from, to, tz] = ['from', 'to', 'tz'].map((name) => single(parameters, name));
  const { window, timeZone } = agendaQuery({ from, to, tz }, { ...defaults, maxDays });
  if (Date.parse(window.end) <= defaults.nowMs) throw invalid('to: must be later than now');
  const people = addresses(parameters, 'with');
  if (people.length === 0) throw invalid('with: the address of at least one person is needed');
  return {
    window: { start: laterOf(window.start, defaults.nowMs), end: window.end },
    timeZone,
    minutes: minutesOf(single(parameters, 'minutes')),
    people,
    rooms: addresses(parameters, 'rooms'),
  };
}

/** Whole minutes: with free time that begins at 10:00:00.5, a meeting at ten would not fit. */
function laterOf(start: string, nowMs: number): string {
  return Date.parse(start) >= nowMs ? start : new Date(Math.ceil(nowMs / 60_000) * 60_000).toISOString();
}

function minutesOf(text: string | undefined): number {
  const minutes = text === undefined ? defaultMinutes : /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  if (minutes <= longestMinutes) return minutes;
  throw invalid(`minutes: a whole number from 1 to ${longestMinutes} is needed`);
}

function single(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw invalid(`${name}: may be given once`);
  return value;
}

/** Every address once, as it was first written. */
function addresses(parameters: URLSearchParams, name: string): readonly string[] {
  const given = parameters.getAll(name);
  if (given.length > maxAddresses) throw invalid(`${name}: at most ${maxAddresses} addresses`);
  if (!given.every(isAddress)) throw invalid(`${name}: a mail address such as ada@example.com is needed`);
  return [...new Map(given.toReversed().map((address) => [address.toLowerCase(), address])).values()].toReversed();
}

/** As long as RFC 5321, section 4.5.3.1.3, lets a path be, and nothing that could end or open anything in a request. */
function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"\p{Cc}]+@[^\s@<>"\p{Cc}]+$/u.test(text);
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message });
}
