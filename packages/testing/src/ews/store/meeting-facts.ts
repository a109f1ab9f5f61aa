import type { Company, Invitee, Meeting, MeetingTime } from '../../company/company.ts';
import { expandSeries } from '../recurrence/series-expansion.ts';
import { instantOf, parseWallTime } from '../time/instants.ts';
import type { WallTime } from '../time/instants.ts';
import type { NamedZone } from '../time/zone-definition.ts';
import { isTimeZone, windowsZoneOf } from '../time/windows-zones.ts';
import { escapeXml } from '../xml/xml-writer.ts';
import type { Account } from './account.ts';
import { makeGlobalObjectId } from './ids.ts';
import type { AttendeeFacts, ExceptionFacts, ItemTime, MeetingFacts } from './stored-item.ts';

/** What the facts of a meeting are made from besides the meeting. */
export interface FactsContext {
  readonly company: Pick<Company, 'domain'>;
  /** Mailbox by id in the company, or by address. */
  readonly findAccount: (who: string) => Account | undefined;
  /** Another zone id to show, see the emulator's option of that name. */
  readonly zoneIdOf: ((meeting: Meeting) => string | undefined) | undefined;
  readonly now: number;
  /** Earlier state of the same meeting: a change keeps its identity. */
  readonly previous: MeetingFacts | undefined;
}

/**
 * Works out everything about a meeting that does not depend on whose copy it is.
 *
 * @throws RangeError when people, times or the recurrence make no sense, or when Exchange cannot hold them.
 */
export function toMeetingFacts(meeting: Meeting, context: FactsContext): MeetingFacts {
  const organizer = context.findAccount(meeting.organizer);
  if (organizer === undefined) throw new RangeError(`Meeting ${meeting.id}: nobody has the id ${meeting.organizer}`);
  const shownId = context.zoneIdOf?.(meeting);
  const time = toItemTime(meeting.when, organizer, shownId);
  // Whoever calls a meeting is not invited to it, even when listed.
  const attendees = (meeting.invitees ?? [])
    .map((invitee) => toAttendee(invitee, meeting, context.findAccount))
    .filter((attendee) => attendee.account !== organizer);
  const rooms = attendees.filter((attendee) => attendee.role === 'resource').map((room) => room.name);
  const location = meeting.location ?? rooms.join('; ');
  const body = toBody(meeting);
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
  const exceptions = new Map<WallTime, ExceptionFacts>();
  for (const exception of meeting.series?.exceptions ?? []) {
    const wall = requireOccurrence(exception.originalStart);
    const moved: ItemTime =
      exception.when === undefined
        ? {
            start: instantOf(wall, time.zone.timeZone),
            end: instantOf(wall + durationMs, time.zone.timeZone),
            isAllDay: time.isAllDay,
            zone: time.zone,
          }
        : toItemTime(exception.when, organizer, shownId);
    exceptions.set(wall, {
      ...moved,
      subject: exception.title ?? meeting.title,
      location: exception.location ?? location,
    });
  }
  return {
    ...time,
    meeting,
    organizer,
    attendees,
    globalObjectId:
      context.previous?.globalObjectId ?? makeGlobalObjectId(`${context.company.domain}/${meeting.id}`, context.now),
    location,
    body,
    series,
    exceptions,
    deleted: new Set((meeting.series?.deleted ?? []).map(requireOccurrence)),
    createdAt: context.previous?.createdAt ?? context.now,
    modifiedAt: context.now,
  };
}

function toItemTime(when: MeetingTime, organizer: Account, shownId: string | undefined): ItemTime {
  // All-day events are instants to Exchange: midnights in the zone of whoever made them.
  const timeZone = when.kind === 'timed' ? when.timeZone : organizer.timeZone;
  const zone = toNamedZone(timeZone, shownId);
  const start = instantOf(parseWallTime(when.start), timeZone);
  const end = instantOf(parseWallTime(when.end), timeZone);
  if (end < start) throw new RangeError('A meeting must not end before it starts');
  return { start, end, isAllDay: when.kind === 'allDay', zone };
}

/** Names a zone by its Windows id; one that Windows lacks keeps its IANA name, as after an import of iCalendar. */
function toNamedZone(timeZone: string, shownId: string | undefined): NamedZone {
  if (!isTimeZone(timeZone)) throw new RangeError(`${timeZone} is no time zone`);
  const zone = windowsZoneOf(timeZone);
  return { id: shownId ?? zone?.id ?? timeZone, timeZone, places: zone?.places ?? timeZone };
}

function toAttendee(
  invitee: Invitee,
  meeting: Meeting,
  findAccount: (who: string) => Account | undefined,
): AttendeeFacts {
  const account = findAccount(typeof invitee.who === 'string' ? invitee.who : invitee.who.address);
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
    account,
  };
}

function toBody(meeting: Meeting): MeetingFacts['body'] {
  const url = isSkypeUrl(meeting.conferenceUrl) ? undefined : meeting.conferenceUrl;
  if (meeting.descriptionHtml !== undefined) {
    const link = url === undefined ? '' : `<p>Join: <a href="${escapeXml(url)}">${escapeXml(url)}</a></p>`;
    const html = meeting.descriptionHtml;
    // Only a whole document is stored as one; Exchange wraps a fragment.
    const content = /<\/body>/i.test(html)
      ? html.replace(/<\/body>/i, () => `${link}</body>`)
      : `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>${html}${link}</body></html>`;
    return { type: 'HTML', content };
  }
  const lines = [meeting.description, url === undefined ? undefined : `Join: ${url}`].filter(
    (line) => line !== undefined && line !== '',
  );
  if (lines.length === 0) return undefined;
  return { type: 'Text', content: lines.join('\n\n').replaceAll(/\r?\n/g, '\r\n') };
}

/** Skype for Business is the only conference system that Exchange has a field for. */
export function isSkypeUrl(url: string | undefined): boolean {
  return url !== undefined && /^https:\/\/([a-z0-9-]+\.)*(lync\.com|skype\.com)\//i.test(url);
}
