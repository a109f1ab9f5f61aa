import { parseRetryAfter } from '@kalends/core';
import type { Finding } from '@kalends/core';

/** Tokens and client assertions are taken with clocks some minutes apart (Entra docs, "Certificate credentials"). */
const toleratedMs: number = 5 * 60_000;

/** Compares the service's `Date` header with the injected clock. */
export function clockFindings(date: string | null, nowMs: number): readonly Finding[] {
  // The only reader of HTTP dates; measured from the epoch it gives the instant itself.
  const atMs = date?.includes('GMT') === true ? parseRetryAfter(date, 0) : undefined;
  if (atMs === undefined || Math.abs(atMs - nowMs) <= toleratedMs) return [];
  return [
    {
      code: 'clockSkew',
      severity: 'warning',
      message: 'The clock of this machine and that of the service are far apart',
      evidence: { differenceSeconds: Math.round((nowMs - atMs) / 1000) },
      cure: { text: 'Set the clock of this machine, best by a time service: tokens begin and end by it.' },
    },
  ];
}
