import type { ExchangePattern } from '../recurrence/exchange-pattern.ts';
import { ItemError } from '../soap/ews-errors.ts';
import type { CalendarContent } from '../store/calendar-content.ts';
import { viewsInWindow } from '../store/item-views.ts';
import type { ItemView } from '../store/item-views.ts';
import { dateOf, wallTimeOf } from '../time/instants.ts';

const dayMs = 86_400_000;
const daysOfPeriod: Readonly<Record<ExchangePattern['kind'], number>> = {
  daily: 1,
  weekly: 7,
  absoluteMonthly: 31,
  relativeMonthly: 31,
  absoluteYearly: 366,
  relativeYearly: 366,
};

/**
 * Refuses to move an occurrence to the day of a neighbour or beyond it, or to let it overlap one (MS-OXOCAL, section
 * 3.1.4.7.4).
 *
 * @throws ItemError `ErrorOccurrenceCrossingBoundary` or `ErrorOccurrenceTimeSpanTooBig`
 */
export function requireBetweenNeighbours(view: ItemView, after: CalendarContent): void {
  const { item, original } = view;
  const { series, zone } = item.content;
  if (series === undefined || original === undefined) return;
  const interval = 'interval' in series.pattern ? series.pattern.interval : 1;
  const reachMs = (2 * interval * daysOfPeriod[series.pattern.kind] + 62) * dayMs;
  const around = viewsInWindow(item, original.start - reachMs, original.start + reachMs);
  const wallOf = (other: ItemView): number => other.original?.wall ?? 0;
  const others = [...around].sort((a, b) => wallOf(a) - wallOf(b));
  const previous = others.findLast((other) => wallOf(other) < original.wall)?.content;
  const next = others.find((other) => wallOf(other) > original.wall)?.content;
  const dayOf = (at: number): string => dateOf(wallTimeOf(at, zone.timeZone));
  const day = dayOf(after.start);
  if ((previous !== undefined && day <= dayOf(previous.start)) || (next !== undefined && day >= dayOf(next.start))) {
    throw new ItemError('ErrorOccurrenceCrossingBoundary', 'The occurrence would cross an adjacent occurrence.');
  }
  if ((previous !== undefined && after.start < previous.end) || (next !== undefined && after.end > next.start)) {
    throw new ItemError('ErrorOccurrenceTimeSpanTooBig', 'The occurrence would overlap an adjacent occurrence.');
  }
}
