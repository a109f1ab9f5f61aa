import { Temporal } from 'temporal-polyfill';
import { instantOf, parseWallTime, wallTimeOf, yearOf } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';

/** The zone in which a request for free/busy times is written, and its answer. */
export interface RequestZone {
  readonly toInstant: (wall: WallTime) => number;
  readonly toWall: (at: number) => WallTime;
}

/** A zone by its name. */
export function namedZone(timeZone: string): RequestZone {
  return { toInstant: (wall) => instantOf(wall, timeZone), toWall: (at) => wallTimeOf(at, timeZone) };
}

interface Change {
  readonly biasMs: number;
  readonly month: number;
  /** Which one in the month, 5 for the last. */
  readonly order: number;
  /** 0 Sunday to 6 Saturday. */
  readonly weekday: number;
  readonly timeMs: number;
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A zone by its rules (types.xsd, SerializableTimeZone). A bias is what has to be added to the local time. */
export function describedZone(node: XmlNode): RequestZone {
  const baseMs = Number(childOf(node, 'Bias')?.text) * 60_000;
  const standard = readChange(childOf(node, 'StandardTime'));
  const daylight = readChange(childOf(node, 'DaylightTime'));
  const biasAt = (at: number): number => {
    if (standard.month === 0 || daylight.month === 0) return baseMs + standard.biasMs;
    const year = yearOf(at - baseMs);
    const toDaylight = wallOf(daylight, year) + baseMs + standard.biasMs;
    const toStandard = wallOf(standard, year) + baseMs + daylight.biasMs;
    const isDaylight =
      toDaylight < toStandard ? at >= toDaylight && at < toStandard : at >= toDaylight || at < toStandard;
    return baseMs + (isDaylight ? daylight.biasMs : standard.biasMs);
  };
  return {
    toWall: (at) => at - biasAt(at),
    toInstant: (wall) => {
      const early = wall + baseMs + daylight.biasMs;
      return biasAt(early) === baseMs + daylight.biasMs ? early : wall + baseMs + standard.biasMs;
    },
  };
}

function readChange(node: XmlNode | undefined): Change {
  const text = (name: string): string => childOf(node, name)?.text.trim() ?? '';
  const [hours = 0, minutes = 0, seconds = 0] = text('Time').split(':').map(Number);
  return {
    biasMs: Number(text('Bias')) * 60_000,
    month: Number(text('Month')),
    order: Number(text('DayOrder')),
    weekday: Math.max(0, weekdays.indexOf(text('DayOfWeek'))),
    timeMs: ((hours * 60 + minutes) * 60 + seconds) * 1000,
  };
}

/** When the clocks change in a year, as they show it before they do. */
function wallOf({ month, order, weekday, timeMs }: Change, year: number): WallTime {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  // Temporal counts from Monday, 1, to Sunday, 7.
  let day = 1 + ((weekday - first.dayOfWeek + 14) % 7) + (order - 1) * 7;
  while (day > first.daysInMonth) day -= 7;
  return parseWallTime(first.with({ day }).toString()) + timeMs;
}
