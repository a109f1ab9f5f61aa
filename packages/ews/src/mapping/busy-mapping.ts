import { CalendarError } from '@kalends/core';
import type { BusyKind, BusyPeriod } from '@kalends/core';
import { formatInstant, parseInstant } from '@kalends/core/time';
import { mergedMinutes } from '../operations/get-user-availability.ts';
import type { WireFreeBusyView } from '../wire/availability-shape.ts';
import { meaningOf } from './wire-values.ts';

/** Half-open, milliseconds since the Unix epoch. */
export interface BusyInterval {
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: BusyKind;
}

/** What a view says, or that it says nothing although the service answered. */
export type BusyView =
  | { readonly kind: 'known'; readonly busy: readonly BusyInterval[] }
  /** No right to see anything. */
  | { readonly kind: 'hidden' }
  /** The service could not find out, for all of the time or some of it. */
  | { readonly kind: 'noData' };

/** Free time is not listed, and time of which there is no data is not free. */
type Meaning = BusyKind | 'free' | 'noData';

const meanings: Readonly<Record<string, Meaning>> = {
  Free: 'free',
  Tentative: 'tentative',
  Busy: 'busy',
  OOF: 'outOfOffice',
  WorkingElsewhere: 'workingElsewhere',
  NoData: 'noData',
};

const digitMeanings: Readonly<Record<string, Meaning>> = {
  '0': 'free',
  '1': 'tentative',
  '2': 'busy',
  '3': 'outOfOffice',
  '4': 'noData',
};

const digitMs = mergedMinutes * 60_000;

/**
 * Reads the view of one mailbox. Listed events count, and of the merged digits what the events do not explain: a group has
 * digits only, and time without data shows in nothing else. The digit 4 stands for that and, at newer servers, for working
 * elsewhere too, which is then listed.
 *
 * @param startMs - Start of what was asked for, where the digits begin.
 * @throws CalendarError `invalidResponse`
 */
export function busyViewOf(view: WireFreeBusyView, startMs: number, endMs: number): BusyView {
  const types = view.FreeBusyViewType?.trim().split(/\s+/) ?? [];
  if (types.length === 1 && types[0] === 'None') return { kind: 'hidden' };
  const hasEvents = types.some((type) => /^(FreeBusy|Detailed)/.test(type));
  const digits = view.MergedFreeBusy?.trim();
  if (!hasEvents && digits === undefined) throw invalid('shows neither times nor digits');

  const busy: BusyInterval[] = [];
  for (const event of view.CalendarEventArray?.CalendarEvent ?? []) {
    // A kind of time that a later server invents is not one to book over.
    const kind = meaningOf(meanings, event.BusyType) ?? 'busy';
    if (kind === 'noData') return { kind: 'noData' };
    const interval = { startMs: utcOf(event.StartTime), endMs: utcOf(event.EndTime) };
    if (interval.endMs < interval.startMs) throw invalid('has an event that ends before it starts');
    if (kind !== 'free') busy.push({ ...interval, kind });
  }
  if (digits === undefined || digits === '') return { kind: 'known', busy };
  if (digits.length !== Math.ceil((endMs - startMs) / digitMs)) {
    throw invalid('has another number of digits than intervals were asked for');
  }
  const unexplained = unexplainedRuns(digits, startMs, busy);
  if (unexplained.some(({ kind }) => kind === 'noData')) return { kind: 'noData' };
  const further = unexplained.flatMap(({ kind, ...run }) =>
    kind === 'free' || kind === 'noData' ? [] : [{ ...run, kind }],
  );
  return { kind: 'known', busy: [...busy, ...further] };
}

/** Puts intervals in order, inside a window; those of one kind that touch become one. */
export function busyPeriodsOf(
  intervals: readonly BusyInterval[],
  window: { readonly startMs: number; readonly endMs: number },
): readonly BusyPeriod[] {
  const clipped = intervals
    .map(({ startMs, endMs, kind }) => ({
      startMs: Math.max(startMs, window.startMs),
      endMs: Math.min(endMs, window.endMs),
      kind,
    }))
    .filter(({ startMs, endMs }) => startMs < endMs)
    .toSorted((a, b) => a.startMs - b.startMs);
  const merged: { startMs: number; endMs: number; kind: BusyKind }[] = [];
  for (const interval of clipped) {
    const last = merged.findLast(({ kind }) => kind === interval.kind);
    if (last !== undefined && interval.startMs <= last.endMs) last.endMs = Math.max(last.endMs, interval.endMs);
    else merged.push({ ...interval });
  }
  return merged.map(({ startMs, endMs, kind }) => ({
    start: formatInstant(startMs),
    end: formatInstant(endMs),
    kind,
  }));
}

/** What the digits say of time in which no listed event lies. */
function unexplainedRuns(
  digits: string,
  startMs: number,
  busy: readonly BusyInterval[],
): readonly { readonly startMs: number; readonly endMs: number; readonly kind: Meaning }[] {
  const isExplained = new Uint8Array(digits.length);
  for (const event of busy) {
    const first = Math.max(0, Math.floor((event.startMs - startMs) / digitMs));
    isExplained.fill(1, first, Math.max(first, Math.ceil((event.endMs - startMs) / digitMs)));
  }
  return Array.from(digits, (digit, index) => ({
    startMs: startMs + index * digitMs,
    endMs: startMs + (index + 1) * digitMs,
    kind: meaningOf(digitMeanings, digit) ?? 'busy',
  })).filter(({ kind }, index) => kind !== 'free' && isExplained[index] === 0);
}

/** Times are on the clock of the zone that was asked in, UTC; an offset, should one come, is right all the same. */
function utcOf(value: string | undefined): number {
  const text = value?.trim() ?? '';
  try {
    return parseInstant(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
  } catch {
    throw invalid('has an event whose time is none');
  }
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `The free/busy view that Exchange sent ${what}`,
    provider: 'ews',
  });
}
