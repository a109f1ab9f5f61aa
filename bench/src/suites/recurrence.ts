import { createRequire } from 'node:module';
import { expandRecurrence, formatRecurrenceRule } from '@kalends/core/recurrence';
import type { EventTime, RecurrenceRule } from '@kalends/core';
import type { rrulestr as RRuleStr } from 'rrule';
import type { BenchSuite } from '../measurement.ts';
import { timeTasks } from '../time-tasks.ts';

/** Its ESM entry has names only for bundlers; Node finds them on the CommonJS one. */
const { rrulestr }: { rrulestr: typeof RRuleStr } = createRequire(import.meta.url)('rrule');

const start = { dateTime: '2026-03-02T09:00:00', timeZone: 'Europe/Berlin', instant: '2026-03-02T08:00:00Z' };
const time: EventTime = { kind: 'timed', start, end: start };
const common = { interval: 1, skip: 'omit', firstDayOfWeek: 'mo' } as const;
const end = { kind: 'count', count: 520 } as const;

/** Ten years of meetings, every Monday or on the last Friday of a month. */
const rules: Readonly<Record<string, RecurrenceRule>> = {
  'recurrence/weekly': { frequency: 'weekly', ...common, byDay: [{ day: 'mo' }], end },
  'recurrence/monthly': { frequency: 'monthly', ...common, byDay: [{ day: 'fr', nthOfPeriod: -1 }], end },
};

/** Naming the occurrences of a series. */
export const recurrence: BenchSuite = {
  name: 'recurrence',
  description: '520 occurrences of a rule, in Berlin',
  async *run(wants) {
    for (const [name, rule] of Object.entries(rules)) {
      if (!wants(name)) continue;
      const text = `DTSTART:20260302T090000Z\nRRULE:${formatRecurrenceRule(rule, time)}`;
      const timings = await timeTasks(
        {
          ours: async () => {
            const series = { rules: [rule], excludedRules: [], additional: [], excluded: [] };
            const { length } = await expandRecurrence({ recurrence: series, time, limit: 10_000 });
            if (length < 520) throw new Error(`${length} occurrences`);
          },
          // Counts in UTC, where no clock changes.
          theirs: () => {
            const { length } = rrulestr(text, { cache: false }).all();
            if (length !== 520) throw new Error(`${length} occurrences`);
          },
        },
        { timeMs: 1_000, iterations: 8 },
      );
      const { medianMs, samples } = timings.ours;
      yield { name, value: medianMs, unit: 'ms', against: 'rrule, in UTC', baseline: timings.theirs.medianMs, samples };
    }
  },
};
