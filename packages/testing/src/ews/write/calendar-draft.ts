import type { CalendarContent } from '../store/calendar-content.ts';
import { toNamedZone } from '../store/seeded-content.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import type { RequestedRecurrence } from './read-recurrence.ts';
import type { Mutable, WriteContext } from './write-context.ts';

/** A calendar item that is being written. */
export interface CalendarDraft {
  readonly content: Mutable<CalendarContent>;
  readonly context: WriteContext;
  readonly isNew: boolean;
  /** Property paths that this request sets. */
  readonly sets: ReadonlySet<string>;
  /** Zones that this request names. */
  readonly zones: { readonly start: NamedZone | undefined; readonly end: NamedZone | undefined };
  /** What this request makes of the recurrence; absent when it says nothing about it. */
  recurrence?: RequestedRecurrence | 'none';
}

/** The IANA zone in which a time without an offset is read. */
export function zoneOfBareTimes({ zones, context }: CalendarDraft, which: 'start' | 'end'): string {
  return zones[which]?.timeZone ?? context.timeZone ?? 'UTC';
}

/** The zone that a new item gets: the named one, else that of TimeZoneContext, else UTC. */
export function creationZone(named: NamedZone | undefined, timeZone: string | undefined): NamedZone {
  return named ?? toNamedZone(timeZone ?? 'UTC');
}
