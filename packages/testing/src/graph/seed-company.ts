import type { Company, Meeting } from '../company/company.ts';
import type { EmulatorClock } from '../server/emulator.ts';
import { eventBody } from './events/event-body.ts';
import { eventPlace } from './events/event-place.ts';
import { seededAttachment } from './events/attachments/stored-attachment.ts';
import { noProperties } from './events/extended-properties.ts';
import type { GraphDirectory } from './graph-directory.ts';
import { globalObjectId } from './item-ids.ts';
import { inviteeCopy } from './mail/invitee-copy.ts';
import type { ItemContent, Mailbox } from './mailbox.ts';
import { noTime } from './mailbox.ts';
import { addItem, nextNumber } from './mailbox-store.ts';
import { seededParticipants } from './seeded-participants.ts';
import type { SeededParticipants } from './seeded-participants.ts';
import { eventTimes, seededSeries } from './seeded-series.ts';
import type { Versions } from './versions.ts';

/** What seeding needs beside the company. */
export interface SeedContext {
  readonly directory: GraphDirectory;
  readonly clock: EmulatorClock;
  /** Meetings whose invitees do not see one another. */
  readonly hiddenAttendeeMeetings: ReadonlySet<string>;
  readonly versions: Versions;
}

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
  const participants = seededParticipants(context.directory, meeting, context.clock.now());
  const content = meetingContent(context, meeting, organizer, participants);
  // A meeting that was called off is gone from the organizer's own calendar.
  if (meeting.isCancelled !== true || participants.invited.length === 0) {
    place(context, organizer, meeting.calendar, { ...content, isCancelled: false });
  }
  for (const { mailbox, response } of participants.mailboxes) {
    // Declining removes the event from the invitee's calendar.
    if (response === 'declined') continue;
    place(context, mailbox, undefined, inviteeCopy(content, { invitee: mailbox, organizer }));
  }
}

function meetingContent(
  context: SeedContext,
  meeting: Meeting,
  organizer: Mailbox,
  participants: SeededParticipants,
): ItemContent {
  const { conferenceUrl } = meeting;
  const joinUrl = conferenceUrl !== undefined && teamsUrl.test(conferenceUrl) ? conferenceUrl : undefined;
  const foreignUrl = joinUrl === undefined ? conferenceUrl : undefined;
  // People paste the link of another service where they see it first: the location if that is still empty.
  const isUrlPlace = foreignUrl !== undefined && meeting.location === undefined && participants.rooms.length === 0;
  const body = eventBody({
    text: meeting.description,
    html: meeting.descriptionHtml,
    joinUrl,
    pastedUrl: isUrlPlace ? undefined : foreignUrl,
  });
  const times = eventTimes(meeting.when, organizer.timeZone);
  const { versions } = context;
  const series = seededSeries(meeting, times, {
    stamps: () => {
      const version = versions.next();
      return { changeKey: organizer.ids.changeKey(version), lastModifiedAt: versions.stamp(version) };
    },
    place: (text) => eventPlace(text, participants.rooms),
  });
  return {
    uid: globalObjectId(meeting.id, context.clock.now()),
    subject: meeting.title,
    bodyHtml: body.html,
    bodyText: body.text,
    times,
    place: eventPlace(isUrlPlace ? foreignUrl : meeting.location, participants.rooms),
    categories: meeting.categories ?? [],
    reminderMinutes: meeting.reminderMinutes ?? 15,
    isReminderOn: true,
    importance: 'normal',
    sensitivity: meeting.privacy === undefined || meeting.privacy === 'public' ? 'normal' : meeting.privacy,
    showAs: meeting.busyStatus === 'outOfOffice' ? 'oof' : (meeting.busyStatus ?? 'busy'),
    isCancelled: meeting.isCancelled ?? false,
    isOrganizer: true,
    organizer: { name: organizer.displayName, address: organizer.address },
    responseRequested: true,
    allowNewTimeProposals: true,
    hideAttendees: context.hiddenAttendeeMeetings.has(meeting.id),
    responseStatus: { response: 'organizer', time: noTime },
    attendees: participants.attendees,
    attachments: (meeting.attachments ?? []).map((name) =>
      seededAttachment(name, nextNumber(organizer), versions.stamp(versions.next())),
    ),
    properties: noProperties,
    extensions: new Map(),
    ...(joinUrl === undefined ? {} : { onlineMeeting: { provider: 'teamsForBusiness', joinUrl } }),
    ...(series === undefined ? {} : { series }),
  };
}

function place({ versions }: SeedContext, mailbox: Mailbox, companyId: string | undefined, content: ItemContent): void {
  const calendar = mailbox.calendars.find((candidate) => candidate.companyId === companyId);
  if (calendar === undefined) throw new RangeError(`There is no calendar '${companyId ?? ''}' in the mailbox`);
  addItem(versions, mailbox, calendar, content);
}
