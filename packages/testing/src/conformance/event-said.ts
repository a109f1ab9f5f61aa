import { htmlToText } from '@kalends/core';
import type { CalendarEvent, EventBody, EventTime, NewEvent, NewEventTime } from '@kalends/core';
import { expect } from 'vitest';
import { byKey, linesOf } from './event-summary.ts';

/** What can be compared of a body: services put their own frame and line ends around a text. */
export function bodyLines(body: EventBody | undefined): readonly string[] {
  if (body === undefined) return [];
  return linesOf(body.contentType === 'html' ? htmlToText(body.content) : body.content);
}

/**
 * Expects an event to say what was written into it: every field that was written and nothing about the others. Of a body, what a
 * reader sees of it.
 */
export function expectSaid(event: CalendarEvent, said: Partial<NewEvent>): void {
  const names = Object.keys(said).filter((name) => name in comparable);
  const pick = (all: Readonly<Record<string, unknown>>): object =>
    Object.fromEntries(names.map((name) => [name, all[name]]));
  expect(pick(readings(event))).toEqual(pick(writings(said)));
}

const comparable: Readonly<Partial<Record<keyof NewEvent, true>>> = {
  title: true,
  body: true,
  time: true,
  locations: true,
  categories: true,
  color: true,
  reminderMinutes: true,
  busyStatus: true,
  privacy: true,
  allowsNewTimeProposals: true,
  attendees: true,
  properties: true,
};

function readings(event: CalendarEvent): Readonly<Record<string, unknown>> {
  return {
    ...event,
    // An empty title and none are one thing to services.
    title: event.title ?? '',
    body: bodyLines(event.body),
    time: readTime(event.time),
    locations: event.locations.map(({ name, address }) => ({ name, address: address?.toLowerCase() })),
    categories: event.categories.toSorted(),
    attendees: event.attendees
      .map(({ address = '', kind, role }) => ({ address: address.toLowerCase(), kind, role }))
      .sort(byKey),
  };
}

function writings(said: Partial<NewEvent>): Readonly<Record<string, unknown>> {
  return {
    ...said,
    title: said.title ?? '',
    body: bodyLines(said.body),
    ...(said.time === undefined ? {} : { time: readTime(said.time) }),
    locations: said.locations?.map(({ name, address }) => ({ name, address: address?.toLowerCase() })),
    categories: said.categories?.toSorted(),
    attendees: said.attendees
      ?.map(({ address, kind = 'individual', role = 'required' }) => ({ address: address.toLowerCase(), kind, role }))
      .sort(byKey),
  };
}

function readTime(time: EventTime | NewEventTime): object {
  if (time.kind === 'allDay') return time;
  const wall = ({ dateTime, timeZone }: { dateTime: string; timeZone: string }): string => `${dateTime} ${timeZone}`;
  return { start: wall(time.start), end: wall(time.end) };
}
