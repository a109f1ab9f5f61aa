import { htmlToText } from '@kalends/core';
import type { CalendarEvent } from '@kalends/core';

const lines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * What has to be the same of an event in two calendars, by field; ids, versions and dates of change are each calendar's own. Fields in
 * which nothing was said are left out: another calendar has other defaults.
 *
 * @param link - A join link that may stand in the text in place of a field of its own.
 */
export function comparedEvent(event: CalendarEvent, link: string | undefined): Readonly<Record<string, unknown>> {
  const { body, conference, color, reminderMinutes, allowsNewTimeProposals } = event;
  const text = body === undefined ? '' : body.contentType === 'html' ? htmlToText(body.content) : body.content;
  const bodyLines = lines(text).filter((line) => link === undefined || !line.includes(link));
  const fields: Readonly<Record<string, unknown>> = {
    kind: event.kind,
    title: event.title ?? '',
    body: bodyLines,
    'body.contentType': bodyLines.length === 0 ? undefined : body?.contentType,
    time: instantsOf(event),
    'time.timeZone': event.time.kind === 'timed' ? [event.time.start.timeZone, event.time.end.timeZone] : undefined,
    locations: event.locations.map(({ name }) => name).filter((name) => name !== link),
    'locations.address': event.locations.flatMap(({ address }) => address?.toLowerCase() ?? []),
    categories: event.categories.toSorted(),
    color,
    busyStatus: event.busyStatus,
    privacy: event.privacy,
    allowsNewTimeProposals,
    properties: event.properties,
    conference: conference?.url,
    attendees: event.attendees
      .map(({ address = '', kind, role }) => `${address.toLowerCase()} ${kind} ${role}`)
      .toSorted(),
    reminderMinutes,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function instantsOf({ time }: CalendarEvent): readonly string[] {
  return time.kind === 'timed' ? [time.start.instant, time.end.instant] : [time.startDate, time.endDate];
}
