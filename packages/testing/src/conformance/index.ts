/**
 * Conformance suites for vitest.
 *
 * @module
 */
export { describeProvider } from './describe-provider.ts';
export type { ConformanceOptions, ConformanceSubject } from './describe-provider.ts';
export type { Difference, DifferenceId } from './differences.ts';
