import { Temporal } from 'temporal-polyfill';
import { invalidRequest, readBody } from '../body-reader.ts';
import type { BodyReader } from '../body-reader.ts';
import { readRecipient } from '../events/event-input.ts';
import { readWallTime } from '../events/wall-time-input.ts';
import type { MailboxRequest } from '../graph-context.ts';
import type { JsonObject, Mailbox } from '../mailbox.ts';
import { workingHoursOf } from '../mailbox-settings-resource.ts';
import { weekdays } from '../recurrence-pattern.ts';
import { ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import type { NamedZone } from '../time-zones.ts';
import { dateTimeTimeZone } from '../wall-time.ts';
import { busyTimes, statusBetween } from './busy-times.ts';
import type { BusyTime } from './busy-times.ts';

const halfHourMs = 1_800_000;
const weekMs = 7 * 86_400_000;
const defaultDuration = 'PT30M';
const defaultMinimumPercentage = 50;
const defaultMaxCandidates = 20;

interface Guest {
  readonly type: string;
  readonly address: string;
  readonly name: string;
  /** Undefined for outsiders, of whom nothing is known. */
  readonly busy: readonly BusyTime[] | undefined;
}

interface Candidate {
  readonly startMs: number;
  readonly endMs: number;
  readonly organizerStatus: string;
  readonly statuses: readonly { readonly guest: Guest; readonly status: string }[];
  readonly rooms: readonly { readonly json: JsonObject; readonly isFree: boolean }[];
  readonly confidence: number;
}

/** `POST findMeetingTimes`: when a meeting would suit those who have to come (Graph docs, "user: findMeetingTimes"). */
export function findMeetingTimes(work: MailboxRequest): Reply {
  const body = readBody(work.request);
  const durationMs = readDuration(body.text('meetingDuration') ?? defaultDuration);
  const minimum = body.number('minimumAttendeePercentage') ?? defaultMinimumPercentage;
  const maxCandidates = body.number('maxCandidates') ?? defaultMaxCandidates;
  const windows = readWindows(work, body);
  const fromMs = Math.min(...windows.map((window) => window.fromMs));
  const untilMs = Math.max(...windows.map((window) => window.untilMs));
  const guests = (body.objects('attendees') ?? []).map((attendee) => readGuest(work, attendee, fromMs, untilMs));
  const isOptional = body.flag('isOrganizerOptional') ?? false;
  const places = readPlaces(work, body.object('locationConstraint'));
  const organizer = busyTimes(work.mailbox, fromMs, untilMs);
  const all = windows
    .flatMap((window) => slotsIn(window, durationMs))
    .map((startMs): Candidate => {
      const endMs = startMs + durationMs;
      const statuses = guests.map((guest) => ({
        guest,
        status: guest.busy === undefined ? 'unknown' : statusBetween(guest.busy, startMs, endMs),
      }));
      return {
        startMs,
        endMs,
        organizerStatus: statusBetween(organizer, startMs, endMs),
        statuses,
        rooms: places.rooms.map(({ mailbox, json }) => ({
          json,
          isFree: mailbox !== undefined && statusBetween(busyTimes(mailbox, startMs, endMs), startMs, endMs) === 'free',
        })),
        confidence: confidenceOf(statuses.map(({ status }) => status)),
      };
    });
  const withOrganizer = all.filter(({ organizerStatus }) => isOptional || isAvailable(organizerStatus));
  const withGuests = withOrganizer.filter(({ confidence }) => confidence >= minimum);
  const withRooms = withGuests.filter(({ rooms }) => !places.isRequired || rooms.some(({ isFree }) => isFree));
  const found = withRooms.sort((a, b) => b.confidence - a.confidence || a.startMs - b.startMs).slice(0, maxCandidates);
  const withReasons = body.flag('returnSuggestionReasons') ?? false;
  return ok({
    '@odata.context': `${work.graphBaseUrl}/$metadata#microsoft.graph.meetingTimeSuggestionsResult`,
    emptySuggestionsReason: found.length > 0 ? '' : emptyReason(withOrganizer, withGuests, guests),
    meetingTimeSuggestions: found.map((candidate, index) =>
      suggestionJson(candidate, index + 1, work.preferences.zone, withReasons),
    ),
  });
}

function readGuest(work: MailboxRequest, attendee: BodyReader, fromMs: number, untilMs: number): Guest {
  const { address, name } = readRecipient(attendee);
  const type = attendee.choice('type', ['required', 'optional', 'resource'], 'attendeeType') ?? 'required';
  const mailbox = work.tenant.directory.find(address);
  const isKnown = mailbox !== undefined && mailbox.hosting === 'exchangeOnline' && mailbox.sharing !== 'none';
  return { type, address, name, busy: isKnown ? busyTimes(mailbox, fromMs, untilMs) : undefined };
}

interface Window {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Whether a meeting may begin at an instant. */
  readonly allows: (startMs: number, endMs: number) => boolean;
}

/** Without time slots, the next seven days. */
function readWindows(work: MailboxRequest, body: BodyReader): readonly Window[] {
  const constraint = body.object('timeConstraint');
  const domains = ['work', 'personal', 'unrestricted', 'unknown'];
  const domain = constraint?.choice('activityDomain', domains, 'activityDomain') ?? 'work';
  const allows = domain === 'work' || domain === 'unknown' ? inWorkingHours(work.mailbox) : (): boolean => true;
  const slots = constraint?.objects('timeSlots') ?? [];
  const now = work.context.entra.clock.now();
  if (slots.length === 0) return [{ fromMs: now, untilMs: now + weekMs, allows }];
  return slots.map((slot) => {
    const [start, end] = [readWallTime(slot, 'start'), readWallTime(slot, 'end')];
    if (start === undefined || end === undefined || end.ms <= start.ms) {
      throw invalidRequest('A time slot has to have a start, and an end after it.');
    }
    return { fromMs: start.ms, untilMs: end.ms, allows };
  });
}

function inWorkingHours(mailbox: Mailbox): (startMs: number, endMs: number) => boolean {
  const { daysOfWeek, startTime, endTime, iana } = workingHoursOf(mailbox);
  return (startMs, endMs) => {
    const [start, end] = [startMs, endMs].map((ms) =>
      Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(iana),
    );
    if (start === undefined || end === undefined) return false;
    const isOneDay = start.toPlainDate().equals(end.toPlainDate());
    const day = weekdays[start.dayOfWeek % 7] ?? '';
    const [from, until] = [start, end].map((time) => time.toPlainTime().toString({ smallestUnit: 'second' }));
    return (
      isOneDay &&
      daysOfWeek.includes(day) &&
      (from ?? '') >= startTime.slice(0, 8) &&
      (until ?? '') <= endTime.slice(0, 8)
    );
  };
}

/** Every half hour a meeting could begin. */
function slotsIn({ fromMs, untilMs, allows }: Window, durationMs: number): readonly number[] {
  const first = Math.ceil(fromMs / halfHourMs) * halfHourMs;
  const count = Math.max(0, Math.floor((untilMs - durationMs - first) / halfHourMs) + 1);
  return Array.from({ length: count }, (_, index) => first + index * halfHourMs).filter((startMs) =>
    allows(startMs, startMs + durationMs),
  );
}

function readPlaces(
  work: MailboxRequest,
  constraint: BodyReader | null | undefined,
): {
  readonly isRequired: boolean;
  readonly rooms: readonly { readonly mailbox: Mailbox | undefined; readonly json: JsonObject }[];
} {
  const rooms = (constraint?.objects('locations') ?? []).map((location) => {
    const address = location.text('locationEmailAddress') ?? '';
    const json = { displayName: location.text('displayName') ?? address, locationEmailAddress: address };
    return { mailbox: work.tenant.directory.find(address), json };
  });
  return { isRequired: constraint?.flag('isRequired') ?? false, rooms };
}

/** The mean over the guests: 100 when free, 49 when nobody knows, 0 when busy. */
function confidenceOf(statuses: readonly string[]): number {
  if (statuses.length === 0) return 100;
  const sum = statuses.reduce(
    (total, status) => total + (status === 'unknown' ? 49 : isAvailable(status) ? 100 : 0),
    0,
  );
  return sum / statuses.length;
}

function isAvailable(status: string): boolean {
  return status === 'free' || status === 'workingElsewhere';
}

function emptyReason(
  withOrganizer: readonly Candidate[],
  withGuests: readonly Candidate[],
  guests: readonly Guest[],
): string {
  if (withOrganizer.length === 0) return 'organizerUnavailable';
  if (withGuests.length > 0) return 'locationsUnavailable';
  return guests.some(({ busy }) => busy === undefined) ? 'attendeesUnavailableOrUnknown' : 'attendeesUnavailable';
}

function suggestionJson(candidate: Candidate, order: number, zone: NamedZone, withReasons: boolean): JsonObject {
  const { startMs, endMs, organizerStatus, statuses, rooms, confidence } = candidate;
  return {
    confidence,
    order,
    organizerAvailability: organizerStatus,
    suggestionReason: withReasons
      ? 'Suggested because it is one of the nearest times when all attendees are available.'
      : '',
    meetingTimeSlot: { start: dateTimeTimeZone(startMs, false, zone), end: dateTimeTimeZone(endMs, false, zone) },
    attendeeAvailability: statuses.map(({ guest, status }) => ({
      availability: status,
      attendee: { type: guest.type, emailAddress: { name: guest.name, address: guest.address } },
    })),
    locations: rooms.filter(({ isFree }) => isFree).map(({ json }) => json),
  };
}

function readDuration(text: string): number {
  try {
    const ms = Temporal.Duration.from(text).total({ unit: 'millisecond', relativeTo: '2026-01-01' });
    if (ms > 0) return ms;
  } catch {
    // Refused below, like a duration of nothing.
  }
  throw invalidRequest('MeetingDuration has to be an ISO 8601 duration.');
}
