import { displayPolicy, sanitizeEvent, strictPolicy } from '@kalends/sanitize';
import type { CalendarEvent } from '@kalends/core';
import type { BenchSuite } from '../measurement.ts';
import { benchEvent } from '../recorded/bench-event.ts';
import { timeTasks } from '../time-tasks.ts';

/** Reducing an event to what a policy keeps. */
export const sanitize: BenchSuite = {
  name: 'sanitize',
  description: 'one event with 12 attendees and a body of 4 kB',
  async *run(wants) {
    const names = ['sanitize/display', 'sanitize/display-with-capture', 'sanitize/strict'].filter((name) =>
      wants(name),
    );
    if (names.length === 0) return;
    const event: CalendarEvent = benchEvent();
    const timings = await timeTasks(
      {
        clone: () => structuredClone(event),
        'sanitize/display': () => sanitizeEvent(event, { policy: displayPolicy }),
        'sanitize/display-with-capture': () => sanitizeEvent(event, { policy: displayPolicy, eventCapture: true }),
        'sanitize/strict': () => sanitizeEvent(event, { policy: strictPolicy }),
      },
      { timeMs: 400, iterations: 200 },
    );
    for (const [name, { medianMs, samples }] of Object.entries(timings)) {
      if (!names.includes(name)) continue;
      const baseline = timings.clone.medianMs * 1_000;
      yield { name, value: medianMs * 1_000, unit: 'us', against: 'structuredClone of the event', baseline, samples };
    }
  },
};
