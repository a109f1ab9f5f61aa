/**
 * Conformance suites for vitest.
 *
 * @module
 */
export type { AccountStoresOptions, AccountStoresSubject } from './accounts/account-stores-suite.ts';
export { describeAccountStores } from './accounts/describe-account-stores.ts';
export type {
  ConformanceConnectOptions,
  ConformanceMail,
  ConformanceOptions,
  ConformanceSubject,
} from './conformance-subject.ts';
export { describeProvider } from './describe-provider.ts';
export type { Difference, DifferenceId } from './differences.ts';
