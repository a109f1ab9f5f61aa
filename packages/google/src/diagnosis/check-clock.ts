import type { Finding } from '@kalends/core';
import type { ServerClock } from '../server-clock.ts';

/** From here on assertions of service accounts are refused, and lifetimes are judged wrongly. */
const toleranceMs = 5 * 60_000;

/** Compares this machine's clock with Google's, as far as an answer told it. */
export function checkClock(serverClock: ServerClock): readonly Finding[] {
  const skew = serverClock.skewMs();
  if (skew === undefined || Math.abs(skew) <= toleranceMs) return [];
  const seconds = Math.round(skew / 1000);
  return [
    {
      code: 'clockSkew',
      severity: 'warning',
      message: `This machine's clock is ${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} Google's`,
      evidence: { check: 'clock', skewSeconds: seconds },
      cure: { text: "Set this machine's clock, and keep it right with a time service (NTP)." },
    },
  ];
}
