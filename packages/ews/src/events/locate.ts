import { CalendarError } from '@kalends/core';
import type { Session } from '../ews-session.ts';
import type { SeriesMaster } from '../mapping/event-mapping.ts';
import { invalidField } from '../mapping/wire-values.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { occurrenceIdOf } from './find-occurrence.ts';
import { loadItems } from './load-items.ts';
import { findMasters, seriesKey } from './series-masters.ts';
import type { KnownMasters } from './series-masters.ts';

/** Names an event, as `EventReference` of core does. */
export type EventName =
  | { readonly calendarId?: string; readonly eventId: string }
  | { readonly calendarId?: string; readonly masterId: string; readonly recurrenceId: string };

/** An item as it was found. */
export interface Located {
  readonly id: string;
  readonly changeKey: string;
  readonly item: WireItem;
  readonly calendarId: string;
  /** Of an occurrence or exception. */
  readonly series: SeriesMaster | undefined;
}

/** What of a master tells where its occurrences are. */
const seriesDetail: EventDetail = { body: 'none', attendees: false, properties: false, forWriting: true };

/**
 * Finds and reads an item of this mailbox.
 *
 * @throws CalendarError `notFound`.
 */
export async function locate(
  session: Session,
  name: EventName,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<Located> {
  if ('eventId' in name) {
    const { item, series } = await itemAndSeries(session, name.eventId, detail, signal);
    return located(session, item, { series, calendarId: name.calendarId, signal });
  }
  const series = await locateMaster(session, name.masterId, seriesDetail, signal);
  const id = await occurrenceIdOf(session.client, series, name.recurrenceId, signal);
  const item = await loadItem(session, id, detail, signal);
  return located(session, item, { series, calendarId: name.calendarId, signal });
}

/** {@link locate} of the master of a series. @throws CalendarError `invalidArgument` for an id of anything else. */
export async function locateMaster(
  session: Session,
  masterId: string,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<Located> {
  const item = await loadItem(session, masterId, detail, signal);
  if (item.CalendarItemType !== 'RecurringMaster') throw invalid('masterId does not name the master of a series');
  return located(session, item, { signal });
}

/** {@link locate} by the id. */
export function locateById(
  session: Session,
  eventId: string,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<Located> {
  return locate(session, { eventId }, detail, signal);
}

async function itemAndSeries(
  session: Session,
  eventId: string,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<Pick<Located, 'item' | 'series'>> {
  const item = await loadItem(session, eventId, detail, signal);
  const masters: KnownMasters = new Map();
  await findMasters(session.client, [item], masters, signal);
  const key = seriesKey(item);
  if (key !== undefined && !masters.has(key)) throw notFound('The series of this occurrence is gone');
  return { item, series: key === undefined ? undefined : masters.get(key) };
}

async function loadItem(session: Session, id: string, detail: EventDetail, signal: AbortSignal): Promise<WireItem> {
  const [result] = await loadItems(session.client, [{ id }], detail, signal);
  if (result?.kind === 'failed') throw result.error;
  if (result?.kind !== 'found') throw notFound('The id names something that is no appointment');
  await session.requireOwnCalendar(result.item.ParentFolderId?.Id, signal);
  return result.item;
}

async function located(
  session: Session,
  item: WireItem,
  context: {
    readonly series?: SeriesMaster | undefined;
    /** As the caller named it. */
    readonly calendarId?: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<Located> {
  const { Id: id, ChangeKey: changeKey = '' } = item.ItemId ?? {};
  if (id === undefined || id === '') throw invalidField('ItemId', 'is missing');
  const calendarId = item.ParentFolderId?.Id ?? context.calendarId ?? (await session.primaryCalendarId(context.signal));
  return { id, changeKey, item, calendarId, series: context.series };
}

function notFound(message: string): CalendarError {
  return new CalendarError({ code: 'notFound', message, provider: 'ews' });
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message, provider: 'ews' });
}
