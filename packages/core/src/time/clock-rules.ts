import type { Weekday } from '../model/recurrence.ts';

/** A change of clocks that comes back every year. @public */
export interface ClockChange {
  /** Minutes that clocks are ahead of UTC from then on; negative behind it. The opposite of Microsoft's bias. */
  readonly offsetMinutes: number;
  /** 1 to 12. */
  readonly month: number;
  /** The weekday of that month, `week` 1 to 4 or -1 for the last; or the day of the month. */
  readonly on: { readonly weekday: Weekday; readonly week: number } | { readonly day: number };
  /** Time of day on the clock before the change, in seconds since midnight, 0 to 86,400. */
  readonly atSeconds: number;
}

/** Rules that hold from some year on. @public */
export interface ClockEra {
  /** The first year they hold in. Default: always. */
  readonly fromYear?: number;
  /** Minutes ahead of UTC where there are no changes; the standard time otherwise. */
  readonly standardOffsetMinutes: number;
  /** None: clocks never change. */
  readonly changes: readonly ClockChange[];
}

/**
 * A time zone told by its rules instead of by a name, as services send zones of somebody's own making.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/timezonedefinition | EWS docs, TimeZoneDefinition}
 * @public
 */
export interface ClockRules {
  /** In the order they came into force; at most 200, with at most 12 changes a year. */
  readonly eras: readonly ClockEra[];
}

/** A change as Windows describes it. @public */
export interface BiasChange {
  /** Minutes on top of the zone's bias, such as -60 in summer. Default 0, in summer -60. */
  readonly bias?: number;
  /** 1 to 12; 0 where clocks do not change. */
  readonly month: number;
  /** Which weekday of the month, 1 to 4, 5 the last. */
  readonly dayOrder: number;
  readonly weekday: Weekday;
  /** Time of day on the clock before the change, in seconds since midnight. */
  readonly atSeconds: number;
}

/**
 * A zone as Windows describes it: SerializableTimeZone of EWS, customTimeZone of Graph. A bias is what has to be added to local
 * time to get UTC, so that it is negative east of Greenwich.
 *
 * @public
 */
export interface BiasRules {
  /** Minutes from local standard time to UTC. */
  readonly bias: number;
  /** When clocks go back to standard time. */
  readonly standard?: BiasChange;
  /** When clocks go forward to daylight time. */
  readonly daylight?: BiasChange;
}

/**
 * Says a zone of biases as {@link ClockRules}: the same rules in every year. A zone that lacks one of its changes, or has a month 0
 * there, keeps its bias all year.
 *
 * @see {@link https://learn.microsoft.com/windows/win32/api/timezoneapi/ns-timezoneapi-time_zone_information | Windows docs, TIME_ZONE_INFORMATION}
 * @public
 */
export function clockRulesOfBias({ bias, standard, daylight }: BiasRules): ClockRules {
  // Where clocks do not change, Windows looks at neither of the two.
  if (standard === undefined || daylight === undefined || standard.month === 0 || daylight.month === 0)
    return { eras: [{ standardOffsetMinutes: -bias, changes: [] }] };
  const standardOffsetMinutes = -(bias + (standard.bias ?? 0));
  const changes = [changeOf(daylight, -(bias + (daylight.bias ?? -60))), changeOf(standard, standardOffsetMinutes)];
  return { eras: [{ standardOffsetMinutes, changes }] };
}

function changeOf({ month, dayOrder, weekday, atSeconds }: BiasChange, offsetMinutes: number): ClockChange {
  return { offsetMinutes, month, on: { weekday, week: dayOrder === 5 ? -1 : dayOrder }, atSeconds };
}
