import { Temporal } from 'temporal-polyfill';
import { element, textElement } from '../xml/xml-writer.ts';

/** A zone as an item or a request names it. */
export interface NamedZone {
  /** What stands in the `Id` attribute. */
  readonly id: string;
  /** IANA zone with its rules. */
  readonly timeZone: string;
  /** The places in its display name. */
  readonly places: string;
}

interface YearRules {
  readonly standardMs: number;
  readonly daylightMs: number | undefined;
  readonly transitions: readonly Transition[];
}

interface Transition {
  readonly toDaylight: boolean;
  readonly month: number;
  readonly day: number;
  /** 1 Monday to 7 Sunday. */
  readonly dayOfWeek: number;
  readonly daysInMonth: number;
  /** Time since midnight on the clocks before the change. */
  readonly minutes: number;
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const rulesByZone = new Map<string, YearRules>();

/** `(UTC+01:00) Amsterdam, Berlin, …`, as Windows shows the zone in standard time. */
export function zoneDisplayName(zone: NamedZone, year: number): string {
  const standardMs = readRules(zone.timeZone, year).standardMs;
  if (standardMs === 0) return `(UTC) ${zone.places}`;
  const minutes = Math.abs(standardMs / 60_000);
  const text = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return `(UTC${standardMs < 0 ? '-' : '+'}${text}) ${zone.places}`;
}

/**
 * Writes a zone with the rules of one year (types.xsd, TimeZoneDefinitionType). `Bias` is what has to be added to the
 * local time to get UTC, so its sign is the opposite of an offset's.
 *
 * @param name - Name of the element, for example `t:StartTimeZone`.
 */
export function zoneDefinition(name: string, zone: NamedZone, year: number): string {
  const rules = readRules(zone.timeZone, year);
  const standardId = `trule:Microsoft/Registry/${zone.id}/${year}-Standard`;
  const daylightId = `trule:Microsoft/Registry/${zone.id}/${year}-Daylight`;
  const period = (id: string, label: string, offsetMs: number): string =>
    element('t:Period', { Bias: biasOf(offsetMs), Name: label, Id: id });
  const periods =
    period(standardId, 'Standard', rules.standardMs) +
    (rules.daylightMs === undefined ? '' : period(daylightId, 'Daylight', rules.daylightMs));
  const group =
    rules.transitions.length === 0
      ? element('t:Transition', {}, element('t:To', { Kind: 'Period' }, standardId))
      : rules.transitions
          .map((transition) =>
            writeTransition(transition, transition.toDaylight ? daylightId : standardId, zone.timeZone, year),
          )
          .join('');
  return element(
    name,
    { Id: zone.id, Name: zoneDisplayName(zone, year) },
    element('t:Periods', {}, periods),
    element('t:TransitionsGroups', {}, element('t:TransitionsGroup', { Id: '0' }, group)),
    element('t:Transitions', {}, element('t:Transition', {}, element('t:To', { Kind: 'Group' }, '0'))),
  );
}

/** Writes a zone with the rules of one year as free/busy answers do (types.xsd, SerializableTimeZone). */
export function serializableZone(name: string, timeZone: string, year: number): string {
  const { standardMs, daylightMs, transitions } = readRules(timeZone, year);
  const change = (toDaylight: boolean, biasMs: number): string => {
    const transition = transitions.find((each) => each.toDaylight === toDaylight);
    const week = transition === undefined ? 0 : (weekOf(transition, timeZone, year) ?? 1);
    const minutes = transition?.minutes ?? 0;
    const clock = [Math.floor(minutes / 60), minutes % 60, 0].map((part) => String(part).padStart(2, '0'));
    return element(
      toDaylight ? 't:DaylightTime' : 't:StandardTime',
      {},
      textElement('t:Bias', biasMs / 60_000),
      textElement('t:Time', clock.join(':')),
      textElement('t:DayOrder', week === -1 ? 5 : week),
      textElement('t:Month', transition?.month ?? 0),
      textElement('t:DayOfWeek', transition === undefined ? 'Sunday' : dayNames[transition.dayOfWeek - 1]),
    );
  };
  return element(
    name,
    {},
    textElement('t:Bias', -standardMs / 60_000),
    change(false, 0),
    change(true, daylightMs === undefined ? 0 : standardMs - daylightMs),
  );
}

function writeTransition(transition: Transition, target: string, timeZone: string, year: number): string {
  const week = weekOf(transition, timeZone, year);
  const hours = Math.floor(transition.minutes / 60);
  const minutes = transition.minutes % 60;
  const common =
    element('t:To', { Kind: 'Period' }, target) +
    textElement('t:TimeOffset', `PT${hours}H${minutes === 0 ? '' : `${minutes}M`}`) +
    textElement('t:Month', transition.month);
  if (week === undefined) {
    return element('t:RecurringDateTransition', {}, common, textElement('t:Day', transition.day));
  }
  return element(
    't:RecurringDayTransition',
    {},
    common,
    textElement('t:DayOfWeek', dayNames[transition.dayOfWeek - 1]),
    textElement('t:Occurrence', week),
  );
}

/**
 * Which week of the month a change falls into, -1 for the last one. A fourth week may be the last by chance, so the
 * years around decide. Nothing when the years have no week in common (Morocco follows the moon).
 */
function weekOf(transition: Transition, timeZone: string, year: number): number | undefined {
  const candidates = [Math.ceil(transition.day / 7), -1];
  return candidates.find((week) =>
    [year - 1, year, year + 1, year + 2, year + 3].every((other) =>
      readRules(timeZone, other).transitions.some(
        (same) =>
          same.month === transition.month &&
          same.dayOfWeek === transition.dayOfWeek &&
          (week === -1 ? same.day + 7 > same.daysInMonth : Math.ceil(same.day / 7) === week),
      ),
    ),
  );
}

function readRules(timeZone: string, year: number): YearRules {
  const key = `${timeZone}/${year}`;
  const known = rulesByZone.get(key);
  if (known !== undefined) return known;
  const startOfYear = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timeZone);
  const offsets = new Set([startOfYear.offsetNanoseconds / 1e6]);
  const found: { before: number; after: number; local: Temporal.PlainDateTime }[] = [];
  for (let next = startOfYear.getTimeZoneTransition('next'); next !== null && next.year === year;) {
    const before = next.subtract({ nanoseconds: 1 });
    const beforeMs = before.offsetNanoseconds / 1e6;
    const afterMs = next.offsetNanoseconds / 1e6;
    if (beforeMs !== afterMs) {
      offsets.add(afterMs);
      found.push({ before: beforeMs, after: afterMs, local: before.toPlainDateTime().add({ nanoseconds: 1 }) });
    }
    next = next.getTimeZoneTransition('next');
  }
  const standardMs = Math.min(...offsets);
  const rules: YearRules = {
    standardMs,
    daylightMs: offsets.size > 1 ? Math.max(...offsets) : undefined,
    transitions: found.map(({ before, after, local }) => ({
      toDaylight: after > before,
      month: local.month,
      day: local.day,
      dayOfWeek: local.dayOfWeek,
      daysInMonth: local.daysInMonth,
      minutes: local.hour * 60 + local.minute,
    })),
  };
  rulesByZone.set(key, rules);
  return rules;
}

function biasOf(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / 60_000;
  if (minutes === 0) return 'PT0S';
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `${offsetMs > 0 ? '-' : ''}PT${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`;
}
