import type { Invitation, ServiceTarget } from '../service-target.ts';
import { Violation } from '../suite.ts';
import type { PlannedEvent } from './planned-event.ts';
import type { Effects } from './step-effects.ts';
import { plannedWindow } from './write-plan.ts';

/** How the events of a mark lie in the organizer's calendar. */
export type State = 'before' | 'after' | 'both' | 'between';

/** What may be found. */
export interface Expected extends Effects {
  readonly before: readonly PlannedEvent[];
}

/**
 * Compares what is there with what may be there: the events of a mark as they were before the call or as they are after it, or a series
 * while it is being divided, with all their occurrences, and nothing else of the mark.
 *
 * @returns which of them it is; `both` when the call changes nothing.
 * @throws Violation for anything else, such as a second event.
 */
export async function judgeState(
  target: ServiceTarget,
  organizer: string,
  mark: string,
  { before, after, between }: Expected,
): Promise<State> {
  const found = await lookAt(target, organizer, mark);
  const isBefore = found === described(before);
  const isAfter = found === described(after);
  if (isBefore && isAfter) return 'both';
  if (isBefore) return 'before';
  if (isAfter) return 'after';
  if (between !== undefined && found === described(between)) return 'between';
  throw new Violation(
    `What is there is neither what was nor what was written: ${JSON.stringify({
      found,
      before: described(before),
      after: described(after),
    })}`,
  );
}

/**
 * Looks at the mails that one call sent, with all its repetitions.
 *
 * @throws Violation when somebody was invited twice.
 */
export function judgeInvitations(invitations: readonly Invitation[]): void {
  const addresses = invitations.map(({ to }) => to.toLowerCase());
  if (new Set(addresses).size < addresses.length) throw new Violation('Somebody was invited twice to one event');
}

/** Events and masters are looked at past the protocol; their occurrences are listed by somebody who has nothing to do with the calls. */
async function lookAt(target: ServiceTarget, organizer: string, mark: string): Promise<string> {
  const stored = target.stored(organizer).filter(({ title }) => title.startsWith(mark));
  const listed = await target.observer.events.list({ window: plannedWindow }).toArray();
  return described(
    stored.map(({ title, attendees }) => ({ title, attendees, occurrences: [] })),
    listed.flatMap(({ title = '', time, status }) =>
      title.startsWith(mark) && status !== 'cancelled'
        ? [{ recurrenceId: time.kind === 'timed' ? time.start.instant : time.startDate, title }]
        : [],
    ),
  );
}

function described(
  events: readonly (Pick<PlannedEvent, 'title' | 'occurrences'> & { readonly attendees: Iterable<string> })[],
  occurrences: PlannedEvent['occurrences'] = events.flatMap((event) => event.occurrences),
): string {
  return JSON.stringify({
    events: events.map(({ title, attendees }) => JSON.stringify([title, [...attendees].toSorted()])).toSorted(),
    occurrences: occurrences.map(({ recurrenceId, title }) => `${recurrenceId} ${title}`).toSorted(),
  });
}
