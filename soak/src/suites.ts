import type { Suite } from './suite.ts';
import { reads } from './suites/reads.ts';
import { recurrence } from './suites/recurrence.ts';
import { refresh } from './suites/refresh.ts';
import { sanitize } from './suites/sanitize.ts';
import { writes } from './suites/writes.ts';

/** Every suite there is. A new one is a file in `suites/` and a line here. */
export const suites: readonly Suite[] = [reads, recurrence, refresh, sanitize, writes];
