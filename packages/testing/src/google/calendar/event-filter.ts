import type { GoogleEventResource } from './event-resource.ts';
import type { Candidate } from './instances.ts';

/** Limits on time: an event lies inside when it ends after `minMs` and starts before `maxMs`. */
export interface TimeWindow {
  readonly minMs: number;
  readonly maxMs: number;
}

/** What an event has to be to stand in a list, time and deletion aside. */
export interface EventFilter {
  readonly iCalUID?: string | undefined;
  readonly q?: string | undefined;
  readonly eventTypes: readonly string[];
  readonly privateProperties: readonly (readonly [string, string])[];
  readonly sharedProperties: readonly (readonly [string, string])[];
}

/** Both bounds are exclusive. */
export function liesInside({ startMs, endMs }: Pick<Candidate, 'startMs' | 'endMs'>, window: TimeWindow): boolean {
  return endMs > window.minMs && startMs < window.maxMs;
}

/** True when the event fulfils every condition. */
export function passesFilter(resource: GoogleEventResource, filter: EventFilter): boolean {
  if (filter.iCalUID !== undefined && resource.iCalUID !== filter.iCalUID) return false;
  if (filter.eventTypes.length > 0 && !filter.eventTypes.includes(resource.eventType ?? 'default')) return false;
  const { private: own, shared } = resource.extendedProperties ?? {};
  if (!filter.privateProperties.every(([name, value]) => own?.[name] === value)) return false;
  if (!filter.sharedProperties.every(([name, value]) => shared?.[name] === value)) return false;
  return filter.q === undefined || containsTerms(resource, filter.q);
}

function containsTerms(resource: GoogleEventResource, q: string): boolean {
  const people = [resource.organizer, ...(resource.attendees ?? [])].flatMap((person) => [
    person?.email,
    person?.displayName,
  ]);
  const text = [resource.summary, resource.description, resource.location, ...people].join('\n').toLowerCase();
  const places = JSON.stringify(resource.workingLocationProperties ?? '').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((term) => text.includes(term) || places.includes(term));
}
