import { GraphRefusal } from './graph-error.ts';
import type { IdForm } from './item-ids.ts';
import { findZone, utcZone } from './time-zones.ts';
import type { NamedZone } from './time-zones.ts';

/** What a `Prefer` header (RFC 7240) asks of Outlook resources. */
export interface Preferences {
  readonly zone: NamedZone;
  readonly bodyType: 'html' | 'text';
  readonly idForm: IdForm;
  readonly maxPageSize?: number;
  /** Preferences that were honoured, as `Preference-Applied` lists them. */
  readonly applied: readonly string[];
}

/**
 * Reads a `Prefer` header; preferences it does not know are ignored, and of two with one name the
 * first counts, as RFC 7240, section 2, asks.
 *
 * @throws GraphRefusal for a time zone that does not exist.
 */
export function readPreferences(header: string | undefined): Preferences {
  const named = new Set<string>();
  let preferences: Preferences = { zone: utcZone, bodyType: 'html', idForm: 'rest', applied: [] };
  for (const [whole, name = '', value = ''] of (header ?? '').matchAll(/([\w.-]+)\s*=\s*("[^"]*"|[^\s,;]+)/g)) {
    const lower = name.toLowerCase();
    const change = named.has(lower) ? undefined : honoured(lower, value);
    named.add(lower);
    if (change === undefined) continue;
    preferences = { ...preferences, ...change, applied: [...preferences.applied, whole] };
  }
  return preferences;
}

function honoured(name: string, value: string): Partial<Preferences> | undefined {
  const isQuoted = value.startsWith('"');
  const text = isQuoted ? value.slice(1, -1) : value;
  switch (name) {
    case 'outlook.timezone':
      // Without quotes the service does not see it.
      return isQuoted ? { zone: zoneOf(text) } : undefined;
    case 'outlook.body-content-type':
      return text === 'text' || text === 'html' ? { bodyType: text } : undefined;
    case 'idtype':
      return text === 'ImmutableId' ? { idForm: 'immutable' } : undefined;
    case 'odata.maxpagesize': {
      const size = Number(text);
      return Number.isInteger(size) && size > 0 ? { maxPageSize: Math.min(size, 1000) } : undefined;
    }
    default:
      return undefined;
  }
}

function zoneOf(name: string): NamedZone {
  const zone = findZone(name);
  if (zone === undefined) {
    throw new GraphRefusal(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.');
  }
  return zone;
}
