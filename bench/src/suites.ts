import type { BenchSuite } from './measurement.ts';
import { importSuite } from './suites/import.ts';
import { installSize } from './suites/install-size.ts';
import { normalise } from './suites/normalise.ts';
import { recurrence } from './suites/recurrence.ts';
import { sanitize } from './suites/sanitize.ts';
import { seal } from './suites/seal.ts';

/** Every suite there is, in the order they run in. */
export const suites: readonly BenchSuite[] = [importSuite, normalise, recurrence, sanitize, seal, installSize];
