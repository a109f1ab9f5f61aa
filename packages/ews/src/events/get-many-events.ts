import { CalendarError } from '@kalends/core';
import type { CalendarEvent, GetManyEventsOptions, Outcome } from '@kalends/core';
import { getManyEventsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { askForEach } from '../http/judged-batch.ts';
import type { PartResult } from '../http/judged-batch.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { eventOf } from '../mapping/event-mapping.ts';
import { getEachItem } from '../operations/get-item.ts';
import type { ItemResult } from '../operations/get-item.ts';
import { inBatches } from '../operations/in-batches.ts';
import { detailOf } from '../operations/item-properties.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { itemsPerBatch } from './load-items.ts';
import { findMasters, seriesKey } from './series-masters.ts';
import type { KnownMasters } from './series-masters.ts';

/** What is known of the series of the items: their masters, or why there is none. */
interface Series {
  readonly masters: KnownMasters;
  readonly failures: ReadonlyMap<string, CalendarError>;
}

/** Reads events of any kind by their ids, each judged by itself. */
export async function getManyEvents(
  session: Session,
  unchecked: GetManyEventsOptions,
  signal: AbortSignal,
): Promise<readonly Outcome<CalendarEvent>[]> {
  const options = parseOptions(getManyEventsOptionsSchema, unchecked, 'events.getMany');
  const detail = detailOf(options);
  const results = await readItems(session, [...new Set(options.eventIds)], detail, signal);
  const found = [...results.values()].flatMap((result) => (result.kind === 'done' ? result.value : []));
  const strangers = await foreignFolders(session, found, signal);
  const own = found.filter(({ ParentFolderId: folder }) => !strangers.has(folder?.Id ?? ''));
  const series = await findSeries(session, own, signal);
  const outcomes = new Map<string, Outcome<CalendarEvent>>();
  for (const [id, result] of results) {
    outcomes.set(
      id,
      await outcomeOf(() => eventIn(session, result, { ...series, strangers }, { ...options, detail }, signal)),
    );
  }
  return options.eventIds.map((id) => outcomes.get(id) ?? failed(notFound('Nothing was found of this id')));
}

/** Reads the items by their ids, in batches side by side. What XML cannot carry is no id, and is not asked about. */
async function readItems(
  session: Session,
  ids: readonly string[],
  detail: EventDetail,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PartResult<WireItem>>> {
  const refusals = new Map<string, CalendarError>();
  for (const id of ids) {
    const refusal = refusalOf(id);
    if (refusal !== undefined) refusals.set(id, refusal);
  }
  const asked = ids.filter((id) => !refusals.has(id));
  const batches = await sideBySide(signal, (ending) =>
    inBatches(asked, itemsPerBatch).map((batch) => readBatch(session, batch, detail, ending)),
  );
  const results = new Map(batches.flat());
  return new Map(
    ids.map((id) => {
      const error = refusals.get(id) ?? notFound('Nothing was found of this id');
      return [id, results.get(id) ?? { kind: 'failed', error }];
    }),
  );
}

/** Reads one batch, in halves when the answer is too large. */
async function readBatch(
  session: Session,
  ids: readonly string[],
  detail: EventDetail,
  signal: AbortSignal,
): Promise<readonly (readonly [string, PartResult<WireItem>])[]> {
  const results = await askForEach(session.client, {
    keys: ids,
    callOf: (keys) => {
      const references = keys.map((id) => ({ id }));
      const call = getEachItem(references, detail);
      return { ...call, read: (response, context) => call.read(response, context).map(partOf) };
    },
    signal,
  });
  const isTooLarge = results.some((result) => result.kind === 'failed' && result.error.code === 'responseTooLarge');
  if (isTooLarge && ids.length > 1) {
    const halves = await sideBySide(signal, (ending) =>
      inBatches(ids, Math.ceil(ids.length / 2)).map((half) => readBatch(session, half, detail, ending)),
    );
    return halves.flat();
  }
  return ids.flatMap((id, index) => {
    const result = results[index];
    return result === undefined ? [] : [[id, result] as const];
  });
}

function partOf(result: ItemResult): PartResult<WireItem> {
  if (result.kind === 'found') return { kind: 'done', value: result.item };
  if (result.kind === 'otherItem') {
    return { kind: 'failed', error: notFound('The id names something that is no appointment') };
  }
  return { kind: 'failed', error: result.error };
}

/** Finds the masters, in one request when all goes well; one that cannot be found is no reason to lose the others. */
async function findSeries(session: Session, items: readonly WireItem[], signal: AbortSignal): Promise<Series> {
  const masters: KnownMasters = new Map();
  const failures = new Map<string, CalendarError>();
  const failure = await failureOf(() => findMasters(session.client, items, masters, signal));
  if (failure === undefined) return { masters, failures };
  for (const item of items) {
    const key = seriesKey(item);
    if (key === undefined || masters.has(key) || failures.has(key)) continue;
    const own = await failureOf(() => findMasters(session.client, [item], masters, signal));
    if (own !== undefined) failures.set(key, own);
  }
  return { masters, failures };
}

/** Folders of the items that are no calendars of this mailbox, see {@link Session.requireOwnCalendar}. */
async function foreignFolders(
  session: Session,
  items: readonly WireItem[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CalendarError>> {
  const strangers = new Map<string, CalendarError>();
  for (const id of new Set(items.map(({ ParentFolderId: folder }) => folder?.Id ?? ''))) {
    const failure = await failureOf(() => session.requireOwnCalendar(id === '' ? undefined : id, signal));
    if (failure !== undefined) strangers.set(id, failure);
  }
  return strangers;
}

async function eventIn(
  session: Session,
  result: PartResult<WireItem>,
  { masters, failures, strangers }: Series & { readonly strangers: ReadonlyMap<string, CalendarError> },
  options: { readonly calendarId?: string; readonly detail: EventDetail },
  signal: AbortSignal,
): Promise<CalendarEvent> {
  if (result.kind === 'failed') throw result.error;
  const item = result.value;
  const stranger = strangers.get(item.ParentFolderId?.Id ?? '');
  if (stranger !== undefined) throw stranger;
  const key = seriesKey(item);
  const master = key === undefined ? undefined : masters.get(key);
  if (key !== undefined && !masters.has(key)) {
    throw failures.get(key) ?? notFound('The series of this occurrence is gone');
  }
  const calendarId = options.calendarId ?? item.ParentFolderId?.Id ?? (await session.primaryCalendarId(signal));
  return eventOf(item, master, { calendarId, selfAddress: session.account.address, detail: options.detail });
}

async function outcomeOf(read: () => Promise<CalendarEvent>): Promise<Outcome<CalendarEvent>> {
  try {
    return { kind: 'done', value: await read() };
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
    return failed(error);
  }
}

/** What a step fails with; a call that is ended, ends. */
async function failureOf(step: () => Promise<void>): Promise<CalendarError | undefined> {
  try {
    await step();
    return undefined;
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
    return error;
  }
}

function failed(error: CalendarError): Outcome<CalendarEvent> {
  return { kind: 'failed', error: error.withContext({ provider: 'ews', operation: 'events.getMany' }).toJSON() };
}

function refusalOf(id: string): CalendarError | undefined {
  try {
    escapeXml(id, 'eventIds');
    return undefined;
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    return error;
  }
}

function notFound(message: string): CalendarError {
  return new CalendarError({ code: 'notFound', message, provider: 'ews' });
}
