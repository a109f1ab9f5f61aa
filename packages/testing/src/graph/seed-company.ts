import type { Company, Meeting } from '../company/company.ts';
import type { EmulatorClock } from '../server/emulator.ts';
import { eventBody } from './event-body.ts';
import { eventPlace } from './event-place.ts';
import type { GraphDirectory } from './graph-directory.ts';
import { globalObjectId } from './item-ids.ts';
import type { EventTimes, JsonObject, Mailbox, StoredItem } from './mailbox.ts';
import { processedByRoom } from './room-processing.ts';
import { organizerRecipient, seededParticipants } from './seeded-participants.ts';
import type { SeededParticipants } from './seeded-participants.ts';
import { eventTimes, seededSeries } from './seeded-series.ts';

/** What seeding needs beside the company. */
export interface SeedContext {
  readonly directory: GraphDirectory;
  readonly clock: EmulatorClock;
  /** Meetings whose invitees do not see one another. */
  readonly hiddenAttendeeMeetings: ReadonlySet<string>;
  /** A number never used before: it orders change keys and spreads time stamps. */
  nextVersion(): number;
}

const noTime = '0001-01-01T00:00:00Z';
const untracked: JsonObject = { response: 'none', time: noTime };
const teamsUrl = /^https:\/\/teams\.(?:microsoft|live)\.com\//;

/**
 * Puts every meeting into the mailboxes it belongs to.
 *
 * @throws RangeError when a meeting names somebody unknown or repeats in a way Graph cannot express.
 */
export function seedMeetings(context: SeedContext, company: Company): void {
  for (const meeting of company.meetings) seedMeeting(context, meeting);
}

function seedMeeting(context: SeedContext, meeting: Meeting): void {
  const organizer = context.directory.byCompanyId(meeting.organizer);
  if (organizer === undefined) throw new RangeError(`Meeting '${meeting.id}' has an unknown organizer`);
  const createdAtMs = context.clock.now();
  const participants = seededParticipants(context.directory, meeting, createdAtMs);
  const shared = sharedContent(context, meeting, organizer, participants, createdAtMs);
  // A meeting that was called off is gone from the organizer's own calendar.
  if (meeting.isCancelled !== true || participants.invited.length === 0) {
    addItem(context, organizer, meeting.calendar, {
      ...shared,
      categories: meeting.categories ?? [],
      showAs: showAs(meeting),
      isCancelled: false,
      isOrganizer: true,
      responseStatus: { response: 'organizer', time: noTime },
      attendees: participants.attendees,
    });
  }
  for (const { mailbox, response, entry } of participants.mailboxes) {
    // Declining removes the event from the invitee's calendar.
    if (response === 'declined') continue;
    const invited = shared.hideAttendees ? [entry] : participants.attendees;
    addItem(context, mailbox, undefined, {
      ...processedByRoom(shared, organizer, mailbox.processing),
      categories: [],
      showAs: response === 'accepted' || showAs(meeting) === 'free' ? showAs(meeting) : 'tentative',
      isCancelled: meeting.isCancelled ?? false,
      isOrganizer: false,
      responseStatus: {
        response: inviteeResponses[response],
        time: response === 'needsAction' ? noTime : shared.createdAt,
      },
      // The organizer stands here as well, and only one's own answer is known: "none" of the others means "not tracked".
      attendees: [
        { type: 'required', status: untracked, ...shared.organizer },
        ...invited.map((other) => (other === entry ? other : { ...other, status: untracked })),
      ],
    });
  }
}

const inviteeResponses = {
  accepted: 'accepted',
  tentative: 'tentativelyAccepted',
  needsAction: 'notResponded',
  declined: 'declined',
} as const;

type SharedContent = Omit<
  StoredItem,
  | 'number'
  | 'mailbox'
  | 'calendar'
  | 'changeKey'
  | 'categories'
  | 'showAs'
  | 'isCancelled'
  | 'isOrganizer'
  | 'responseStatus'
  | 'attendees'
>;
type CopyContent = Omit<StoredItem, 'number' | 'mailbox' | 'calendar' | 'changeKey'>;

function sharedContent(
  context: SeedContext,
  meeting: Meeting,
  organizer: Mailbox,
  participants: SeededParticipants,
  createdAtMs: number,
): SharedContent {
  const { conferenceUrl } = meeting;
  const joinUrl = conferenceUrl !== undefined && teamsUrl.test(conferenceUrl) ? conferenceUrl : undefined;
  const foreignUrl = joinUrl === undefined ? conferenceUrl : undefined;
  // People paste the link of another service where they see it first: the location if that is still empty.
  const isUrlPlace = foreignUrl !== undefined && meeting.location === undefined && participants.rooms.length === 0;
  const place = eventPlace(isUrlPlace ? foreignUrl : meeting.location, participants.rooms);
  const body = eventBody({
    text: meeting.description,
    html: meeting.descriptionHtml,
    joinUrl,
    pastedUrl: isUrlPlace ? undefined : foreignUrl,
  });
  const times: EventTimes = eventTimes(meeting.when, organizer.timeZone);
  const series = seededSeries(meeting, times, {
    changeKey: () => organizer.ids.changeKey(context.nextVersion()),
    place: (text) => eventPlace(text, participants.rooms),
  });
  const createdAt = stamp(createdAtMs, context.nextVersion());
  const organizerEntry: { readonly emailAddress: JsonObject } = organizerRecipient(organizer);
  return {
    createdAt,
    lastModifiedAt: createdAt,
    uid: globalObjectId(meeting.id, createdAtMs),
    subject: meeting.title,
    bodyHtml: body.html,
    bodyText: body.text,
    times,
    place,
    reminderMinutes: meeting.reminderMinutes ?? 15,
    hasAttachments: (meeting.attachments ?? []).length > 0,
    sensitivity: meeting.privacy === undefined || meeting.privacy === 'public' ? 'normal' : meeting.privacy,
    hideAttendees: context.hiddenAttendeeMeetings.has(meeting.id),
    organizer: organizerEntry,
    ...(joinUrl === undefined ? {} : { joinUrl }),
    ...(series === undefined ? {} : { series }),
  };
}

function addItem(
  context: SeedContext,
  mailbox: Mailbox,
  calendarCompanyId: string | undefined,
  content: CopyContent,
): void {
  const calendar = mailbox.calendars.find(({ companyId }) => companyId === calendarCompanyId);
  if (calendar === undefined) throw new RangeError(`There is no calendar '${calendarCompanyId ?? ''}' in the mailbox`);
  const item: StoredItem = {
    ...content,
    number: mailbox.items.size + 1,
    mailbox,
    calendar,
    changeKey: mailbox.ids.changeKey(context.nextVersion()),
  };
  mailbox.items.set(item.number, item);
  calendar.items.push(item);
}

function showAs(meeting: Meeting): string {
  return meeting.busyStatus === 'outOfOffice' ? 'oof' : (meeting.busyStatus ?? 'busy');
}

/** `2026-07-18T07:43:09.8641979Z`: seven digits, the last four told apart by a counter. */
function stamp(ms: number, version: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}${String(version % 10_000).padStart(4, '0')}Z`;
}
