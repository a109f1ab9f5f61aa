import { CalendarError, revealSecret } from '@kalends/core';
import type { SecretSource } from '@kalends/core';
import { privateKeyUnavailable } from './private-key-unavailable.ts';

/** What file systems and secret stores call a thing that is not there. */
const missingCodes = new Set(['ENOENT', 'ENOTDIR']);

/**
 * Fetches a text that holds a key.
 *
 * @throws CalendarError `privateKeyUnavailable`: `keyMissing` when there is none, `keyNotReadable` when it may not be read.
 *   Errors that the source throws as CalendarError pass, a key service's outage for example.
 */
export async function revealKey(source: SecretSource | undefined): Promise<string> {
  if (source === undefined) throw privateKeyUnavailable('keyMissing');
  try {
    return await revealSecret(source, { provider: 'google', setting: 'serviceAccount' });
  } catch (error) {
    if (CalendarError.is(error) && error.code !== 'invalidConfiguration') throw error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    const isMissing = CalendarError.is(error) || (typeof code === 'string' && missingCodes.has(code));
    throw privateKeyUnavailable(isMissing ? 'keyMissing' : 'keyNotReadable', error);
  }
}
