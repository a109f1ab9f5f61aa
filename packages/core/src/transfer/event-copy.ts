import type { CalendarEvent } from '../model/event.ts';
import type { NewEvent } from '../model/event-input.ts';
import type { Capabilities } from '../provider/capabilities.ts';
import { formatRecurrence } from '../recurrence/format-recurrence.ts';
import { patternOfRecurrence } from '../recurrence/pattern-of-recurrence.ts';
import { copiedContent } from './copied-content.ts';
import { copiedTime } from './copied-time.ts';
import type { EventLoss } from './event-loss.ts';

/** Options of {@link eventCopy}. @public */
export interface EventCopyOptions {
  /** As it was read; with `include: ['body', 'properties']` when these are to come along. */
  readonly event: CalendarEvent;
  /** Capabilities of the connection that the copy is for. */
  readonly target: Pick<Capabilities, 'events'>;
  /**
   * `invite` puts the attendees on the copy, which invites them again; the mailbox it was read from is not among them, for it calls the
   * meeting now. Default `leave`.
   */
  readonly attendees?: 'invite' | 'leave';
}

/** The answer of {@link eventCopy}. @public */
export interface EventCopy {
  /** For `events.create` at the target, which refuses nothing of it for want of a place. */
  readonly event: NewEvent;
  /** What does not come along, sorted by field; empty for an equal copy. What names the event itself never does: ids, versions, dates of change. */
  readonly losses: readonly EventLoss[];
}

/**
 * Turns an event that was read into one to create at another service, and names every difference there will be: what the target has no
 * place for is left out or replaced by what is nearest, and stands among the losses. An occurrence becomes an event of its own. A master
 * does not hold the exceptions of its series: whoever needs them changes the occurrences of the copy one by one.
 *
 * @throws CalendarError `unsupported` for a master whose rule or clock the target cannot say: a series that repeats otherwise is no copy.
 * @example
 * ```ts
 * import type { CalendarConnection } from '@kalends/core';
 * import { eventCopy } from '@kalends/core/transfer';
 *
 * async function copy(from: CalendarConnection, to: CalendarConnection, eventId: string): Promise<string[]> {
 *   const read = await from.events.get({ eventId, include: ['body', 'properties'] });
 *   const { event, losses } = eventCopy({ event: read, target: to.capabilities });
 *   await to.events.create({ event, notify: 'nobody', idempotencyKey: `copy of ${eventId}`.slice(0, 128) });
 *   return losses.map(({ field, reason }) => `${field}: ${reason}`);
 * }
 * ```
 * @public
 */
export function eventCopy({ event, target, attendees = 'leave' }: EventCopyOptions): EventCopy {
  const { writes } = target.events;
  const time = copiedTime(event, writes);
  const content = copiedContent(event, writes, attendees);
  const losses = [...time.losses, ...content.losses];
  if (event.kind === 'occurrence' || event.kind === 'exception')
    losses.push({ field: 'recurrence', reason: 'notAsked' });
  if (event.kind === 'master') {
    // Both refuse what they have no words for.
    const say = writes.recurrence === 'outlook' ? patternOfRecurrence : formatRecurrence;
    say(event.recurrence, event.time);
  }
  return {
    event: {
      ...content.event,
      time: time.time,
      ...(event.kind === 'master' ? { recurrence: event.recurrence } : {}),
    },
    losses: losses.toSorted((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0)),
  };
}
