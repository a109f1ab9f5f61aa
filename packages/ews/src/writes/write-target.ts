import { CalendarError } from '@kalends/core';
import type { EventReference, RecurrenceId, SeriesScope } from '@kalends/core';
import { expandRecurrence } from '@kalends/core/recurrence';
import { locate, locateById, locateMaster } from '../events/locate.ts';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { recurrenceOf } from '../mapping/recurrence-mapping.ts';
import { eventTimeOf, recurrenceIdAt } from '../mapping/time-mapping.ts';
import { isTrue } from '../mapping/wire-values.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { requireVisible } from './write-rules.ts';

/** What a write has to know of an item. */
export const writingDetail: EventDetail = { body: 'none', attendees: true, properties: true, forWriting: true };
/** The same with the text as it is stored. */
export const writingDetailWithBody: EventDetail = { ...writingDetail, body: 'stored' };

/** What a write is for: one item, a single event, a master or an occurrence; or a series from one of its occurrences on. */
export type WriteTarget =
  | { readonly kind: 'item'; readonly item: Located }
  | { readonly kind: 'following'; readonly master: Located; readonly recurrenceId: RecurrenceId };

/**
 * Finds what a write is for.
 *
 * @throws CalendarError `notFound`; `invalidArgument` for a scope that the target does not have; `accessDenied` for what is hidden.
 */
export async function writeTarget(
  session: Session,
  target: EventReference,
  scope: SeriesScope | undefined,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<WriteTarget> {
  const found = await findTarget(session, target, scope, detail, signal);
  requireVisible(session, found.kind === 'item' ? found.item : found.master);
  return found;
}

/**
 * What is left of a series from a moment on, whether or not an occurrence takes place there.
 *
 * @returns `undefined` for a series that has ended by then.
 */
export async function restOfSeries(master: Located, recurrenceId: RecurrenceId): Promise<WriteTarget | undefined> {
  const { item } = master;
  if (isDate(recurrenceId) !== isTrue(item.IsAllDayEvent)) return undefined;
  const series = { recurrence: recurrenceOf(item), time: eventTimeOf(item) };
  const [next] = await expandRecurrence({ ...series, from: recurrenceId, limit: 1 });
  return next === undefined ? undefined : following(master, next);
}

async function findTarget(
  session: Session,
  target: EventReference,
  scope: SeriesScope | undefined,
  detail: EventDetail,
  signal: AbortSignal,
): Promise<WriteTarget> {
  if ('masterId' in target && (scope === 'all' || scope === 'following')) {
    const master = await locateMaster(session, target.masterId, detail, signal);
    return scope === 'all' ? { kind: 'item', item: master } : following(master, target.recurrenceId);
  }
  const found = await locate(session, target, detail, signal);
  const { series, item } = found;
  if (series !== undefined) {
    if (scope === undefined || scope === 'occurrence') return { kind: 'item', item: found };
    const master = await locateById(session, series.id, detail, signal);
    return scope === 'all'
      ? { kind: 'item', item: master }
      : following(master, recurrenceIdOf(found.item, master.item));
  }
  const isMaster = item.CalendarItemType === 'RecurringMaster';
  if (scope === 'following')
    throw invalid(isMaster ? 'following needs an occurrence to begin at' : 'only a series has following occurrences');
  if (isMaster && scope === 'occurrence') throw invalid('a master is no occurrence');
  return { kind: 'item', item: found };
}

/** The start that the rule gave an occurrence. */
export function recurrenceIdOf(occurrence: WireItem, master: WireItem): RecurrenceId {
  return recurrenceIdAt(
    occurrence.OriginalStart ?? occurrence.RecurrenceId ?? occurrence.Start ?? '',
    master,
    'OriginalStart',
  );
}

/** From its first occurrence on, a series is all of it. */
async function following(master: Located, recurrenceId: RecurrenceId): Promise<WriteTarget> {
  const { item } = master;
  const [first] = await expandRecurrence({ recurrence: recurrenceOf(item), time: eventTimeOf(item), limit: 1 });
  return recurrenceId === first ? { kind: 'item', item: master } : { kind: 'following', master, recurrenceId };
}

/** Whether an occurrence is named by its day. */
export function isDate(recurrenceId: RecurrenceId): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(recurrenceId);
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `scope: ${message}`, provider: 'ews' });
}
