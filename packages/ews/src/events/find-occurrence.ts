import { CalendarError } from '@kalends/core';
import type { RecurrenceId } from '@kalends/core';
import { formatInstant, instantOfWallTime, parseInstant } from '@kalends/core/time';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import type { SeriesMaster } from '../mapping/event-mapping.ts';
import { recurrenceIdAt, startZoneOf } from '../mapping/time-mapping.ts';
import { instantOf, isTrue } from '../mapping/wire-values.ts';
import { findItemsInView } from '../operations/find-item.ts';
import type { ItemStub } from '../operations/find-item.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { loadItems } from './load-items.ts';

const halfDayMs = 12 * 3_600_000;
/** Events that are looked through at one moment. */
const maxAtOnce = 1_000;
const identifying: EventDetail = { body: 'none', attendees: false, properties: false };

/**
 * Finds the id of an occurrence by its original start. Exchange names occurrences by their number in the series, which nobody
 * but Exchange can count; its calendar tells where they are. Changed ones, which may be anywhere, stand in the master.
 *
 * @param master - Read for writing, so with its exceptions.
 * @throws CalendarError `notFound` when there is none, or it was taken out of the series.
 */
export async function occurrenceIdOf(
  client: ExchangeCaller,
  master: SeriesMaster,
  recurrenceId: RecurrenceId,
  signal: AbortSignal,
): Promise<string> {
  const { item } = master;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(recurrenceId);
  if (isDate !== isTrue(item.IsAllDayEvent) || isExcluded(item, recurrenceId)) throw noOccurrence();
  const changed = item.ModifiedOccurrences?.Occurrence?.find(
    ({ OriginalStart }) =>
      OriginalStart !== undefined && recurrenceIdAt(OriginalStart, item, 'OriginalStart') === recurrenceId,
  );
  if (changed?.ItemId?.Id !== undefined) return changed.ItemId.Id;

  const startMs = isDate ? midnightOf(recurrenceId, item) : parseInstant(recurrenceId);
  const stubs = await stubsAt(client, item, isDate ? startMs + halfDayMs : startMs, signal);
  const near = stubs.filter(({ start }) => {
    const distance = Math.abs(instantOf(start, 'Start') - startMs);
    return isDate ? distance < halfDayMs : distance < 1_000;
  });
  const results = await loadItems(
    client,
    near.map(({ id }) => ({ id })),
    identifying,
    signal,
  );
  for (const result of results) {
    if (result.kind !== 'found') continue;
    const { item: found } = result;
    const start = found.OriginalStart ?? found.RecurrenceId ?? found.Start;
    const isOfSeries = found.CalendarItemType === 'Occurrence' || found.CalendarItemType === 'Exception';
    if (!isOfSeries || found.UID !== item.UID || start === undefined) continue;
    if (recurrenceIdAt(start, item, 'OriginalStart') === recurrenceId && found.ItemId?.Id !== undefined)
      return found.ItemId.Id;
  }
  throw noOccurrence();
}

/** Whether an occurrence was taken out of its series. */
export function isExcluded(master: WireItem, recurrenceId: RecurrenceId): boolean {
  return (master.DeletedOccurrences?.DeletedOccurrence ?? []).some(
    ({ Start }) => Start !== undefined && recurrenceIdAt(Start, master, 'DeletedOccurrences') === recurrenceId,
  );
}

async function stubsAt(
  client: ExchangeCaller,
  master: WireItem,
  ms: number,
  signal: AbortSignal,
): Promise<readonly ItemStub[]> {
  const folderId = master.ParentFolderId?.Id;
  if (folderId === undefined) throw noOccurrence();
  const view = await client.call(
    findItemsInView({
      folder: { id: folderId },
      start: formatInstant(ms),
      end: formatInstant(ms + 1_000),
      maxEntries: maxAtOnce,
      detail: 'position',
    }),
    signal,
  );
  return view.items;
}

/** When a day of a series begins: at midnight in the series' zone. */
export function midnightOf(date: string, master: WireItem): number {
  const { zone, customOffsetMs = 0 } = startZoneOf(master);
  if (zone.kind === 'iana') return instantOfWallTime(`${date}T00:00:00`, zone.timeZone);
  return instantOfWallTime(`${date}T00:00:00`, 'UTC') - customOffsetMs;
}

function noOccurrence(): CalendarError {
  return new CalendarError({
    code: 'notFound',
    message: 'The series has no such occurrence, or it was taken out of it',
    provider: 'ews',
  });
}
