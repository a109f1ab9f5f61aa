import type { EventContent, EventTimes, ExceptionChange, StoredItem } from '../mailbox.ts';
import type { Occurrence } from '../occurrence-table.ts';

/** How far from an occurrence its neighbour is looked for: farther apart, nothing can cross. */
const neighbourhoodMs = 800 * 86_400_000;

/** One event as a request sees it: a single event, a master, or a member of a series. */
export interface EventInstance {
  readonly item: StoredItem;
  readonly type: 'singleInstance' | 'seriesMaster' | 'occurrence' | 'exception';
  readonly times: EventTimes;
  /** What the event says: of a member of a series, the series' words with its own laid over them. */
  readonly content: EventContent;
  readonly changeKey: string;
  readonly lastModifiedAt: string;
  /** Set on members of a series. */
  readonly occurrence?: Occurrence;
}

/** The stored item itself. */
export function itemInstance(item: StoredItem): EventInstance {
  return {
    item,
    type: item.series === undefined ? 'singleInstance' : 'seriesMaster',
    times: item.times,
    content: item,
    changeKey: item.changeKey,
    lastModifiedAt: item.lastModifiedAt,
  };
}

/** One member of a series; undefined when the rule does not give that date or the occurrence was deleted. */
export function occurrenceInstance(item: StoredItem, date: string): EventInstance | undefined {
  const { series } = item;
  const occurrence = series?.table.at(date);
  if (series === undefined || occurrence === undefined || series.deleted.has(date)) return undefined;
  return memberOf(item, occurrence, series.exceptions.get(date));
}

/** The changed members of a series, in order. */
export function exceptionInstances(item: StoredItem): readonly EventInstance[] {
  const dates = [...(item.series?.exceptions.keys() ?? [])].sort();
  return dates.flatMap((date) => occurrenceInstance(item, date) ?? []);
}

/** Members of a series that end after `fromMs` and start before `untilMs`. */
export function instancesBetween(item: StoredItem, fromMs: number, untilMs: number): readonly EventInstance[] {
  const { series } = item;
  if (series === undefined) return [];
  const found = exceptionInstances(item).filter(({ times }) => overlaps(times, fromMs, untilMs));
  for (const occurrence of series.table.upTo(untilMs)) {
    if (occurrence.startMs >= untilMs) break;
    if (!overlaps(occurrence, fromMs, untilMs)) continue;
    if (series.deleted.has(occurrence.date) || series.exceptions.has(occurrence.date)) continue;
    found.push(memberOf(item, occurrence, undefined));
  }
  return found;
}

/** Everything of a calendar that a view shows: no masters, in order of start. */
export function calendarView(items: readonly StoredItem[], fromMs: number, untilMs: number): readonly EventInstance[] {
  const found = items.flatMap((item) => {
    if (item.series !== undefined) return instancesBetween(item, fromMs, untilMs);
    return overlaps(item.times, fromMs, untilMs) ? [itemInstance(item)] : [];
  });
  return found.sort((a, b) => a.times.startMs - b.times.startMs || a.item.number - b.item.number);
}

/** The members of a series that come before and after one of them, deleted ones left out, at the times they have now. */
export function neighboursOf({ item, occurrence }: EventInstance): {
  readonly previous: EventTimes | undefined;
  readonly next: EventTimes | undefined;
} {
  const { series } = item;
  if (series === undefined || occurrence === undefined) return { previous: undefined, next: undefined };
  const dates = series.table
    .upTo(occurrence.startMs + neighbourhoodMs)
    .map(({ date }) => date)
    .filter((date) => date === occurrence.date || !series.deleted.has(date));
  const at = dates.indexOf(occurrence.date);
  const timesOf = (date: string | undefined): EventTimes | undefined =>
    date === undefined ? undefined : occurrenceInstance(item, date)?.times;
  return { previous: at > 0 ? timesOf(dates[at - 1]) : undefined, next: timesOf(dates[at + 1]) };
}

function memberOf(item: StoredItem, occurrence: Occurrence, change: ExceptionChange | undefined): EventInstance {
  const regular: EventTimes = {
    startMs: occurrence.startMs,
    endMs: occurrence.endMs,
    isAllDay: item.times.isAllDay,
    zone: item.times.zone,
  };
  return {
    item,
    type: change === undefined ? 'occurrence' : 'exception',
    times: change?.times ?? regular,
    content: change === undefined ? item : { ...item, ...change.content },
    changeKey: change?.changeKey ?? item.changeKey,
    lastModifiedAt: change?.lastModifiedAt ?? item.lastModifiedAt,
    occurrence,
  };
}

function overlaps(
  times: { readonly startMs: number; readonly endMs: number },
  fromMs: number,
  untilMs: number,
): boolean {
  // An event without length counts where it starts.
  return (
    times.startMs < untilMs && (times.endMs > fromMs || (times.endMs === times.startMs && times.startMs >= fromMs))
  );
}
