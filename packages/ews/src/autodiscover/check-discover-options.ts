import { CalendarError } from '@kalends/core';
import { isAuthorities, isObject, isPositive, isTexts, problemOf } from '../option-checks.ts';
import type { DiscoverOptions } from './discovery.ts';
import { mailDomain } from './mail-domain.ts';

const checks: Readonly<Record<keyof DiscoverOptions, (value: unknown) => boolean>> = {
  address: (value) => typeof value === 'string' && mailDomain(value) !== undefined,
  authorization: isObject,
  authentication: (value) => value === 'basic' || value === 'ntlm',
  onRedirect: (value) => typeof value === 'function',
  privateHosts: isTexts,
  asksExchangeOnline: (value) => typeof value === 'boolean',
  certificateAuthorities: isAuthorities,
  runtime: isObject,
  resolver: isObject,
  timeoutMs: isPositive,
  totalTimeoutMs: isPositive,
  signal: isObject,
};

/** @throws CalendarError `invalidArgument` naming the option. */
export function checkDiscoverOptions(options: DiscoverOptions): void {
  if (typeof options.address !== 'string') throw invalid('address is needed');
  const problem = problemOf(options, checks, 'option');
  if (problem !== undefined) throw invalid(problem);
  const { runtime, certificateAuthorities, authentication } = options;
  if (runtime?.fetch === undefined) return;
  if (certificateAuthorities !== undefined) throw invalid('certificateAuthorities have no effect on runtime.fetch');
  if (authentication === 'ntlm')
    throw invalid('NTLM authenticates connections of its own and cannot use runtime.fetch');
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `discover: ${what}`,
    provider: 'ews',
    operation: 'discover',
  });
}
