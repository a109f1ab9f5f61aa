import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarEvent } from '../model/event.ts';
import type { CalendarConnection, CallOptions, Outcome } from '../provider/connection.ts';
import { formatInstant, parseInstant } from '../time/zoned-date-time.ts';
import type { TranslateIds } from './carry-mailbox.ts';
import type { CarriedPart, LostPartReason, StoredEventLink } from './stored-parts.ts';

interface Target {
  readonly to: CalendarConnection;
  readonly translate: TranslateIds;
  readonly call: CallOptions;
}

/** Carries events: by their ids, in bulk; what that does not find by iCalendar UID and start, where these were stored. */
export async function* carryEvents(
  target: Target,
  parts: readonly StoredEventLink[],
): AsyncGenerator<CarriedPart, void, undefined> {
  if (parts.length === 0) return;
  const { to, translate, call } = target;
  const ids = await translate({ ids: parts.map(({ id }) => id), ...call });
  const known = ids.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.value] : []));
  const read = known.length === 0 ? [] : await to.events.getMany({ eventIds: [...new Set(known)], ...call });
  const byId = new Map([...new Set(known)].map((id, index) => [id, read[index]]));
  for (const [index, part] of parts.entries()) {
    const outcome = ids[index];
    const found = outcome?.kind === 'done' ? byId.get(outcome.value) : undefined;
    yield await carried(target, part, outcome?.kind === 'done' ? judge(part, found) : 'untranslatable');
  }
}

type Judgement =
  | CalendarEvent
  | LostPartReason
  | { readonly error: Extract<Outcome<never>, { kind: 'failed' }>['error'] };

function judge(part: StoredEventLink, outcome: Outcome<CalendarEvent> | undefined): Judgement {
  if (outcome === undefined) return 'gone';
  if (outcome.kind === 'failed') return outcome.error.code === 'notFound' ? 'gone' : { error: outcome.error };
  const { value: event } = outcome;
  const isSame = part.iCalUid === undefined || event.iCalUid === undefined || event.iCalUid === part.iCalUid;
  return isSame ? event : 'otherEvent';
}

async function carried(target: Target, part: StoredEventLink, judgement: Judgement): Promise<CarriedPart> {
  try {
    if (typeof judgement === 'object' && 'error' in judgement) {
      return { kind: 'failed', part, error: judgement.error };
    }
    const event = typeof judgement === 'string' ? await findByUid(target, part) : judgement;
    if (event === undefined) return { kind: 'lost', part, reason: typeof judgement === 'string' ? judgement : 'gone' };
    const by = typeof judgement === 'string' ? 'iCalUid' : 'id';
    if (part.recurrenceId === undefined) return { kind: 'carried', part, id: event.id, by };
    const { to, call } = target;
    const occurrence = await to.events.get({ masterId: event.id, recurrenceId: part.recurrenceId, ...call });
    return { kind: 'carried', part, id: occurrence.id, by };
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted' || error.code === 'disposed') throw error;
    return error.code === 'notFound'
      ? { kind: 'lost', part, reason: 'gone' }
      : { kind: 'failed', part, error: error.toJSON() };
  }
}

/** The event, or the master of the series, with the stored UID, among what starts when it is said to. */
async function findByUid(
  { to, call }: Target,
  { iCalUid, start }: StoredEventLink,
): Promise<CalendarEvent | undefined> {
  if (iCalUid === undefined || start === undefined) return undefined;
  const window = { start, end: formatInstant(parseInstant(start) + 1_000) };
  const masters = new Set<string>();
  for await (const event of to.events.list({ window, ...call })) {
    if (event.kind === 'single') {
      if (event.iCalUid === iCalUid) return event;
    } else if (!masters.has(event.masterId)) {
      masters.add(event.masterId);
      const master = await to.events.get({ eventId: event.masterId, ...call });
      if (master.iCalUid === iCalUid) return master;
    }
  }
  return undefined;
}
