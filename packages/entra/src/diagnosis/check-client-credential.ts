import { CalendarError } from '@kalends/core';
import type { Finding } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { certificateOf } from '../msal/client-proof.ts';

/** A certificate that ends sooner than this is worth a word: renewing one takes somebody with the right to do it. */
const warnBeforeMs: number = 30 * 24 * 60 * 60_000;

const cure = {
  text: 'Create a new certificate, upload it to the app registration beside the present one, then change the settings.',
};

/** Looks at the application's certificate. A secret shows its end only at the service. */
export async function checkClientCredential(context: EntraContext): Promise<readonly Finding[]> {
  let loaded: Awaited<ReturnType<typeof certificateOf>>;
  try {
    loaded = await certificateOf(context);
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    return [
      {
        code: 'certificateKeyUnusable',
        severity: 'error',
        message: error.message,
        evidence: { code: error.code, ...(error.reason === undefined ? {} : { reason: error.reason }) },
        cure: { text: error.cure?.text ?? cure.text },
      },
    ];
  }
  if (loaded === undefined) return [];
  const { validFromDate, validToDate } = loaded.certificate;
  const nowMs = context.runtime.clock.now();
  const leftMs = validToDate.getTime() - nowMs;
  const isEarly = nowMs < validFromDate.getTime();
  if (!isEarly && leftMs > warnBeforeMs) return [];
  return [
    {
      code: 'certificateExpired',
      severity: isEarly || leftMs <= 0 ? 'error' : 'warning',
      message: isEarly
        ? 'The client certificate is not valid yet'
        : `The client certificate ${leftMs <= 0 ? 'has expired' : 'expires soon'}`,
      evidence: { validFrom: validFromDate.toISOString(), validTo: validToDate.toISOString() },
      cure,
    },
  ];
}
