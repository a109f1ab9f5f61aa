import type { EventLocation, EventPatch, NewEvent } from '@kalends/core';
import { googleEventWrites } from '../../event-write-capabilities.ts';
import type { WireEventBody, WireReminder } from '../../wire/event-body.ts';
import { colorIdOf } from '../event-colors.ts';
import { unwritable } from './unwritable.ts';
import { writtenConference } from './written-conference.ts';

/** What writing the content of an event hangs on besides. */
export interface ContentOptions {
  /** Names the conference to be made, if one is. */
  readonly conferenceRequestId: string;
  /** Reminders by mail that the event has: they are another thing than the one that pops up, and stay. */
  readonly mailReminders?: readonly WireReminder[];
}

/** Google keeps five reminders of an event. */
const maxReminders = 5;

/**
 * Writes everything that is said of an event but its time, recurrence and attendees. What is absent stays absent.
 *
 * @throws CalendarError `unsupported` naming the field that Google has no place for.
 */
export function writtenContent(content: EventPatch | NewEvent, options: ContentOptions): WireEventBody {
  refuseUnwritable(content);
  const { title, body, locations, color, reminderMinutes, conference, busyStatus, privacy, properties } = content;
  const visibility = privacy === 'confidential' ? undefined : privacy;
  return {
    ...(title === undefined ? {} : { summary: title }),
    ...(body === undefined ? {} : { description: body === null ? null : body.content }),
    ...(locations === undefined ? {} : { location: writtenLocation(locations) }),
    ...(color === undefined ? {} : { colorId: color === null ? null : writtenColor(color) }),
    ...(busyStatus === undefined ? {} : { transparency: busyStatus === 'free' ? 'transparent' : 'opaque' }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(reminderMinutes === undefined ? {} : { reminders: writtenReminders(reminderMinutes, options) }),
    ...(properties === undefined ? {} : { extendedProperties: { private: properties } }),
    ...(conference === undefined
      ? {}
      : {
          conferenceData: conference === null ? null : writtenConference(conference, options.conferenceRequestId),
        }),
  };
}

function refuseUnwritable(content: EventPatch | NewEvent): void {
  const { unwritableFields, busyStatuses, privacies, bodyContentTypes } = googleEventWrites;
  const given: Readonly<Record<string, unknown>> = { ...content };
  const field = unwritableFields.find((name) => given[name] !== undefined);
  if (field !== undefined) throw unwritable(field, 'Google Calendar has no such thing');
  const { busyStatus, privacy, body } = content;
  if (busyStatus !== undefined && !busyStatuses.includes(busyStatus)) {
    throw unwritable('busyStatus', `Google Calendar knows ${busyStatuses.join(' and ')}`);
  }
  if (privacy !== undefined && !privacies.includes(privacy)) {
    throw unwritable('privacy', `Google Calendar knows ${privacies.join(', ')}`);
  }
  if (body !== undefined && body !== null && !bodyContentTypes.includes(body.contentType)) {
    throw unwritable('body', 'Google Calendar reads every text as HTML');
  }
}

/** The place of an event is one text. */
function writtenLocation(locations: readonly EventLocation[] | null): string | null {
  const [location, ...others] = locations ?? [];
  if (location === undefined) return null;
  if (others.length > 0) throw unwritable('locations', 'an event has one place in Google Calendar');
  if (location.address !== undefined) {
    throw unwritable('locations', 'Google Calendar keeps no address of a place; invite the room as an attendee');
  }
  return location.name;
}

function writtenColor(color: string): string {
  const id = colorIdOf(color);
  if (id === undefined) throw unwritable('color', 'it is none of the colours that events of Google Calendar can have');
  return id;
}

function writtenReminders(
  minutes: number | null,
  { mailReminders = [] }: ContentOptions,
): NonNullable<WireEventBody['reminders']> {
  if (minutes === null) return { useDefault: false, overrides: [] };
  return {
    useDefault: false,
    overrides: [{ method: 'popup', minutes }, ...mailReminders.slice(0, maxReminders - 1)],
  };
}
