import { invalidRequest, readBody } from '../body-reader.ts';
import { readWallTime } from '../events/wall-time-input.ts';
import { hasFullAccess } from '../mailbox-access.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import { workingHoursOf } from '../mailbox-settings-resource.ts';
import { ok } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { dateTimeTimeZone } from '../wall-time.ts';
import { busyTimes, statusBetween } from './busy-times.ts';
import type { BusyTime } from './busy-times.ts';

// Graph docs, "calendar: getSchedule".
const maxSchedules = 20;
const maxWindowMs = 62 * 86_400_000;
const maxEntries = 1000;
const defaultIntervalMinutes = 30;
const digits: Readonly<Record<string, string>> = {
  free: '0',
  tentative: '1',
  busy: '2',
  oof: '3',
  workingElsewhere: '4',
};

/**
 * `POST calendar/getSchedule`: when people and rooms are free. Whoever cannot be found has an error of one's own.
 *
 * @throws GraphRefusal 400 for too many schedules, a window too long or reversed, an interval out of range.
 */
export function getSchedule(work: MailboxRequest): Reply {
  const body = readBody(work.request);
  const schedules = body.texts('schedules') ?? [];
  const [start, end] = [readWallTime(body, 'startTime'), readWallTime(body, 'endTime')];
  const minutes = body.number('availabilityViewInterval') ?? defaultIntervalMinutes;
  if (schedules.length === 0 || start === undefined || end === undefined) {
    throw invalidRequest('Schedules, StartTime and EndTime are required.');
  }
  if (schedules.length > maxSchedules) throw invalidRequest(`The request has more than ${maxSchedules} schedules.`);
  if (minutes < 5 || minutes > 1440) throw invalidRequest('AvailabilityViewInterval has to be from 5 to 1440 minutes.');
  if (end.ms <= start.ms) {
    throw new GraphRefusal(400, 'ErrorInvalidTimeInterval', 'The end of the window has to be after its start.');
  }
  if (end.ms - start.ms > maxWindowMs) {
    throw new GraphRefusal(400, 'ErrorTimeIntervalTooBig', 'The window is longer than 62 days.');
  }
  if (minutes * 60_000 > end.ms - start.ms) throw invalidRequest('The interval is longer than the window.');
  const window = { fromMs: start.ms, untilMs: end.ms, stepMs: minutes * 60_000 };
  return ok({
    '@odata.context': `${work.graphBaseUrl}/$metadata#Collection(microsoft.graph.scheduleInformation)`,
    value: schedules.map((address) => scheduleOf(work, address, window)),
  });
}

interface ScheduleWindow {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly stepMs: number;
}

function scheduleOf(work: MailboxRequest, address: string, { fromMs, untilMs, stepMs }: ScheduleWindow): JsonObject {
  const mailbox = work.tenant.directory.find(address);
  if (mailbox === undefined) {
    return failed(address, 'ErrorMailRecipientNotFound', 'The e-mail address of the attendee could not be resolved.');
  }
  const isOwn = mailbox.objectId === work.caller.objectId || hasFullAccess(work.tenant, work.caller, mailbox);
  if (mailbox.hosting !== 'exchangeOnline' || (mailbox.sharing === 'none' && !isOwn)) {
    return failed(address, 'ErrorNoFreeBusyAccess', 'The caller has no free/busy access to this mailbox.');
  }
  const times = busyTimes(mailbox, fromMs, untilMs);
  if (times.length > maxEntries) return failed(address, '5006', 'The result set contains too many calendar entries.');
  const slots = Array.from({ length: Math.floor((untilMs - fromMs) / stepMs) }, (_, index) => fromMs + index * stepMs);
  return {
    scheduleId: address,
    availabilityView: slots.map((slot) => digits[statusBetween(times, slot, slot + stepMs)] ?? '0').join(''),
    scheduleItems: times.map((time) => itemJson(work, time, isOwn || mailbox.sharing === 'details', isOwn)),
    workingHours: workingHoursOf(mailbox).json,
  };
}

function itemJson(work: MailboxRequest, time: BusyTime, hasDetails: boolean, isOwn: boolean): JsonObject {
  const { content } = time.event;
  const isPrivate = content.sensitivity === 'private';
  const { zone } = work.preferences;
  return {
    ...(hasDetails
      ? {
          isPrivate,
          subject: isPrivate && !isOwn ? '' : content.subject,
          location: isPrivate && !isOwn ? '' : String(content.place.location['displayName']),
        }
      : {}),
    status: time.status,
    start: dateTimeTimeZone(time.startMs, false, zone),
    end: dateTimeTimeZone(time.endMs, false, zone),
  };
}

function failed(scheduleId: string, responseCode: string, message: string): JsonObject {
  return { scheduleId, error: { responseCode, message } };
}
