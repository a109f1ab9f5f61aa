import { invalid } from '../../api/api-error.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import type { EventBody, SentProperties } from './event-body.ts';

type Properties = Readonly<Record<string, string>>;

const maxNameLength = 44;
const maxValueLength = 1024;
const maxCount = 300;
const maxBytes = 32 * 1024;

/**
 * Extended properties after a write (Google Calendar API, "Extended properties"). Names that are too long are dropped and
 * values cut, both in silence.
 *
 * @throws ApiError 400 when there are too many in all.
 */
export function nextExtendedProperties(
  stored: GoogleEventResource['extendedProperties'],
  sent: EventBody['extendedProperties'],
  mode: 'replace' | 'merge',
): GoogleEventResource['extendedProperties'] | undefined {
  if (mode === 'merge' && sent === undefined) return stored;
  const base = mode === 'merge' && sent !== null ? stored : undefined;
  const own = nextMap(base?.private, sent?.private);
  const shared = nextMap(base?.shared, sent?.shared);
  const all = [...Object.entries(own), ...Object.entries(shared)];
  const bytes = all.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (all.length > maxCount || bytes > maxBytes) throw invalid('The event has too many extended properties.');
  if (all.length === 0) return undefined;
  return {
    ...(Object.keys(own).length === 0 ? {} : { private: own }),
    ...(Object.keys(shared).length === 0 ? {} : { shared }),
  };
}

function nextMap(stored: Properties | undefined, sent: SentProperties | null | undefined): Properties {
  if (sent === null) return {};
  return Object.fromEntries(
    Object.entries({ ...stored, ...sent }).flatMap(([name, value]) =>
      value === null || name.length > maxNameLength ? [] : [[name, value.slice(0, maxValueLength)]],
    ),
  );
}
