import { CalendarError } from '../../errors/calendar-error.ts';

const sealErrorBrand = Symbol.for('kalends.error');

/** Codes of `@kalends/crypto` after which the same text never opens; others are mistakes of the configuration. */
const unreadableCodes: ReadonlySet<string> = new Set(['malformed', 'notText', 'openFailed', 'unsupportedVersion']);

/**
 * Says what a failure of the cipher means. The cipher is a port: its errors are told apart by brand and code, not by class.
 *
 * @returns `credentialUnreadable`, with the reason `keyMissing` when the text's key is not configured; `invalidConfiguration` for
 *   a cipher that cannot work; a CalendarError of the cipher as it is; `storeUnavailable` for anything else, which is a key
 *   service that could not be asked.
 */
export function cipherFailure(error: unknown): CalendarError {
  if (CalendarError.is(error)) return error;
  const code = sealErrorCode(error);
  if (code === undefined) {
    return new CalendarError({
      code: 'storeUnavailable',
      message: 'The keys that stored secrets are sealed with could not be reached',
      cause: error,
    });
  }
  if (code === 'unknownKey') {
    return new CalendarError({
      code: 'credentialUnreadable',
      reason: 'keyMissing',
      message: 'A stored secret is sealed under a key that is not configured',
      vendorCode: code,
      cure: { text: 'Put the missing key back into the key ring. The secret itself is whole.' },
    });
  }
  if (unreadableCodes.has(code)) return unreadable(code);
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'The cipher for stored secrets cannot work as it is configured',
    vendorCode: code,
  });
}

/** A stored text that was changed, or belongs to something else. */
export function unreadable(code?: string): CalendarError {
  return new CalendarError({
    code: 'credentialUnreadable',
    message: 'A stored secret does not open: it was changed, or belongs to another record',
    vendorCode: code,
    cure: { text: 'Find out who changed the record; then remove the account and connect it again.' },
  });
}

function sealErrorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if (!(sealErrorBrand in error) || error[sealErrorBrand] !== 'SealError') return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
