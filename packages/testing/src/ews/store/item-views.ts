import type { RegularOccurrence } from '../recurrence/series-expansion.ts';
import type { WallTime } from '../time/instants.ts';
import { makeOccurrenceId } from './ids.ts';
import type { ItemTime, StoredItem } from './stored-item.ts';

/** What CalendarItemType says. */
export type ItemKind = 'Single' | 'Occurrence' | 'Exception' | 'RecurringMaster';

/** An item as a client sees it: a stored one, or one occurrence of a stored series. */
export interface ItemView extends ItemTime {
  readonly item: StoredItem;
  readonly kind: ItemKind;
  readonly id: string;
  readonly subject: string;
  readonly location: string;
  /** Original start of an occurrence or exception. */
  readonly original: { readonly wall: WallTime; readonly start: number } | undefined;
}

/** The stored item itself: a single item or the master of a series. */
export function storedView(item: StoredItem): ItemView {
  const { facts } = item;
  return {
    item,
    kind: facts.series === undefined ? 'Single' : 'RecurringMaster',
    id: item.id,
    start: facts.start,
    end: facts.end,
    isAllDay: facts.isAllDay,
    zone: facts.zone,
    subject: facts.meeting.title,
    location: facts.location,
    original: undefined,
  };
}

/** One occurrence of a series; an exception where it was changed. Deleted ones must not be asked for. */
export function occurrenceView(item: StoredItem, occurrence: RegularOccurrence): ItemView {
  const { facts } = item;
  const exception = facts.exceptions.get(occurrence.wall);
  return {
    ...storedView(item),
    kind: exception === undefined ? 'Occurrence' : 'Exception',
    id: makeOccurrenceId(item.id, occurrence.wall),
    start: occurrence.start,
    end: occurrence.end,
    original: { wall: occurrence.wall, start: occurrence.start },
    ...(exception === undefined
      ? {}
      : {
          start: exception.start,
          end: exception.end,
          isAllDay: exception.isAllDay,
          zone: exception.zone,
          subject: exception.subject,
          location: exception.location,
        }),
  };
}

/** Changed occurrences of a series in the order of their original starts. */
export function exceptionViews(item: StoredItem): readonly ItemView[] {
  const { series, exceptions } = item.facts;
  return [...exceptions.keys()]
    .sort((a, b) => a - b)
    .flatMap((wall) => {
      const occurrence = series?.at(wall);
      return occurrence === undefined || item.facts.deleted.has(wall) ? [] : [occurrenceView(item, occurrence)];
    });
}

/** Single items, occurrences and exceptions that touch the window: end not before `from`, start before `to`. */
export function viewsInWindow(item: StoredItem, from: number, to: number): readonly ItemView[] {
  const touches = (view: ItemView): boolean => view.end >= from && view.start < to;
  const { series, exceptions, deleted } = item.facts;
  if (series === undefined) return [storedView(item)].filter(touches);
  const regular = series
    .overlapping(from, to)
    .filter(({ wall }) => !deleted.has(wall) && !exceptions.has(wall))
    .map((occurrence) => occurrenceView(item, occurrence));
  return [...regular, ...exceptionViews(item).filter(touches)];
}

/** First and last occurrence that still exist; no last one for a series without an end. */
export function outerOccurrences(item: StoredItem): { first: ItemView | undefined; last: ItemView | undefined } {
  const { series, deleted } = item.facts;
  if (series === undefined) return { first: undefined, last: undefined };
  let index = 1;
  let first = series.nth(index);
  while (first !== undefined && deleted.has(first.wall)) first = series.nth(++index);
  let last = series.last();
  if (last !== undefined && deleted.has(last.wall)) {
    let candidate: RegularOccurrence | undefined;
    for (let at = 1, next = series.nth(at); next !== undefined; next = series.nth(++at)) {
      if (!deleted.has(next.wall)) candidate = next;
    }
    last = candidate;
  }
  return {
    first: first === undefined ? undefined : occurrenceView(item, first),
    last: last === undefined ? undefined : occurrenceView(item, last),
  };
}
