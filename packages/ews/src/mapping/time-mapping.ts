import type { EventTime } from '@kalends/core';
import { addDays, formatInstant, resolveTimeZone, wallTimeAt, zonedDateTimeAt } from '@kalends/core/time';
import type { ResolvedTimeZone } from '@kalends/core/time';
import type { WireItem, WireTimeZone } from '../wire/calendar-item-shape.ts';
import { instantOf, isTrue, requiredInstant } from './wire-values.ts';

const halfDayMs = 12 * 3_600_000;

/** The zone an item was made in, which is the one its series repeats in and its days begin in. */
export interface ItemZone {
  readonly zone: ResolvedTimeZone;
  /** Milliseconds to add to UTC, from the definition that comes with a custom zone. */
  readonly customOffsetMs?: number;
}

/** The zone of an item's start. */
export function startZoneOf(item: WireItem): ItemZone {
  return itemZone(item.StartTimeZoneId, item.StartTimeZone);
}

/** When an item takes place. */
export function eventTimeOf(item: WireItem): EventTime {
  const startMs = requiredInstant(item.Start, 'Start');
  const endMs = requiredInstant(item.End, 'End');
  const start = startZoneOf(item);
  if (isTrue(item.IsAllDayEvent)) {
    const startDate = dateIn(start, startMs, item.StartWallClock);
    const endDate = dateIn(start, endMs, item.EndWallClock);
    // Some clients write an all-day event that ends when it starts; it takes its day nevertheless.
    return { kind: 'allDay', startDate, endDate: endDate > startDate ? endDate : addDays(startDate, 1) };
  }
  const hasEndZone = item.EndTimeZoneId !== undefined || item.EndTimeZone !== undefined;
  const end = hasEndZone ? itemZone(item.EndTimeZoneId, item.EndTimeZone) : start;
  return {
    kind: 'timed',
    start: zonedDateTimeAt(startMs, start.zone),
    end: zonedDateTimeAt(endMs, end.zone),
  };
}

/**
 * Names an occurrence by its original start, in the form its series needs: whether the occurrence itself was made an
 * all-day one does not matter.
 *
 * @param series - The master, or the item itself when the master's properties are not known.
 */
export function recurrenceIdAt(instant: string, series: WireItem, field: string): string {
  const ms = instantOf(instant, field);
  return isTrue(series.IsAllDayEvent) ? dateIn(startZoneOf(series), ms, undefined) : formatInstant(ms);
}

/**
 * The date that an instant at midnight means. Exchange keeps days as instants: the start of an all-day event is midnight in
 * the item's zone. The nearest midnight is taken, so that an hour between Exchange's zone data and ours does not move the
 * event to another day.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-create-all-day-events-by-using-ews-in-exchange | All-day events}
 */
function dateIn(itemZone: ItemZone, instantMs: number, wallClock: string | undefined): string {
  if (itemZone.zone.kind === 'iana') return dateOfNearestMidnight(instantMs, itemZone.zone.timeZone);
  // Without a zone, the wall clock that the server sends is the best witness, then the zone's own definition.
  const midnight = /^(\d{4}-\d\d-\d\d)T00:00:00/.exec(wallClock ?? '');
  if (midnight?.[1] !== undefined) return midnight[1];
  return dateOfNearestMidnight(instantMs + (itemZone.customOffsetMs ?? 0), 'UTC');
}

function dateOfNearestMidnight(instantMs: number, timeZone: string): string {
  const wallTime = wallTimeAt(instantMs, timeZone);
  // Added to the wall time, not to the instant: the day may have 23 or 25 hours.
  return new Date(Date.parse(`${wallTime}Z`) + halfDayMs).toISOString().slice(0, 10);
}

/** 2013 and later send the bare id; older servers the definition alone. Either may be custom, empty or localized. */
function itemZone(id: string | undefined, definition: WireTimeZone | undefined): ItemZone {
  const names = [id, definition?.Id, definition?.Name].filter((name) => name !== undefined && name.trim() !== '');
  for (const name of names) {
    const zone = resolveTimeZone(name);
    if (zone.kind === 'iana') return { zone };
  }
  const customOffsetMs = standardOffsetMs(definition);
  const zone = resolveTimeZone(names[0]);
  return customOffsetMs === undefined ? { zone } : { zone, customOffsetMs };
}

/** `Bias` says what to add to local time to get UTC, so its sign is turned. Daylight time is within the rounding. */
function standardOffsetMs(definition: WireTimeZone | undefined): number | undefined {
  const periods = definition?.Periods?.Period ?? [];
  const standard = periods.find((period) => period.Name === 'Standard') ?? periods[0];
  const match = /^(-?)P(?:0D)?T(?:(\d{1,2})H)?(?:(\d{1,3})M)?(?:\d{1,2}(?:\.\d+)?S)?$/.exec(standard?.Bias ?? '');
  if (match === null) return undefined;
  const [, sign, hours, minutes] = match;
  const biasMs = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? biasMs : -biasMs;
}
