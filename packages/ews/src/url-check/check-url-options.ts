import { CalendarError } from '@kalends/core';
import { isAuthorities, isObject, isPositive, isTexts, problemOf } from '../option-checks.ts';
import type { VerifyEwsUrlOptions } from './ews-url-check.ts';

const checks: Readonly<Record<keyof VerifyEwsUrlOptions, (value: unknown) => boolean>> = {
  authorization: isObject,
  authentication: (value) => value === 'basic' || value === 'ntlm',
  privateHosts: isTexts,
  certificateAuthorities: isAuthorities,
  runtime: isObject,
  resolver: isObject,
  timeoutMs: isPositive,
  allowInsecureLoopback: (value) => typeof value === 'boolean',
  signal: isObject,
};

/** @throws CalendarError `invalidArgument` naming the option. */
export function checkUrlOptions(options: VerifyEwsUrlOptions): void {
  const { runtime, certificateAuthorities, authentication } = options;
  const hasFetch = runtime?.fetch !== undefined;
  const problem =
    problemOf(options, checks, 'option') ??
    (hasFetch && certificateAuthorities !== undefined
      ? 'certificateAuthorities have no effect on runtime.fetch'
      : undefined) ??
    (hasFetch && authentication === 'ntlm'
      ? 'NTLM authenticates connections of its own and cannot use runtime.fetch'
      : undefined);
  if (problem === undefined) return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `verifyEwsUrl: ${problem}`,
    provider: 'ews',
    operation: 'verifyEwsUrl',
  });
}
