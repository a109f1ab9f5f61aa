import type { RegularOccurrence } from '../recurrence/series-expansion.ts';
import type { WallTime } from '../time/instants.ts';
import type { CalendarContent } from './calendar-content.ts';
import { makeOccurrenceId } from './ids.ts';
import type { ContactContent } from './contact-content.ts';
import type { StoredCalendarItem, StoredContact, StoredItem } from './stored-item.ts';

/** What CalendarItemType says. */
export type ItemKind = 'Single' | 'Occurrence' | 'Exception' | 'RecurringMaster';

/** An item as a client sees it: a stored one, or one occurrence of a stored series. */
export interface ItemView {
  readonly type: 'calendar';
  readonly item: StoredCalendarItem;
  readonly kind: ItemKind;
  readonly id: string;
  /** What it says: for an occurrence the series' content with its own differences. */
  readonly content: CalendarContent;
  /** Original start of an occurrence or exception. */
  readonly original: { readonly wall: WallTime; readonly start: number } | undefined;
}

/** A contact as a client sees it. */
export interface ContactView {
  readonly type: 'contact';
  readonly item: StoredContact;
  readonly id: string;
  readonly content: ContactContent;
}

/** Anything that an item id names. */
export type AnyView = ItemView | ContactView;

/** The stored item itself, whatever it is. */
export function viewOf(item: StoredItem): AnyView {
  return item.type === 'calendar' ? storedView(item) : { type: 'contact', item, id: item.id, content: item.content };
}

/** The stored item itself: a single item or the master of a series. */
export function storedView(item: StoredCalendarItem): ItemView {
  const { content } = item;
  return {
    type: 'calendar',
    item,
    kind: content.series !== undefined ? 'RecurringMaster' : content.instanceOf === undefined ? 'Single' : 'Exception',
    id: item.id,
    content,
    original: content.instanceOf,
  };
}

/** One occurrence of a series; an exception where it was changed. Deleted ones must not be asked for. */
export function occurrenceView(item: StoredCalendarItem, occurrence: RegularOccurrence): ItemView {
  const change = item.content.exceptions.get(occurrence.wall);
  return {
    type: 'calendar',
    item,
    kind: change === undefined ? 'Occurrence' : 'Exception',
    id: makeOccurrenceId(item.id, occurrence.wall),
    content: { ...item.content, start: occurrence.start, end: occurrence.end, ...change },
    original: { wall: occurrence.wall, start: occurrence.start },
  };
}

/** Changed occurrences of a series in the order of their original starts. */
export function exceptionViews(item: StoredCalendarItem): readonly ItemView[] {
  const { series, exceptions } = item.content;
  return [...exceptions.keys()]
    .sort((a, b) => a - b)
    .flatMap((wall) => {
      const occurrence = series?.at(wall);
      return occurrence === undefined || item.content.deleted.has(wall) ? [] : [occurrenceView(item, occurrence)];
    });
}

/** Single items, occurrences and exceptions that touch the window: end not before `from`, start before `to`. */
export function viewsInWindow(item: StoredCalendarItem, from: number, to: number): readonly ItemView[] {
  const touches = ({ content }: ItemView): boolean => content.end >= from && content.start < to;
  const { series, exceptions, deleted } = item.content;
  if (series === undefined) return [storedView(item)].filter(touches);
  const regular = series
    .overlapping(from, to)
    .filter(({ wall }) => !deleted.has(wall) && !exceptions.has(wall))
    .map((occurrence) => occurrenceView(item, occurrence));
  return [...regular, ...exceptionViews(item).filter(touches)];
}

/** First and last occurrence that still exist; no last one for a series without an end. */
export function outerOccurrences(item: StoredCalendarItem): {
  first: ItemView | undefined;
  last: ItemView | undefined;
} {
  const { series, deleted } = item.content;
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
