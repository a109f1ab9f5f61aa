import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';

/** Node's and OpenSSL's names for a certificate or handshake that was not accepted. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|EPROTO$)/;

const tlsText: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate authority is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is not trusted',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'it does not speak TLS 1.2 or newer',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it does not speak TLS 1.2 or newer',
};

/**
 * Turns what a `fetch` implementation throws into a {@link CalendarError}. Implementations hide the system's code at
 * different depths of `cause`.
 *
 * @returns `tlsError` when the certificate or handshake was refused, else `networkError`.
 */
export function transportError(failure: {
  readonly cause: unknown;
  readonly host: string;
  readonly provider: string;
}): CalendarError {
  if (CalendarError.is(failure.cause)) return failure.cause;
  const systemCode = systemCodeOf(failure.cause);
  const isTls = systemCode !== undefined && tlsCode.test(systemCode);
  const code: CalendarErrorCode = isTls ? 'tlsError' : 'networkError';
  const reason = isTls
    ? (tlsText[systemCode] ?? `the TLS handshake failed (${systemCode})`)
    : networkReason(systemCode);
  return new CalendarError({
    code,
    message: `${failure.host} could not be asked: ${reason}`,
    provider: failure.provider,
    cause: systemCode === undefined ? failure.cause : { name: 'Error', code: systemCode },
    ...(isTls
      ? {
          cure: {
            text: 'Install a valid certificate on the server, or trust its private certificate authority in the provider settings. Certificate checks cannot be switched off.',
          },
        }
      : {}),
  });
}

function networkReason(systemCode: string | undefined): string {
  switch (systemCode) {
    case 'ECONNREFUSED':
      return 'the connection was refused';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name could not be resolved';
    case 'ECONNRESET':
    case 'UND_ERR_SOCKET':
    case 'EPIPE':
      return 'the connection broke';
    default:
      return 'the network failed';
  }
}

function systemCodeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  if ('errors' in error && Array.isArray(error.errors)) {
    for (const inner of error.errors) {
      const code = systemCodeOf(inner, depth + 1);
      if (code !== undefined) return code;
    }
  }
  if ('cause' in error && error.cause !== undefined) {
    const code = systemCodeOf(error.cause, depth + 1);
    if (code !== undefined) return code;
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
