import type { Attendee, CalendarContent } from '../store/calendar-content.ts';
import { changedFields } from '../store/item-store.ts';
import type { ItemView } from '../store/item-views.ts';
import type { Folder, StoredCalendarItem } from '../store/stored-item.ts';
import type { Account } from '../store/account.ts';
import { rewrite, withException } from './meeting-copies.ts';
import type { Post } from './post.ts';
import { sendCancellations } from './send-cancellations.ts';
import { requestRecipients, sendRequests } from './send-requests.ts';

/** Whom a change is told: nobody, everybody, or those whom it concerns. */
export type Audience = 'nobody' | 'all' | 'changed';

// What attendees would see. Their own reminders and categories are no part of it, nor are the organizer's.
const sharedFields = new Set([
  'subject',
  'location',
  'body',
  'sensitivity',
  'importance',
  'busyStatus',
  'attachments',
  'start',
  'end',
  'isAllDay',
  'zone',
  'endZone',
  'series',
]);
const timeFields = new Set(['start', 'end', 'isAllDay', 'series']);

/** Stores a new item and sends requests. The item is the one before rooms have answered. */
export function createMeeting(
  post: Post,
  folder: Folder,
  content: CalendarContent,
  creator: Account,
  audience: Audience,
): StoredCalendarItem {
  const isSent = audience !== 'nobody' && content.attendees.length > 0;
  const stored = post.store.items.add(
    folder,
    {
      type: 'calendar',
      content: isSent ? { ...content, attendees: invited(content.attendees), requestWasSent: true } : content,
    },
    creator,
  );
  if (stored.type !== 'calendar') throw new Error('A calendar item is stored as one');
  if (isSent) {
    sendRequests(post, stored, requestRecipients(content.attendees, true), { instance: undefined, resets: true });
  }
  return stored;
}

/** Stores a changed item and tells those whom the change is to be told. Copies of others are local: nobody is told. */
export function updateMeeting(
  post: Post,
  item: StoredCalendarItem,
  after: CalendarContent,
  audience: Audience,
): StoredCalendarItem {
  const before = item.content;
  if (audience === 'nobody' || after.isReceived) return rewrite(post.store, item, after);
  const changed = changedFields(before, after);
  const isForAll = audience === 'all' || changed.some((field) => sharedFields.has(field));
  const resets = changed.some((field) => timeFields.has(field));
  const recipients = requestRecipients(after.attendees, isForAll);
  const removed = withoutAll(before.attendees, after.attendees);
  const stored = rewrite(post.store, item, {
    ...after,
    attendees: tracked(
      after.attendees,
      recipients.map(({ attendee }) => attendee),
      resets,
    ),
    requestWasSent: after.requestWasSent || recipients.length > 0,
    sequence: resets && recipients.length > 0 ? after.sequence + 1 : after.sequence,
  });
  sendCancellations(post, after, removed, { instance: undefined, hasComment: false });
  sendRequests(post, stored, recipients, { instance: undefined, resets });
  return stored;
}

/** Stores a changed occurrence and tells those whom the change is to be told. */
export function updateOccurrence(
  post: Post,
  view: ItemView,
  after: CalendarContent,
  audience: Audience,
): StoredCalendarItem {
  const { item, content: before, original } = view;
  if (original === undefined) throw new Error('An occurrence has an original start');
  const { modifiedAt, modifiedBy } = after;
  const isTold = audience !== 'nobody' && !after.isReceived;
  const changed = changedFields(before, after);
  const isForAll = audience === 'all' || changed.some((field) => sharedFields.has(field));
  const resets = changed.some((field) => timeFields.has(field));
  const recipients = isTold ? requestRecipients(after.attendees, isForAll) : [];
  const attendees = tracked(
    after.attendees,
    recipients.map(({ attendee }) => attendee),
    resets,
  );
  const difference = differenceOf(before, { ...after, attendees });
  const stored = rewrite(post.store, item, {
    ...withException(item.content, original.wall, difference),
    requestWasSent: item.content.requestWasSent || recipients.length > 0,
    modifiedAt,
    modifiedBy,
  });
  if (isTold) {
    const removed = withoutAll(before.attendees, after.attendees);
    sendCancellations(post, after, removed, { instance: original, hasComment: false });
    sendRequests(post, stored, recipients, { instance: original, resets });
  }
  return stored;
}

/** Tells everybody who was invited that a meeting does not take place, those of single occurrences too. */
export function cancelMeeting(post: Post, content: CalendarContent, hasComment: boolean): void {
  sendCancellations(post, content, content.attendees, { instance: undefined, hasComment });
  for (const [wall, { attendees }] of content.exceptions) {
    const occurrence = content.series?.at(wall);
    if (attendees === undefined || occurrence === undefined) continue;
    const others = withoutAll(attendees, content.attendees);
    sendCancellations(post, content, others, { instance: { wall, start: occurrence.start }, hasComment });
  }
}

const timesOfItem = ['start', 'end', 'isAllDay', 'zone', 'endZone'] as const;
const occurrenceFields = [
  'subject',
  'location',
  'body',
  'sensitivity',
  'importance',
  'busyStatus',
  'ownBusyStatus',
  'categories',
  'reminder',
  'attachments',
  'extended',
  'attendees',
  'myResponse',
  'repliedAt',
  'isCancelled',
  'isResponseRequested',
  'allowNewTimeProposal',
] as const;

/** What an occurrence has in another way after a change than before it. */
function differenceOf(before: CalendarContent, after: CalendarContent): Partial<CalendarContent> {
  const changed = new Set(changedFields(before, after).map((field) => field.split('/')[0]));
  const isMoved = timesOfItem.some((field) => changed.has(field));
  const fields = [...occurrenceFields.filter((field) => changed.has(field)), ...(isMoved ? timesOfItem : [])];
  return Object.fromEntries(fields.map((field) => [field, after[field]]));
}

function invited(attendees: readonly Attendee[]): readonly Attendee[] {
  return attendees.map((attendee) => ({ ...attendee, wasInvited: true }));
}

/** The attendees after requests went to some of them. */
function tracked(
  attendees: readonly Attendee[],
  recipients: readonly Attendee[],
  resets: boolean,
): readonly Attendee[] {
  return attendees.map((attendee) =>
    !recipients.includes(attendee)
      ? attendee
      : resets
        ? { ...attendee, wasInvited: true, response: 'needsAction', respondedAt: undefined, proposal: undefined }
        : { ...attendee, wasInvited: true },
  );
}

function withoutAll(from: readonly Attendee[], those: readonly Attendee[]): readonly Attendee[] {
  const kept = new Set(those.map(({ address }) => address.toLowerCase()));
  return from.filter(({ address }) => !kept.has(address.toLowerCase()));
}
