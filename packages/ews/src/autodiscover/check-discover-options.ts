import { CalendarError } from '@kalends/core';
import type { DiscoverOptions } from './discovery.ts';

const checks: Readonly<Record<keyof DiscoverOptions, (value: unknown) => boolean>> = {
  address: (value) => typeof value === 'string' && /^[^\s@<>]{1,256}@[a-z\d](?:[a-z\d.-]{0,251}[a-z\d])?$/i.test(value),
  authorization: (value) => typeof value === 'object',
  authentication: (value) => value === 'basic' || value === 'ntlm',
  onRedirect: (value) => typeof value === 'function',
  privateHosts: isTexts,
  asksExchangeOnline: (value) => typeof value === 'boolean',
  certificateAuthorities: (value) =>
    isTexts(value) && value.length > 0 && value.every((pem) => pem.includes('-----BEGIN')),
  runtime: (value) => typeof value === 'object',
  resolver: (value) => typeof value === 'object',
  timeoutMs: isPositive,
  totalTimeoutMs: isPositive,
  signal: (value) => typeof value === 'object',
};

/** @throws CalendarError `invalidArgument` naming the option. */
export function checkDiscoverOptions(options: DiscoverOptions): void {
  if (typeof options.address !== 'string') throw invalid('address is needed');
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof DiscoverOptions] : undefined; // hasOwn says so
    if (check === undefined) throw invalid('there is an option of an unknown name');
    if (value !== undefined && (value === null || !check(value))) throw invalid(`${name} is not valid`);
  }
  const { runtime, certificateAuthorities, authentication } = options;
  if (runtime?.fetch === undefined) return;
  if (certificateAuthorities !== undefined) throw invalid('certificateAuthorities have no effect on runtime.fetch');
  if (authentication === 'ntlm')
    throw invalid('NTLM authenticates connections of its own and cannot use runtime.fetch');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isPositive(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `discover: ${what}`,
    provider: 'ews',
    operation: 'discover',
  });
}
