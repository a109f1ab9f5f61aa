import { calendarView, instancesBetween, itemInstance } from '../events/event-instance.ts';
import type { EventInstance } from '../events/event-instance.ts';
import type { StoredItem } from '../mailbox.ts';
import { changeItem, removeItem } from '../mailbox-store.ts';
import type { MailScope } from './meeting-mail.ts';
import { sendReply } from './reply-mail.ts';

/** How far ahead a room looks at a series. */
const horizonMs = 730 * 86_400_000;

/** A room accepts when it is free at every time of a meeting and declines otherwise, without asking anybody. */
export function answerForRoom(scope: MailScope, copy: StoredItem, showAs: string): void {
  const { versions } = scope.context;
  if (isFree(copy)) {
    const responseStatus = { response: 'accepted', time: versions.instant() };
    sendReply(scope, { copy: changeItem(versions, copy, { responseStatus, showAs }), response: 'accepted' });
    return;
  }
  removeItem(versions, copy, true);
  sendReply(scope, { copy, response: 'declined' });
}

function isFree(copy: StoredItem): boolean {
  const { startMs } = copy.times;
  const untilMs = startMs + horizonMs;
  const wanted = copy.series === undefined ? [itemInstance(copy)] : instancesBetween(copy, startMs, untilMs);
  const others = [...copy.mailbox.items.values()].filter((item) => item !== copy);
  const taken = calendarView(others, startMs, Math.max(untilMs, copy.times.endMs)).filter(isOccupying);
  return !wanted.some((instance) => taken.some((other) => isOverlapping(instance, other)));
}

function isOccupying({ content }: EventInstance): boolean {
  return content.showAs !== 'free' && !content.isCancelled;
}

function isOverlapping(a: EventInstance, b: EventInstance): boolean {
  return a.times.startMs < b.times.endMs && b.times.startMs < a.times.endMs;
}
