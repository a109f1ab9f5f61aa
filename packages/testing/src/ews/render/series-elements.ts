import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import { exceptionViews, outerOccurrences } from '../store/item-views.ts';
import type { ItemView } from '../store/item-views.ts';
import { patternElement } from '../recurrence/pattern-element.ts';
import { formatInstant, formatOffset, offsetMsOf } from '../time/instants.ts';
import { element, textElement } from '../xml/xml-writer.ts';

/** Writes the recurrence of a master: its pattern and its range. */
export function recurrenceElement(view: ItemView, context: RequestContext): string {
  const { series } = view.content;
  if (series === undefined) return '';
  // Dates come back with the offset of a zone behind them, which means nothing.
  const suffix = formatOffset(offsetMsOf(view.content.start, context.timeZone ?? view.content.zone.timeZone));
  const start = textElement('t:StartDate', series.startDate + suffix);
  const { range } = series;
  const rangeElement =
    range.kind === 'noEnd'
      ? element('t:NoEndRecurrence', {}, start)
      : range.kind === 'endDate'
        ? element('t:EndDateRecurrence', {}, start, textElement('t:EndDate', range.endDate + suffix))
        : element('t:NumberedRecurrence', {}, start, textElement('t:NumberOfOccurrences', range.count));
  return element(
    't:Recurrence',
    {},
    patternElement(series.pattern, isAtLeast(context.version, 'Exchange2010_SP1')),
    rangeElement,
  );
}

/** Writes the first occurrence of a master that still exists. */
export function firstOccurrence(view: ItemView, context: RequestContext): string {
  const { first } = outerOccurrences(view.item);
  return first === undefined ? '' : occurrenceInfo('t:FirstOccurrence', first, context);
}

/** Writes the last occurrence of a master; a series without an end has none. */
export function lastOccurrence(view: ItemView, context: RequestContext): string {
  const { last } = outerOccurrences(view.item);
  return last === undefined ? '' : occurrenceInfo('t:LastOccurrence', last, context);
}

/** Writes ids and times of the changed occurrences of a master; nothing when there are none. */
export function modifiedOccurrences(view: ItemView, context: RequestContext): string {
  const changed = exceptionViews(view.item);
  if (changed.length === 0) return '';
  return element(
    't:ModifiedOccurrences',
    {},
    ...changed.map((exception) => occurrenceInfo('t:Occurrence', exception, context)),
  );
}

/** Writes the original starts of the deleted occurrences of a master; nothing when there are none. */
export function deletedOccurrences(view: ItemView, context: RequestContext): string {
  const { series, deleted } = view.content;
  const starts = [...deleted].sort((a, b) => a - b).flatMap((wall) => series?.at(wall)?.start ?? []);
  if (starts.length === 0) return '';
  return element(
    't:DeletedOccurrences',
    {},
    ...starts.map((start) => element('t:DeletedOccurrence', {}, textElement('t:Start', formatInstant(start, context)))),
  );
}

function occurrenceInfo(name: string, view: ItemView, context: RequestContext): string {
  return element(
    name,
    {},
    element('t:ItemId', { Id: view.id, ChangeKey: view.item.changeKey }),
    textElement('t:Start', formatInstant(view.content.start, context)),
    textElement('t:End', formatInstant(view.content.end, context)),
    textElement('t:OriginalStart', formatInstant(view.original?.start ?? view.content.start, context)),
  );
}
