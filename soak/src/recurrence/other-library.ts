import { createRequire } from 'node:module';
import type { rrulestr as RRuleStr } from 'rrule';

/** Its ESM entry has names only for bundlers; Node finds them on the CommonJS one. */
const { rrulestr }: { rrulestr: typeof RRuleStr } = createRequire(import.meta.url)('rrule');

/**
 * The wall times of a rule as a library of other authors reads its text.
 *
 * @param text - RRULE without an end.
 * @param startMs - The wall time of the start, as if it were UTC.
 * @param untilMs - The last moment that is looked at.
 */
export function otherLibrary(text: string, startMs: number, untilMs: number, limit: number): number[] {
  const [start, until] = [startMs, untilMs].map((ms) =>
    new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, ''),
  );
  return rrulestr(`DTSTART:${start}Z\nRRULE:${text};UNTIL=${until}Z`)
    .all((_date, index) => index < limit)
    .map((date) => date.getTime());
}
