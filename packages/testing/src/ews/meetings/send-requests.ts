import type { Account } from '../store/account.ts';
import type { Attendee, CalendarContent, OccurrenceContent } from '../store/calendar-content.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import type { StoredCalendarItem } from '../store/stored-item.ts';
import { decideForRoom } from './decide-for-room.ts';
import { findCopy, freshOwnContent, ownContent, rewrite, sharedChange, withException } from './meeting-copies.ts';
import type { OwnContent } from './meeting-copies.ts';
import { sendMail } from './post.ts';
import type { Instance, Post } from './post.ts';
import { recordReply } from './record-reply.ts';

/** A mail to one attendee. */
interface Dispatch {
  readonly attendee: Attendee;
  readonly kind: 'invitation' | 'update';
}

/** Who gets a request for a meeting as it is now. */
export function requestRecipients(
  attendees: readonly Attendee[],
  isForAll: boolean,
): readonly { readonly attendee: Attendee; readonly kind: 'invitation' | 'update' }[] {
  return attendees
    .filter((attendee) => isForAll || !attendee.wasInvited)
    .map((attendee) => ({ attendee, kind: attendee.wasInvited ? 'update' : 'invitation' }));
}

/**
 * Sends requests for a meeting, or for one occurrence of it, and puts the meeting into the calendars of those inside.
 * Rooms answer at once.
 *
 * @param item - The organizer's copy as it is stored.
 * @param resets - Whether earlier answers are void because the time is another one.
 */
export function sendRequests(
  post: Post,
  item: StoredCalendarItem,
  dispatches: readonly Dispatch[],
  options: { readonly instance: Instance | undefined; readonly resets: boolean },
): void {
  const { instance } = options;
  for (const { attendee, kind } of dispatches) {
    sendMail(post, item.content, attendee.address, kind, instance);
    if (attendee.account === undefined) continue;
    const before = findCopy(post.store, attendee.account, item.content);
    const decision =
      attendee.account.kind === 'room' ? decideForRoom(post, item, attendee.account, instance) : undefined;
    if (decision === 'declined') {
      if (before !== undefined) takeAway(post.store, before, instance);
    } else {
      const own = before === undefined || options.resets ? unanswered(before) : ownContent(before.content);
      const answered: OwnContent = decision === undefined ? own : { ...own, myResponse: decision, repliedAt: post.now };
      deliver(post, item, attendee.account, before, answered, instance);
    }
    if (decision !== undefined) {
      recordReply(post, item.content, attendee.account, { response: decision, instance, hasComment: false });
    }
  }
}

function unanswered(before: StoredCalendarItem | undefined): OwnContent {
  return before === undefined
    ? freshOwnContent
    : { ...ownContent(before.content), myResponse: 'needsAction', repliedAt: undefined };
}

function deliver(
  { store, now }: Post,
  item: StoredCalendarItem,
  account: Account,
  before: StoredCalendarItem | undefined,
  own: OwnContent,
  instance: Instance | undefined,
): void {
  const { content } = item;
  const stamp = { modifiedAt: now, modifiedBy: content.organizer.name };
  if (instance === undefined) {
    const received: CalendarContent = {
      ...content,
      ...own,
      isReceived: true,
      requestWasSent: false,
      exceptions: sharedExceptions(content, before?.content),
      createdAt: before?.content.createdAt ?? now,
      ...stamp,
    };
    if (before === undefined) addCopy(store, account, received);
    else rewrite(store, before, received);
    return;
  }
  const change = content.exceptions.get(instance.wall) ?? {};
  if (before !== undefined) {
    const { myResponse, repliedAt } = own;
    rewrite(store, before, {
      ...withException(before.content, instance.wall, { ...sharedChange(change), myResponse, repliedAt }),
      ...stamp,
    });
    return;
  }
  // Whoever is invited to one occurrence only gets that one.
  const single: CalendarContent = {
    ...content,
    ...content.series?.at(instance.wall),
    ...change,
    ...own,
    isReceived: true,
    requestWasSent: false,
    series: undefined,
    exceptions: new Map(),
    deleted: new Set(),
    instanceOf: instance,
    createdAt: now,
    ...stamp,
  };
  const known = findCopy(store, account, single);
  if (known === undefined) addCopy(store, account, single);
  else rewrite(store, known, single);
}

/** The exceptions of the organizer's series, each with the answers that the receiver has given to it. */
function sharedExceptions(
  content: CalendarContent,
  before: CalendarContent | undefined,
): CalendarContent['exceptions'] {
  return new Map(
    [...content.exceptions].map(([wall, change]): [number, Partial<OccurrenceContent>] => {
      const own = before?.exceptions.get(wall);
      return [
        wall,
        {
          ...sharedChange(change),
          ...(own?.myResponse === undefined ? {} : { myResponse: own.myResponse, repliedAt: own.repliedAt }),
        },
      ];
    }),
  );
}

function addCopy(store: ExchangeStore, account: Account, content: CalendarContent): void {
  store.items.add(store.distinguishedFolder(account, 'calendar'), { type: 'calendar', content }, account);
}

/** Takes a meeting, or one occurrence of it, out of the calendar of whoever declined it. */
export function takeAway(store: ExchangeStore, copy: StoredCalendarItem, instance: Instance | undefined): void {
  if (instance === undefined) store.items.remove(copy);
  else rewrite(store, copy, { deleted: new Set([...copy.content.deleted, instance.wall]) });
}
