import { Temporal } from 'temporal-polyfill';
import type { Meeting, MeetingTime } from '../../company/company.ts';
import type { GoogleEventResource } from '../calendar/event-resource.ts';
import { isTimeZone, renderInstant, wallTimeToMs } from '../calendar/zoned-time.ts';
import type { EventDateTime } from '../calendar/zoned-time.ts';
import type { OpaqueSource } from '../opaque.ts';

const meetUrl = /^https:\/\/meet\.google\.com\/([a-z]{3}-[a-z]{4}-[a-z]{3})$/;

/** Start and end as a calendar in `calendarZone` writes them; each keeps the zone it was planned in. */
export function meetingTime(when: MeetingTime, calendarZone: string): { start: EventDateTime; end: EventDateTime } {
  if (when.kind === 'allDay') return { start: { date: when.start }, end: { date: when.end } };
  const { timeZone } = when;
  if (!isTimeZone(timeZone)) throw new RangeError(`${timeZone} is not in the IANA time zone database`);
  const render = (wallTime: string): EventDateTime => ({
    dateTime: renderInstant(wallTimeToMs(wallTime, timeZone), calendarZone),
    timeZone,
  });
  return { start: render(when.start), end: render(when.end) };
}

/** The time an occurrence of a series has by the rule alone, its length counted on the wall clock. */
export function slotTime(when: MeetingTime, originalStart: string): MeetingTime {
  if (when.kind === 'allDay') {
    const days = Temporal.PlainDate.from(when.start).until(when.end);
    return { kind: 'allDay', start: originalStart, end: Temporal.PlainDate.from(originalStart).add(days).toString() };
  }
  const length = Temporal.PlainDateTime.from(when.start).until(when.end);
  const end = Temporal.PlainDateTime.from(originalStart).add(length);
  return { ...when, start: originalStart, end: end.toString({ smallestUnit: 'second' }) };
}

/** The stamp that an instance with this original start has in its id: the date, or the instant in UTC. */
export function slotStamp(originalStart: EventDateTime): string {
  if (originalStart.dateTime === undefined) return (originalStart.date ?? '').replaceAll('-', '');
  return Temporal.Instant.from(originalStart.dateTime).toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}

/** What all copies of a meeting say: texts, place, conference, transparency, visibility and attachments. */
export function meetingContent(meeting: Meeting, rooms: readonly string[], opaque: OpaqueSource): GoogleEventResource {
  const conference = meeting.conferenceUrl === undefined ? {} : conferenceContent(meeting.conferenceUrl);
  const foreignUrl =
    meeting.conferenceUrl !== undefined && !('hangoutLink' in conference) ? meeting.conferenceUrl : undefined;
  const place = meeting.location ?? (rooms.length > 0 ? rooms.join(', ') : undefined);
  const text = meeting.descriptionHtml ?? meeting.description;
  const separator = meeting.descriptionHtml === undefined ? '\n\n' : '<br><br>';
  // Another vendor's link has no field of its own: people paste it where there is room.
  const location = place ?? foreignUrl;
  const description =
    foreignUrl !== undefined && place !== undefined
      ? text === undefined
        ? foreignUrl
        : text + separator + foreignUrl
      : text;
  return {
    summary: meeting.title,
    ...(description === undefined ? {} : { description }),
    ...(location === undefined ? {} : { location }),
    ...conference,
    ...(meeting.busyStatus === 'free' ? { transparency: 'transparent' } : {}),
    ...(meeting.privacy === 'private' || meeting.privacy === 'confidential' ? { visibility: meeting.privacy } : {}),
    ...(meeting.attachments === undefined || meeting.attachments.length === 0
      ? {}
      : { attachments: meeting.attachments.map((title) => attachment(title, opaque)) }),
  };
}

function conferenceContent(url: string): GoogleEventResource {
  const conferenceId = meetUrl.exec(url)?.[1];
  if (conferenceId === undefined) return {};
  return {
    hangoutLink: url,
    conferenceData: {
      entryPoints: [{ entryPointType: 'video', uri: url, label: `meet.google.com/${conferenceId}` }],
      conferenceSolution: {
        key: { type: 'hangoutsMeet' },
        name: 'Google Meet',
        iconUri:
          'https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png',
      },
      conferenceId,
    },
  };
}

function attachment(title: string, opaque: OpaqueSource): NonNullable<GoogleEventResource['attachments']>[number] {
  const fileId = `1${opaque.text(32)}`;
  const mimeType = title.toLowerCase().endsWith('.pdf') ? 'application/pdf' : 'application/vnd.google-apps.document';
  return {
    fileUrl: `https://drive.google.com/open?id=${fileId}`,
    title,
    mimeType,
    iconLink: `https://drive-thirdparty.googleusercontent.com/16/type/${mimeType}`,
    fileId,
  };
}
