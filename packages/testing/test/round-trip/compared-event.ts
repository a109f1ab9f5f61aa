import { htmlToText } from '@kalends/core';
import type { CalendarEvent } from '@kalends/core';

const lines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What has to be the same of an event in two calendars, by field; ids, versions and dates of change are each calendar's own. */
export function comparedEvent(event: CalendarEvent): Readonly<Record<string, unknown>> {
  const { body, conference } = event;
  const text = body === undefined ? '' : body.contentType === 'html' ? htmlToText(body.content) : body.content;
  return {
    kind: event.kind,
    title: event.title ?? '',
    // A service that keeps a join link in the text puts it in the last line.
    body: lines(text).filter((line) => conference === undefined || !line.includes(conference.url)),
    'body.contentType': body?.contentType,
    time: instantsOf(event),
    'time.timeZone': event.time.kind === 'timed' ? [event.time.start.timeZone, event.time.end.timeZone] : undefined,
    locations: event.locations.map(({ name }) => name),
    'locations.address': event.locations.map(({ address }) => address?.toLowerCase()),
    categories: event.categories.toSorted(),
    color: event.color,
    busyStatus: event.busyStatus,
    privacy: event.privacy,
    allowsNewTimeProposals: event.allowsNewTimeProposals ?? true,
    properties: event.properties,
    conference: conference?.url,
    attendees: event.attendees
      .map(({ address = '', kind, role }) => `${address.toLowerCase()} ${kind} ${role}`)
      .toSorted(),
    recurrence: event.kind === 'master' ? event.recurrence : undefined,
    // Without one the calendar's own default counts, which is another one elsewhere.
    ...(event.reminderMinutes === undefined ? {} : { reminderMinutes: event.reminderMinutes }),
  };
}

function instantsOf({ time }: CalendarEvent): readonly string[] {
  return time.kind === 'timed' ? [time.start.instant, time.end.instant] : [time.startDate, time.endDate];
}
