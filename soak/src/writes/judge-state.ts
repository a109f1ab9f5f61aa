import type { Invitation, ServiceTarget } from '../service-target.ts';
import { Violation } from '../suite.ts';
import type { PlannedEvent } from './write-plan.ts';

/** How the event of a step lies in the organizer's calendar. */
export type State = 'before' | 'after' | 'both';

/**
 * Compares what is stored with what may be stored: the event as it was before the call or as it is after it, once, and nothing else
 * of its mark.
 *
 * @returns which of the two it is; `both` when they are the same.
 * @throws Violation for anything in between, and for a second event.
 */
export function judgeState(
  target: ServiceTarget,
  organizer: string,
  mark: string,
  before: PlannedEvent | undefined,
  after: PlannedEvent | undefined,
): State {
  const stored = target.stored(organizer).filter(({ title }) => title.startsWith(mark));
  if (stored.length > 1) throw new Violation(`A call made ${stored.length} events of one`);
  const [event] = stored;
  const found = event === undefined ? 'nothing' : describe(event.title, event.attendees);
  const isBefore = found === described(before);
  const isAfter = found === described(after);
  if (isBefore && isAfter) return 'both';
  if (isBefore) return 'before';
  if (isAfter) return 'after';
  throw new Violation(`What is stored is neither what was nor what was written: ${differences(found, before, after)}`);
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

function described(event: PlannedEvent | undefined): string {
  return event === undefined ? 'nothing' : describe(event.title, [...event.attendees]);
}

function describe(title: string, attendees: readonly string[]): string {
  return JSON.stringify([title, attendees.toSorted()]);
}

function differences(found: string, before: PlannedEvent | undefined, after: PlannedEvent | undefined): string {
  return JSON.stringify({ found, before: described(before), after: described(after) });
}
