import type { LogFields, Logger } from '@kalends/core';
import { isHostName } from '../links/host-pattern.ts';
import { looksRandom, redactText, secretMask } from './redact-text.ts';

/** Dotted names and short codes: `request.retry`, `rateLimited`, `AADSTS700082`, `-2146893802`. */
const name = /^-?[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const uuid = /^\{?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}?$/i;

/**
 * Puts a guard in front of a logger: only the fields of `LogFields` get through, each in the shape it is meant to have, and
 * texts are redacted. What does not fit is replaced by `[redacted]`, never passed on.
 *
 * @public
 */
export function redactingLogger(logger: Logger): Logger {
  return {
    debug: (event, fields) => logger.debug(shortName(event), safeFields(fields)),
    info: (event, fields) => logger.info(shortName(event), safeFields(fields)),
    warn: (event, fields) => logger.warn(shortName(event), safeFields(fields)),
    error: (event, fields) => logger.error(shortName(event), safeFields(fields)),
  };
}

type Guard = (value: unknown) => string | number | undefined;

const guards: Readonly<Record<keyof LogFields, Guard>> = {
  provider: shortName,
  operation: shortName,
  code: shortName,
  status: finiteNumber,
  vendorCode: shortName,
  requestId: (value) => (typeof value === 'string' && uuid.test(value) ? value : shortName(value)),
  host: hostName,
  attempt: finiteNumber,
  count: finiteNumber,
  durationMs: finiteNumber,
  retryAfterMs: finiteNumber,
  reason: (value) => (typeof value === 'string' ? redactText(value) : secretMask),
};

function safeFields(fields: LogFields | undefined): LogFields {
  if (fields === undefined) return {};
  const entries = Object.entries(guards).flatMap(([key, guard]) => {
    const value: unknown = Object.getOwnPropertyDescriptor(fields, key)?.value;
    const safe = value === undefined ? undefined : guard(value);
    return safe === undefined ? [] : [[key, safe] as const];
  });
  // Keys are those of LogFields, and each guard gives the type its field has.
  return Object.fromEntries(entries) as LogFields;
}

function shortName(value: unknown): string {
  return typeof value === 'string' && value.length <= 64 && name.test(value) && !looksRandom(value)
    ? value
    : secretMask;
}

function hostName(value: unknown): string {
  const isHost = typeof value === 'string' && (isHostName(value) || value === 'localhost' || ipv4.test(value));
  return isHost && !value.split('.').some(looksRandom) ? value : secretMask;
}

function finiteNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
