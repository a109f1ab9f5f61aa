import type {
  EventContent,
  ExceptionChange,
  ItemContent,
  Mailbox,
  ResponseStatus,
  StoredAttendee,
  StoredSeries,
} from '../mailbox.ts';
import { noTime } from '../mailbox.ts';
import { processedByRoom } from '../room-processing.ts';

const untracked: ResponseStatus = { response: 'none', time: noTime };
const notResponded: ResponseStatus = { response: 'notResponded', time: noTime };

/** What an invitee's copy is made of. */
export interface InviteeCopyOptions {
  readonly invitee: Mailbox;
  readonly organizer: Mailbox;
  /** The copy as it lies there already. */
  readonly before?: ItemContent | undefined;
  /** The meeting has other times than before, so that everybody is asked again. */
  readonly isNewTime?: boolean;
}

/** A meeting as it lies in the mailbox of somebody invited. What the invitee set for oneself stays. */
export function inviteeCopy(meeting: ItemContent, options: InviteeCopyOptions): ItemContent {
  const { invitee, organizer, before, isNewTime = false } = options;
  const own = meeting.attendees.find(({ address }) => isAddressOf(invitee, address));
  const responseStatus = before === undefined || isNewTime ? answered(own?.status ?? untracked) : before.responseStatus;
  const { transactionId: _transactionId, isDraft: _isDraft, ...content } = meeting;
  const copy: ItemContent = {
    ...content,
    isOrganizer: false,
    categories: [],
    properties: new Map(),
    extensions: new Map(),
    showAs: responseStatus.response === 'accepted' || meeting.showAs === 'free' ? meeting.showAs : 'tentative',
    ...(before === undefined ? {} : personalPart(before)),
    ...(isNewTime ? { showAs: meeting.showAs === 'free' ? 'free' : 'tentative' } : {}),
    responseStatus,
    attendees: attendeesSeenBy(meeting, meeting.attendees, responseStatus, options),
    series: meeting.series === undefined ? undefined : seriesSeenBy(meeting, meeting.series, responseStatus, options),
  };
  return processedByRoom(copy, organizer, invitee.processing);
}

/** Whether an address is the one of a mailbox. */
export function isAddressOf(mailbox: Mailbox, address: string): boolean {
  return mailbox.address.toLowerCase() === address.toLowerCase();
}

/** The organizer stands here as well, and only one's own answer is known: "none" of the others means "not tracked". */
function attendeesSeenBy(
  meeting: Pick<ItemContent, 'hideAttendees'>,
  attendees: readonly StoredAttendee[],
  own: ResponseStatus,
  { invitee, organizer }: InviteeCopyOptions,
): readonly StoredAttendee[] {
  const host = { type: 'required', status: untracked, name: organizer.displayName, address: organizer.address };
  const entries = attendees
    .filter(({ address }) => !meeting.hideAttendees || isAddressOf(invitee, address))
    .map(({ type, name, address }): StoredAttendee => {
      const isOwn = isAddressOf(invitee, address) && own.response !== 'notResponded';
      return { type, status: isOwn ? own : untracked, name, address };
    });
  return [host, ...entries];
}

/** What the invitee deleted stays deleted; what the organizer deleted is still there if it was shown as cancelled. */
function seriesSeenBy(
  meeting: ItemContent,
  series: StoredSeries,
  seriesResponse: ResponseStatus,
  options: InviteeCopyOptions,
): StoredSeries {
  const { before, isNewTime = false } = options;
  const kept = isNewTime ? undefined : before?.series;
  const deleted = new Set([...series.deleted, ...(kept?.deleted ?? [])]);
  const exceptions = new Map<string, ExceptionChange>();
  for (const [date, old] of kept?.exceptions ?? []) {
    if (old.content.isCancelled === true && series.deleted.has(date)) {
      deleted.delete(date);
      exceptions.set(date, old);
    } else exceptions.set(date, { ...old, content: personalPart(old.content) });
  }
  for (const [date, change] of series.exceptions) {
    const personal = exceptions.get(date)?.content ?? {};
    const { attendees } = change.content;
    const own = personal.responseStatus ?? seriesResponse;
    exceptions.set(date, {
      ...change,
      content: {
        ...sharedPart(change.content),
        ...personal,
        ...(attendees === undefined ? {} : { attendees: attendeesSeenBy(meeting, attendees, own, options) }),
      },
    });
  }
  for (const date of deleted) exceptions.delete(date);
  return { ...series, deleted, exceptions };
}

function answered(status: ResponseStatus): ResponseStatus {
  return status.response === 'none' ? notResponded : status;
}

/** What the organizer says, for everybody. */
function sharedPart(content: Partial<EventContent>): Partial<EventContent> {
  const { categories: _categories, reminderMinutes: _minutes, isReminderOn: _isOn, showAs: _showAs, ...rest } = content;
  const {
    responseStatus: _status,
    properties: _properties,
    extensions: _extensions,
    attendees: _all,
    ...shared
  } = rest;
  return shared;
}

/** What the owner of a copy says, for oneself. */
function personalPart(content: Partial<EventContent>): Partial<EventContent> {
  const { categories, reminderMinutes, isReminderOn, showAs, responseStatus, sensitivity, properties, extensions } =
    content;
  return {
    ...(categories === undefined ? {} : { categories }),
    ...(reminderMinutes === undefined ? {} : { reminderMinutes }),
    ...(isReminderOn === undefined ? {} : { isReminderOn }),
    ...(showAs === undefined ? {} : { showAs }),
    ...(responseStatus === undefined ? {} : { responseStatus }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(properties === undefined ? {} : { properties }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
