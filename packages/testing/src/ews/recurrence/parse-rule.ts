/** A day of a rule's BYDAY: `MO`, `-1SU`. */
export interface RuleDay {
  readonly day: Weekday;
  readonly ordinal: number | undefined;
}

/** Two-letter weekday of RFC 5545. */
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU';

/** The parts of a recurrence rule that Exchange can have a use for (RFC 5545, section 3.3.10). */
export interface Rule {
  readonly frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  readonly interval: number;
  readonly count: number | undefined;
  /** As written: a date, or a UTC instant. */
  readonly until: string | undefined;
  readonly days: readonly RuleDay[];
  readonly monthDays: readonly number[];
  readonly months: readonly number[];
  readonly positions: readonly number[];
  readonly weekStart: Weekday;
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const knownParts = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'BYDAY',
  'BYMONTHDAY',
  'BYMONTH',
  'BYSETPOS',
  'WKST',
]);

/**
 * Reads an RRULE value.
 *
 * @throws RangeError when it is malformed or has a part for which Exchange has no pattern.
 */
export function parseRule(text: string): Rule {
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = ''] = part.split('=');
    if (!knownParts.has(name)) throw new RangeError(`Exchange has no pattern for the rule part ${name} (${text})`);
    parts.set(name, value);
  }
  const frequency = frequencies.find((name) => name === parts.get('FREQ'));
  if (frequency === undefined) throw new RangeError(`Exchange has no pattern for this frequency (${text})`);
  const number = (name: string): number | undefined => {
    const value = parts.get(name);
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value) || Number(value) < 1) throw new RangeError(`${name} is no positive number (${text})`);
    return Number(value);
  };
  const numbers = (name: string): readonly number[] =>
    (parts.get(name)?.split(',') ?? []).map((value) => {
      if (!/^[+-]?\d+$/.test(value)) throw new RangeError(`${name} is no list of numbers (${text})`);
      return Number(value);
    });
  return {
    frequency,
    interval: number('INTERVAL') ?? 1,
    count: number('COUNT'),
    until: parts.get('UNTIL'),
    days: (parts.get('BYDAY')?.split(',') ?? []).map((day) => parseDay(day, text)),
    monthDays: numbers('BYMONTHDAY'),
    months: numbers('BYMONTH'),
    positions: numbers('BYSETPOS'),
    weekStart: weekdays.find((day) => day === parts.get('WKST')) ?? 'MO',
  };
}

function parseDay(text: string, rule: string): RuleDay {
  const match = /^([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text);
  const day = weekdays.find((name) => name === match?.[2]);
  if (match === null || day === undefined) throw new RangeError(`BYDAY is no list of days (${rule})`);
  return { day, ordinal: match[1] === undefined ? undefined : Number(match[1]) };
}

/** The weekday of a date given as a wall time. */
export function weekdayOf(wall: number): Weekday {
  // 1 January 1970 was a Thursday.
  const index = (((Math.floor(wall / 86_400_000) + 3) % 7) + 7) % 7;
  return weekdays[index] ?? 'MO';
}
