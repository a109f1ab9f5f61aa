import type { Suite } from './suite.ts';
import { reads } from './suites/reads.ts';
import { refresh } from './suites/refresh.ts';
import { sanitize } from './suites/sanitize.ts';

/** Every suite there is. A new one is a file in `suites/` and a line here. */
export const suites: readonly Suite[] = [reads, refresh, sanitize];
