import { CalendarError } from '../errors/calendar-error.ts';
import type { Calendar } from '../model/calendar.ts';
import type { CalendarConnection, CallOptions, Outcome } from '../provider/connection.ts';
import { carryEvents } from './carry-events.ts';
import { endsCarrying, saysNothing } from './carry-failures.ts';
import type { CarriedPart, StoredCalendar, StoredContactLink, StoredEventLink, StoredPart } from './stored-parts.ts';

/** Translates ids in bulk, such as `exchangeIds.toGraph` of a connection of `@kalends/graph`. @public */
export type TranslateIds = (
  options: CallOptions & { readonly ids: readonly string[] },
) => Promise<readonly Outcome<string>[]>;

/** Options of {@link carryMailbox}. @public */
export interface CarryMailboxOptions extends CallOptions {
  /** A connection to the same mailbox through the interface that stays. */
  readonly to: CalendarConnection;
  readonly translate: TranslateIds;
  /** Everything that is kept of the mailbox, in any order. */
  readonly parts: Iterable<StoredPart> | AsyncIterable<StoredPart>;
}

/** How many parts are looked for at once. */
const partsAtOnce = 500;

/**
 * Carries what an application keeps of a mailbox from one interface to another, for example from Exchange Web Services to Microsoft
 * Graph before the former is switched off. Every part is answered for: found and proven under its new id, lost with a reason, or to be
 * begun anew. Reads only; carrying the same parts again does no harm.
 *
 * @returns one answer for each part. Store each before the next is asked for.
 * @throws CalendarError when the mailbox cannot be reached at all, or the signal fires; what was answered before stands.
 * @example
 * ```ts
 * import type { CalendarConnection } from '@kalends/core';
 * import { carryMailbox } from '@kalends/core/transfer';
 * import type { StoredPart, TranslateIds } from '@kalends/core/transfer';
 *
 * async function carry(to: CalendarConnection, translate: TranslateIds, parts: StoredPart[]): Promise<void> {
 *   for await (const answer of carryMailbox({ to, translate, parts })) {
 *     if (answer.kind === 'carried') console.log(answer.part.key, 'is now', answer.id);
 *     else console.log(answer.part.key, answer.kind);
 *   }
 * }
 * ```
 * @public
 */
export async function* carryMailbox(options: CarryMailboxOptions): AsyncGenerator<CarriedPart, void, undefined> {
  const { to, translate } = options;
  const call = options.signal === undefined ? {} : { signal: options.signal };
  let listed: Promise<readonly Calendar[]> | undefined;
  const calendars = (): Promise<readonly Calendar[]> => (listed ??= to.calendars.list(call).toArray());
  const otherCalendars = async (): Promise<readonly string[]> => {
    if (!to.capabilities.calendars.list) return [];
    const own = (await calendars()).filter(({ isPrimary, role }) => !isPrimary && role === 'owner');
    return own.map(({ id }) => id);
  };
  for await (const parts of inChunks(options.parts)) {
    for (const part of parts) if (part.of === 'calendar') yield carriedCalendar(part, await calendars());
    yield* carryEvents(
      { to, translate, otherCalendars, call },
      parts.filter((part): part is StoredEventLink => part.of === 'event'),
    );
    yield* carryContacts(
      options,
      parts.filter((part): part is StoredContactLink => part.of === 'contact'),
    );
    for (const part of parts) if (part.of === 'cursor') yield { kind: 'restart', part };
  }
}

/** Calendars have no ids that two interfaces share: they are found by what people see of them. */
function carriedCalendar(part: StoredCalendar, calendars: readonly Calendar[]): CarriedPart {
  const found = calendars.filter(({ isPrimary, name }) =>
    part.isPrimary ? isPrimary : !isPrimary && part.name !== undefined && name === part.name,
  );
  const [calendar] = found;
  return calendar === undefined || found.length > 1
    ? { kind: 'lost', part, reason: 'ambiguous' }
    : { kind: 'carried', part, id: calendar.id, by: part.isPrimary ? 'primary' : 'name' };
}

async function* carryContacts(
  { to, translate, signal }: CarryMailboxOptions,
  parts: readonly StoredContactLink[],
): AsyncGenerator<CarriedPart, void, undefined> {
  if (parts.length === 0) return;
  const call = signal === undefined ? {} : { signal };
  const translated = await translate({ ids: parts.map(({ id }) => id), ...call });
  for (const [index, part] of parts.entries()) {
    const outcome = translated[index];
    if (outcome?.kind !== 'done') {
      yield outcome === undefined || saysNothing(outcome.error)
        ? { kind: 'lost', part, reason: 'untranslatable' }
        : { kind: 'failed', part, error: outcome.error };
      continue;
    }
    try {
      const { id } = await to.contacts.get({ contactId: outcome.value, ...call });
      yield { kind: 'carried', part, id, by: 'id' };
    } catch (error) {
      if (!CalendarError.is(error) || endsCarrying(error)) throw error;
      yield error.code === 'notFound'
        ? { kind: 'lost', part, reason: 'gone' }
        : { kind: 'failed', part, error: error.toJSON() };
    }
  }
}

async function* inChunks(
  parts: Iterable<StoredPart> | AsyncIterable<StoredPart>,
): AsyncGenerator<readonly StoredPart[], void, undefined> {
  let chunk: StoredPart[] = [];
  for await (const part of parts) {
    chunk.push(part);
    if (chunk.length < partsAtOnce) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
