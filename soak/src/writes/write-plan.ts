import { contentCanary, soakNow } from '../reads/random-company.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { isUniform } from './planned-event.ts';
import type { PlannedEvent } from './planned-event.ts';

/** A step that makes an event. */
export interface CreateStep {
  readonly kind: 'create';
  readonly mark: string;
  readonly attendees: readonly string[];
  /** Of a weekly series; absent for a single event. */
  readonly occurrences?: number;
  readonly hour: number;
  readonly idempotencyKey: string;
}

/** A step about one occurrence of a series, or all from it on. */
export interface OccurrenceStep {
  readonly kind: 'renameOne' | 'renameFollowing' | 'deleteOne' | 'deleteFollowing' | 'cancelOne';
  readonly event: PlannedEvent;
  readonly recurrenceId: string;
  readonly title: string;
}

/** A call to make. */
export type WriteStep =
  | CreateStep
  | { readonly kind: 'rename'; readonly event: PlannedEvent; readonly title: string }
  | { readonly kind: 'add' | 'remove'; readonly event: PlannedEvent; readonly address: string }
  | { readonly kind: 'delete' | 'cancel'; readonly event: PlannedEvent }
  | OccurrenceStep;

/** Decides the next call. */
export function nextStep(
  random: SeededRandom,
  events: readonly PlannedEvent[],
  people: readonly string[],
  index: number,
): WriteStep {
  if (events.length === 0 || random.chance(0.3)) {
    return {
      kind: 'create',
      mark: `${contentCanary} ${random.tag()}`,
      attendees: people.filter(() => random.chance(0.5)),
      ...(random.chance(0.6) ? { occurrences: random.integer(2, 6) } : {}),
      hour: 8 + (index % 10),
      idempotencyKey: random.tag(),
    };
  }
  const event = random.pick(events);
  const kind = random.pick(possibleKinds(event));
  const title = `${event.mark} ${random.tag()} & <more>`;
  switch (kind) {
    case 'rename':
      return { kind, event, title };
    case 'add':
    case 'remove':
      return { kind, event, address: random.pick(people) };
    case 'delete':
    case 'cancel':
      return { kind, event };
    default:
      return { kind, event, title, recurrenceId: random.pick(event.occurrences).recurrenceId };
  }
}

/**
 * What can be done with an event and comes out alike everywhere. What becomes of a changed occurrence when its series changes is each
 * service's own.
 */
function possibleKinds(event: PlannedEvent): readonly Exclude<WriteStep['kind'], 'create'>[] {
  const isAlike = isUniform(event);
  const isDivisible = event.isSeries && event.occurrences.length > 1;
  return [
    'delete',
    'cancel',
    ...(isAlike ? (['rename', 'add', 'remove'] as const) : []),
    ...(isDivisible ? (['renameOne', 'deleteOne', 'cancelOne'] as const) : []),
    // What takes many requests comes more often.
    ...(isDivisible && isAlike && !event.hasGaps
      ? (['renameFollowing', 'renameFollowing', 'renameFollowing', 'deleteFollowing'] as const)
      : []),
  ];
}

/** All that a run looks at. */
export const plannedWindow: { readonly start: string; readonly end: string } = {
  start: soakNow,
  end: '2026-06-30T00:00:00Z',
};
