import type { Recurrence } from '@kalends/core';
import { contentCanary, soakNow } from '../reads/random-company.ts';
import type { SeededRandom } from '../seeded-random.ts';

/** An event that the run has made, as it has to be. */
export interface PlannedEvent {
  /** Begins the title, which no other event has. */
  readonly mark: string;
  readonly title: string;
  readonly eventId: string;
  /** Lower case, without the organizer. */
  readonly attendees: ReadonlySet<string>;
  /** Absent for a single event. */
  readonly occurrences?: number;
}

/** A call to make. */
export type WriteStep =
  | {
      readonly kind: 'create';
      readonly mark: string;
      readonly attendees: readonly string[];
      /** Of a weekly series; absent for a single event. */
      readonly occurrences?: number;
      readonly hour: number;
      readonly idempotencyKey: string;
    }
  | { readonly kind: 'rename'; readonly event: PlannedEvent; readonly title: string }
  | { readonly kind: 'add' | 'remove'; readonly event: PlannedEvent; readonly address: string }
  | { readonly kind: 'delete'; readonly event: PlannedEvent };

/** Monday of the week in which every planned event begins. */
const firstDay = '2026-04-06';

/** Decides the next call. */
export function nextStep(
  random: SeededRandom,
  events: readonly PlannedEvent[],
  people: readonly string[],
  index: number,
): WriteStep {
  const kind =
    events.length === 0 ? 'create' : random.pick(['create', 'create', 'rename', 'add', 'remove', 'delete'] as const);
  if (kind === 'create') {
    return {
      kind,
      mark: `${contentCanary} ${random.tag()}`,
      attendees: people.filter(() => random.chance(0.5)),
      ...(random.chance(0.4) ? { occurrences: random.integer(2, 6) } : {}),
      hour: 8 + (index % 10),
      idempotencyKey: random.tag(),
    };
  }
  const event = random.pick(events);
  switch (kind) {
    case 'rename':
      return { kind, event, title: `${event.mark} ${random.tag()} & <more>` };
    case 'delete':
      return { kind, event };
    default:
      return { kind, event, address: random.pick(people) };
  }
}

/** When a created event takes place. */
export function timeOf(step: Extract<WriteStep, { kind: 'create' }>): {
  readonly kind: 'timed';
  readonly start: { readonly dateTime: string; readonly timeZone: string };
  readonly end: { readonly dateTime: string; readonly timeZone: string };
} {
  const at = (minutes: string) => ({
    dateTime: `${firstDay}T${String(step.hour).padStart(2, '0')}:${minutes}:00`,
    timeZone: 'Europe/Berlin',
  });
  return { kind: 'timed', start: at('00'), end: at('30') };
}

/** A series every Monday. */
export function weekly(count: number): Recurrence {
  return {
    rules: [
      {
        frequency: 'weekly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: [{ day: 'mo' }],
        end: { kind: 'count', count },
      },
    ],
    excludedRules: [],
    additional: [],
    excluded: [],
  };
}

/** All that a run looks at. */
export const plannedWindow: { readonly start: string; readonly end: string } = {
  start: soakNow,
  end: '2026-06-30T00:00:00Z',
};
