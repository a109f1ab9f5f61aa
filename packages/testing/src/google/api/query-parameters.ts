import { Temporal } from 'temporal-polyfill';
import { badRequest, invalidParameter } from './api-error.ts';
import { isTimeZone } from '../calendar/zoned-time.ts';

/** A boolean parameter: `true` or `false`, nothing else. */
export function booleanParameter(query: URLSearchParams, name: string): boolean | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (value !== 'true' && value !== 'false') throw invalidParameter(name, `Invalid boolean value: '${value}'.`);
  return value === 'true';
}

/** A whole number of at least 1. */
export function countParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^-?\d{1,10}$/.test(value)) throw invalidParameter(name, `Invalid integer value: '${value}'.`);
  const count = Number(value);
  if (count < 1 || count > 2_147_483_647) {
    throw invalidParameter(name, `Invalid value '${value}'. Values must be within the range: [1, 2147483647]`);
  }
  return count;
}

/** The page size: larger values are lowered to `max`, not refused. */
export function pageSizeParameter(query: URLSearchParams, options: { fallback: number; max: number }): number {
  return Math.min(countParameter(query, 'maxResults') ?? options.fallback, options.max);
}

/** An RFC 3339 timestamp with an offset, in milliseconds; fractions of a second are ignored. */
export function instantParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  const match = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.exec(value);
  if (match === null) throw badRequest('Bad Request');
  try {
    return Temporal.Instant.from(`${match[1]}T${match[2]}${match[3]?.toUpperCase()}`).epochMilliseconds;
  } catch {
    throw badRequest('Bad Request');
  }
}

/** One of a fixed set of words. */
export function enumParameter<Value extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly Value[],
): Value | undefined {
  return enumParameters(query, name, values)[0];
}

/** Any number of words of a fixed set; the parameter is repeated for more than one. */
export function enumParameters<Value extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly Value[],
): readonly Value[] {
  return query.getAll(name).map((given) => {
    const value = values.find((other) => other === given);
    if (value === undefined) {
      throw invalidParameter(name, `Invalid string value: '${given}'. Allowed values: [${values.join(', ')}]`);
    }
    return value;
  });
}

/** An IANA zone. */
export function timeZoneParameter(query: URLSearchParams): string | undefined {
  const value = query.get('timeZone');
  if (value === null) return undefined;
  if (!isTimeZone(value)) throw invalidParameter('timeZone', 'Invalid value for: timeZone', 'invalid');
  return value;
}

/** Constraints `name=value` on extended properties. */
export function propertyParameters(query: URLSearchParams, name: string): readonly (readonly [string, string])[] {
  return query.getAll(name).map((constraint) => {
    const at = constraint.indexOf('=');
    if (at < 1) throw invalidParameter(name, 'Invalid value', 'invalid');
    return [constraint.slice(0, at), constraint.slice(at + 1)] as const;
  });
}
