import { compareExchangeVersions, ewsOnlineStatus, formatExchangeVersion } from '@kalends/core';
import type { ExchangeVersion, Finding } from '@kalends/core';
import { retirementCure } from '../online/retirement.ts';
import { exchangeProductOf } from '../versions/exchange-products.ts';

/** Exchange 2010 SP1, the oldest server whose answers are enough. */
const oldestSupported: ExchangeVersion = { major: 14, minor: 1, build: 0, revision: 0 };

/** What the server's version says; `undefined` when no answer told it. */
export function versionFindings(version: ExchangeVersion | undefined): readonly Finding[] {
  if (version === undefined) {
    return [
      {
        code: 'serverVersionUnknown',
        severity: 'info',
        message: 'No answer of the server told its version',
        evidence: {},
        cure: {
          text: 'Cure the other findings first: the version comes with the first answer that Exchange itself gives.',
        },
      },
    ];
  }
  if (compareExchangeVersions(version, oldestSupported) >= 0) return [];
  return [
    {
      code: 'serverVersionTooOld',
      severity: 'error',
      message: 'The Exchange server is older than 2010 SP1',
      evidence: { version: formatExchangeVersion(version), product: exchangeProductOf(version)?.name ?? 'unknown' },
      cure: { text: 'Update the server to Exchange 2010 SP1 or newer.' },
    },
  ];
}

/** That EWS ends in Exchange Online. */
export function retirementFinding(nowMs: number, host: string): Finding {
  const status = ewsOnlineStatus(nowMs);
  return {
    code: 'ewsRetirement',
    severity: status === 'gone' ? 'error' : 'warning',
    message: 'This mailbox is in Exchange Online, where Exchange Web Services is being retired',
    evidence: { host, status },
    cure: retirementCure(nowMs),
  };
}

/** Tokens and client assertions are taken with clocks this many milliseconds apart. */
const toleratedClockMs = 5 * 60_000;

/** What the time in the server's answers says of this machine's clock; `undefined` when no answer told the time. */
export function clockFindings(differenceMs: number | undefined): readonly Finding[] {
  if (differenceMs === undefined || Math.abs(differenceMs) <= toleratedClockMs) return [];
  return [
    {
      code: 'clockSkew',
      severity: 'warning',
      message: 'The clock of this machine and that of the server are far apart',
      evidence: { differenceSeconds: Math.round(differenceMs / 1_000) },
      cure: { text: 'Set the clock of this machine, best by a time service: tokens begin and end by it.' },
    },
  ];
}
