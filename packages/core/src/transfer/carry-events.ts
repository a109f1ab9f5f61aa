import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import type { CalendarEvent } from '../model/event.ts';
import type { CalendarConnection, CallOptions, Outcome } from '../provider/connection.ts';
import { formatInstant, parseInstant } from '../time/zoned-date-time.ts';
import type { TranslateIds } from './carry-mailbox.ts';
import { endsCarrying, saysNothing } from './carry-failures.ts';
import type { CarriedPart, LostPartReason, StoredEventLink } from './stored-parts.ts';

/** Where parts are carried to. */
export interface CarryTarget {
  readonly to: CalendarConnection;
  readonly translate: TranslateIds;
  /** Ids of the account's own calendars besides the primary one. */
  readonly otherCalendars: () => Promise<readonly string[]>;
  readonly call: CallOptions;
}

/** Carries events: by their ids, in bulk; what that does not find by iCalendar UID and start, where these were stored. */
export async function* carryEvents(
  target: CarryTarget,
  parts: readonly StoredEventLink[],
): AsyncGenerator<CarriedPart, void, undefined> {
  if (parts.length === 0) return;
  const ids = await target.translate({ ids: parts.map(({ id }) => id), ...target.call });
  const known = ids.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.value] : []));
  const read = await readEverywhere(target, [...new Set(known)]);
  for (const [index, part] of parts.entries()) yield await carried(target, part, ids[index], read);
}

/** Reads events in the primary calendar, and what is not there in each of the others: services find an event in its own calendar alone. */
async function readEverywhere(
  { to, otherCalendars, call }: CarryTarget,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, Outcome<CalendarEvent>>> {
  const read = new Map<string, Outcome<CalendarEvent>>();
  const take = (asked: readonly string[], outcomes: readonly Outcome<CalendarEvent>[]): void => {
    for (const [index, id] of asked.entries()) {
      const outcome = outcomes[index];
      const isNews = outcome?.kind === 'done' || (outcome !== undefined && !isGone(outcome));
      if (outcome !== undefined && (isNews || !read.has(id))) read.set(id, outcome);
    }
  };
  if (eventIds.length === 0) return read;
  take(eventIds, await to.events.getMany({ eventIds, ...call }));
  const isMissing = (id: string): boolean => read.get(id)?.kind !== 'done';
  if (!eventIds.some(isMissing)) return read;
  for (const calendarId of await otherCalendars()) {
    const missing = eventIds.filter(isMissing);
    if (missing.length === 0) break;
    try {
      take(missing, await to.events.getMany({ calendarId, eventIds: missing, ...call }));
    } catch (error) {
      if (!CalendarError.is(error) || endsCarrying(error)) throw error;
      const failed = { kind: 'failed', error: error.toJSON() } as const;
      take(
        missing,
        missing.map(() => failed),
      );
    }
  }
  return read;
}

function isGone(outcome: Outcome<CalendarEvent>): boolean {
  return outcome.kind === 'failed' && outcome.error.code === 'notFound';
}

async function carried(
  target: CarryTarget,
  part: StoredEventLink,
  translated: Outcome<string> | undefined,
  read: ReadonlyMap<string, Outcome<CalendarEvent>>,
): Promise<CarriedPart> {
  try {
    const byId = await judge(target, part, translated, read);
    if (byId.kind === 'failed') return { kind: 'failed', part, error: byId.error };
    const event = byId.kind === 'same' ? byId.event : await findByUid(target, part);
    if (event === undefined) return { kind: 'lost', part, reason: byId.kind === 'lost' ? byId.reason : 'gone' };
    const by = byId.kind === 'same' ? 'id' : 'iCalUid';
    const { calendarId } = event;
    if (part.recurrenceId === undefined) return { kind: 'carried', part, id: event.id, calendarId, by };
    const named = { calendarId, masterId: event.id, recurrenceId: part.recurrenceId };
    const occurrence = await target.to.events.get({ ...named, ...target.call });
    return { kind: 'carried', part, id: occurrence.id, calendarId, by };
  } catch (error) {
    if (!CalendarError.is(error) || endsCarrying(error)) throw error;
    return error.code === 'notFound'
      ? { kind: 'lost', part, reason: 'gone' }
      : { kind: 'failed', part, error: error.toJSON() };
  }
}

/** What an id leads to. */
type Judgement =
  | { readonly kind: 'same'; readonly event: CalendarEvent }
  | { readonly kind: 'lost'; readonly reason: LostPartReason }
  | { readonly kind: 'failed'; readonly error: CalendarErrorJson };

async function judge(
  { to, call }: CarryTarget,
  { iCalUid }: StoredEventLink,
  translated: Outcome<string> | undefined,
  read: ReadonlyMap<string, Outcome<CalendarEvent>>,
): Promise<Judgement> {
  if (translated?.kind !== 'done') {
    return translated === undefined || saysNothing(translated.error)
      ? { kind: 'lost', reason: 'untranslatable' }
      : translated;
  }
  const outcome = read.get(translated.value);
  if (outcome === undefined || isGone(outcome)) return { kind: 'lost', reason: 'gone' };
  if (outcome.kind === 'failed') return outcome;
  const { value: event } = outcome;
  if (iCalUid === undefined || event.iCalUid === iCalUid) return { kind: 'same', event };
  // Where occurrences have UIDs of their own, what was stored is that of the series.
  if ('masterId' in event) {
    const { calendarId, masterId } = event;
    const master = await to.events.get({ calendarId, eventId: masterId, ...call });
    if (master.iCalUid === iCalUid) return { kind: 'same', event };
  }
  return { kind: 'lost', reason: 'otherEvent' };
}

/** The event, or the master of the series, with the stored UID, among what starts when it is said to. */
async function findByUid(
  { to, otherCalendars, call }: CarryTarget,
  { iCalUid, start }: StoredEventLink,
): Promise<CalendarEvent | undefined> {
  if (iCalUid === undefined || start === undefined) return undefined;
  const window = { start, end: formatInstant(parseInstant(start) + 1_000) };
  const findIn = async (calendar: { readonly calendarId?: string }): Promise<CalendarEvent | undefined> => {
    const masters = new Set<string>();
    for await (const event of to.events.list({ ...calendar, window, ...call })) {
      if (event.kind === 'single') {
        if (event.iCalUid === iCalUid) return event;
      } else if (!masters.has(event.masterId)) {
        masters.add(event.masterId);
        const master = await to.events.get({ calendarId: event.calendarId, eventId: event.masterId, ...call });
        if (master.iCalUid === iCalUid) return master;
      }
    }
    return undefined;
  };
  const found = await findIn({});
  if (found !== undefined) return found;
  for (const calendarId of await otherCalendars()) {
    const event = await findIn({ calendarId });
    if (event !== undefined) return event;
  }
  return undefined;
}
