import { Temporal } from 'temporal-polyfill';
import type { CalendarContent } from '../store/calendar-content.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { MailLog } from './mail-log.ts';

/** What the delivery of mails works with. */
export interface Post {
  readonly store: ExchangeStore;
  readonly mails: MailLog;
  readonly now: number;
}

/** One occurrence of a series, and its start by the rule. */
export interface Instance {
  readonly wall: number;
  readonly start: number;
}

/** Notes a mail of the organizer. */
export function sendMail(
  { mails, now }: Post,
  content: CalendarContent,
  to: string,
  kind: 'invitation' | 'update' | 'cancellation',
  instance: Instance | undefined,
  hasComment: boolean = false,
): void {
  mails.add({
    from: content.organizer.address,
    to,
    kind,
    uid: content.uid,
    ...(instance === undefined ? {} : { recurrenceId: isoInstant(instance.start) }),
    hasComment,
    proposesNewTime: false,
    sentAt: now,
  });
}

/** ISO 8601 in UTC. */
export function isoInstant(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString();
}
