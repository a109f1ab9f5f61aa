import { invalidRequest, unreadable } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import { GraphRefusal } from '../graph-error.ts';
import { findZone } from '../time-zones.ts';
import type { NamedZone } from '../time-zones.ts';
import { epochMsOf, isDate, wallTimeAt } from '../wall-time.ts';

/** A `dateTimeTimeZone` as a client sent it. */
export interface WallTimeInput {
  /** `2026-11-16T09:00:00` */
  readonly wallTime: string;
  readonly zone: NamedZone;
  /** The instant, in milliseconds since the Unix epoch. */
  readonly ms: number;
}

const pattern = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * Reads a `dateTimeTimeZone`; undefined when it is not there.
 *
 * @throws GraphRefusal 400 for a time that no calendar has, a zone that does not exist, or an offset that is not the
 * zone's.
 */
export function readWallTime(body: BodyReader, name: string): WallTimeInput | undefined {
  const value = body.nullableObject(name);
  if (value === undefined) return undefined;
  if (value === null) throw unreadable(`The property '${name}' cannot be null.`);
  const zone = findZone(value.text('timeZone') ?? '');
  if (zone === undefined) {
    throw new GraphRefusal(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.');
  }
  const text = value.text('dateTime') ?? '';
  const [, date = '', hour = '', minute = '', second = '00', offset] = pattern.exec(text) ?? [];
  if (!isDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw unreadable(`The value of '${name}' cannot be read as a date and time.`);
  }
  const wallTime = `${date}T${hour}:${minute}:${second}`;
  if (offset === undefined) return { wallTime, zone, ms: epochMsOf(wallTime, zone.iana) };
  const ms = Date.parse(`${wallTime}${offset.toUpperCase()}`);
  if (wallTimeAt(ms, zone.iana) !== wallTime) {
    throw invalidRequest(`The offset of '${name}' is not the one of its time zone.`);
  }
  return { wallTime, zone, ms };
}
