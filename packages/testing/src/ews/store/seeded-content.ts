import type { Company, Invitee, Meeting, MeetingTime } from '../../company/company.ts';
import { wholeHtml } from '../render/body-text.ts';
import type { StoredBody } from '../render/body-text.ts';
import { expandSeries } from '../recurrence/series-expansion.ts';
import { instantOf, parseWallTime } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import { isTimeZone, windowsZoneOf } from '../time/windows-zones.ts';
import { escapeXml } from '../xml/xml-writer.ts';
import type { Account } from './account.ts';
import type { Attachment, Attendee, CalendarContent, ItemTime, OccurrenceContent } from './calendar-content.ts';
import { hashBytes, makeGlobalObjectId, uidOf } from './ids.ts';

/** What the content of a seeded meeting is made from besides the meeting. */
export interface SeedContext {
  readonly company: Pick<Company, 'domain'>;
  /** Mailbox by id in the company, or by address. */
  readonly findAccount: (who: string) => Account | undefined;
  /** Another zone id to show, see the emulator's option of that name. */
  readonly zoneIdOf: ((meeting: Meeting) => string | undefined) | undefined;
  readonly now: number;
  /** Earlier state of the same meeting: a change keeps its identity. */
  readonly previous: Pick<CalendarContent, 'uid' | 'globalObjectId' | 'createdAt'> | undefined;
}

const busyStatuses = {
  free: 'Free',
  busy: 'Busy',
  tentative: 'Tentative',
  outOfOffice: 'OOF',
  workingElsewhere: 'WorkingElsewhere',
} as const;
const sensitivities = { public: 'Normal', private: 'Private', confidential: 'Confidential' } as const;

/**
 * Makes the organizer's copy of a seeded meeting.
 *
 * @throws RangeError when people, times or the recurrence make no sense, or when Exchange cannot hold them.
 */
export function toSeededContent(meeting: Meeting, context: SeedContext): CalendarContent {
  const organizer = context.findAccount(meeting.organizer);
  if (organizer === undefined) throw new RangeError(`Meeting ${meeting.id}: nobody has the id ${meeting.organizer}`);
  const { now } = context;
  const shownId = context.zoneIdOf?.(meeting);
  const time = toItemTime(meeting.when, organizer, shownId);
  // Whoever calls a meeting is not invited to it, even when listed.
  const attendees = (meeting.invitees ?? [])
    .map((invitee) => toAttendee(invitee, meeting, context))
    .filter((attendee) => attendee.account !== organizer);
  const rooms = attendees.filter((attendee) => attendee.role === 'resource').map((room) => room.name);
  const location = meeting.location ?? rooms.join('; ');
  const wallStart = parseWallTime(meeting.when.start);
  const durationMs = parseWallTime(meeting.when.end) - wallStart;
  const series =
    meeting.series === undefined
      ? undefined
      : expandSeries({
          rule: meeting.series.rule,
          start: wallStart,
          durationMs,
          timeZone: time.zone.timeZone,
        });
  const requireOccurrence = (original: string): WallTime => {
    const wall = parseWallTime(original);
    if (series?.at(wall) === undefined) throw new RangeError(`Meeting ${meeting.id} has no occurrence at ${original}`);
    return wall;
  };
  const exceptions = new Map<WallTime, Partial<OccurrenceContent>>();
  for (const exception of meeting.series?.exceptions ?? []) {
    const wall = requireOccurrence(exception.originalStart);
    exceptions.set(wall, {
      ...(exception.when === undefined ? {} : toItemTime(exception.when, organizer, shownId)),
      ...(exception.title === undefined ? {} : { subject: exception.title }),
      ...(exception.location === undefined ? {} : { location: exception.location }),
    });
  }
  const globalObjectId =
    context.previous?.globalObjectId ?? makeGlobalObjectId(`${context.company.domain}/${meeting.id}`, now);
  return {
    ...time,
    subject: meeting.title,
    location,
    body: toBody(meeting),
    sensitivity: sensitivities[meeting.privacy ?? 'public'],
    importance: 'Normal',
    busyStatus: busyStatuses[meeting.busyStatus ?? 'busy'],
    ownBusyStatus: undefined,
    categories: meeting.categories ?? [],
    reminder: { isSet: true, minutes: meeting.reminderMinutes },
    attachments: (meeting.attachments ?? []).map((name, at) => toAttachment(name, `${meeting.id}/${at}`, now)),
    extended: new Map(),
    attendees,
    myResponse: 'accepted',
    repliedAt: undefined,
    isCancelled: meeting.isCancelled === true,
    isResponseRequested: true,
    allowNewTimeProposal: true,
    uid: context.previous?.uid ?? uidOf(globalObjectId),
    globalObjectId,
    organizer,
    isReceived: false,
    requestWasSent: attendees.length > 0,
    sequence: meeting.isCancelled === true ? 1 : 0,
    skypeUrl: isSkypeUrl(meeting.conferenceUrl) ? meeting.conferenceUrl : undefined,
    series,
    exceptions,
    deleted: new Set((meeting.series?.deleted ?? []).map(requireOccurrence)),
    instanceOf: undefined,
    createdAt: context.previous?.createdAt ?? now,
    modifiedAt: now,
    modifiedBy: organizer.name,
  };
}

function toAttachment(name: string, key: string, modifiedAt: number): Attachment {
  // The company names files only, so their content is made up.
  const content = Buffer.concat([Buffer.alloc(1024, hashBytes(`file/${key}`, 32)), Buffer.from(name, 'utf8')]);
  return {
    key: hashBytes(`attachment/${key}`, 8).toString('hex'),
    name,
    contentType: 'application/octet-stream',
    contentId: undefined,
    isInline: false,
    content,
    modifiedAt,
  };
}

function toItemTime(when: MeetingTime, organizer: Account, shownId: string | undefined): ItemTime {
  // All-day events are instants to Exchange: midnights in the zone of whoever made them.
  const timeZone = when.kind === 'timed' ? when.timeZone : organizer.timeZone;
  const zone = toNamedZone(timeZone, shownId);
  const start = instantOf(parseWallTime(when.start), timeZone);
  const end = instantOf(parseWallTime(when.end), timeZone);
  if (end < start) throw new RangeError('A meeting must not end before it starts');
  return { start, end, isAllDay: when.kind === 'allDay', zone, endZone: zone };
}

/** Names a zone by its Windows id; one that Windows lacks keeps its IANA name, as after an import of iCalendar. */
export function toNamedZone(timeZone: string, shownId?: string): NamedZone {
  if (!isTimeZone(timeZone)) throw new RangeError(`${timeZone} is no time zone`);
  const zone = windowsZoneOf(timeZone);
  return { id: shownId ?? zone?.id ?? timeZone, timeZone, places: zone?.places ?? timeZone };
}

function toAttendee(invitee: Invitee, meeting: Meeting, context: SeedContext): Attendee {
  const account = context.findAccount(typeof invitee.who === 'string' ? invitee.who : invitee.who.address);
  if (account === undefined && typeof invitee.who === 'string') {
    throw new RangeError(`Meeting ${meeting.id}: nobody has the id ${invitee.who}`);
  }
  const outsider = typeof invitee.who === 'string' ? undefined : invitee.who;
  const address = account?.address ?? outsider?.address ?? '';
  return {
    name: account?.name ?? outsider?.name ?? address,
    address,
    role: account?.kind === 'room' ? 'resource' : (invitee.role ?? 'required'),
    response: invitee.response ?? 'needsAction',
    respondedAt: (invitee.response ?? 'needsAction') === 'needsAction' ? undefined : context.now,
    proposal: undefined,
    wasInvited: true,
    account,
  };
}

function toBody(meeting: Meeting): StoredBody | undefined {
  const url = isSkypeUrl(meeting.conferenceUrl) ? undefined : meeting.conferenceUrl;
  if (meeting.descriptionHtml !== undefined) {
    const link = url === undefined ? '' : `<p>Join: <a href="${escapeXml(url)}">${escapeXml(url)}</a></p>`;
    const html = wholeHtml(meeting.descriptionHtml);
    const content = html.replace(/<\/body>/i, () => `${link}</body>`);
    return { type: 'HTML', content };
  }
  const lines = [meeting.description, url === undefined ? undefined : `Join: ${url}`].filter(
    (line) => line !== undefined && line !== '',
  );
  if (lines.length === 0) return undefined;
  return { type: 'Text', content: lines.join('\n\n').replaceAll(/\r?\n/g, '\r\n') };
}

/** Skype for Business is the only conference system that Exchange has a field for. */
function isSkypeUrl(url: string | undefined): boolean {
  return url !== undefined && /^https:\/\/([a-z0-9-]+\.)*(lync\.com|skype\.com)\//i.test(url);
}
