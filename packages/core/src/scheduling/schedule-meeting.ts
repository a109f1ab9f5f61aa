import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorJson } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { CalendarConnection, CallOptions } from '../provider/connection.ts';
import type { NotifyIntent } from '../provider/event-writes.ts';
import type { MadeMeeting, MeetingService, ServiceMeeting } from './meeting-service.ts';
import { schedulingInput } from './scheduling-input.ts';
import type { MeetingToSchedule } from './scheduling-input.ts';

/** What to schedule, as a tool asks for it. Plain JSON. @public */
export interface SchedulingRequest {
  readonly meeting: MeetingToSchedule;
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  readonly notify: NotifyIntent;
  /** 1 to 128 characters; the same for every repetition of one request, so that there is one meeting and one entry. */
  readonly idempotencyKey: string;
}

/**
 * What became of a request. Plain JSON.
 *
 * - `scheduled`: the meeting and its calendar entry exist.
 * - `undone`: nothing exists; `error` says why. The request can be repeated.
 * - `halfDone`: a part may exist: the answer of one of the two was lost, or the meeting could not be removed again, or was there before
 *   this request and an entry may lead to it. Repeating the request with the same key completes it; `meeting` is the one to remove when it is given up, and absent when it is not known.
 *
 * @public
 */
export type SchedulingResult =
  | { readonly kind: 'scheduled'; readonly meeting: ServiceMeeting; readonly eventId: string }
  | { readonly kind: 'undone'; readonly error: CalendarErrorJson }
  | { readonly kind: 'halfDone'; readonly meeting?: ServiceMeeting; readonly error: CalendarErrorJson };

/** Options of {@link scheduleMeeting}. @public */
export interface ScheduleMeetingOptions extends CallOptions {
  readonly request: SchedulingRequest;
  readonly connection: CalendarConnection;
  readonly meetings: MeetingService;
}

/**
 * Makes a meeting at a meeting service and writes it into a calendar. When the calendar refuses, a meeting that this call made is removed
 * again. One request at a time for a key: of two at once, one could remove what the other uses.
 *
 * @returns what became of it. Failures of either side are results, not errors: a tool has to know what is left.
 * @throws CalendarError `aborted` when the signal fires before anything is sent.
 * @public
 */
export async function scheduleMeeting(options: ScheduleMeetingOptions): Promise<SchedulingResult> {
  const { request, connection, meetings } = options;
  const { idempotencyKey } = request;
  const { title, time, recurrence } = request.meeting;
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  if (options.signal?.aborted === true) {
    throw new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller; nothing was sent' });
  }
  let made: MadeMeeting;
  try {
    made = await meetings.create({ input: schedulingInput(request.meeting), idempotencyKey, ...signal });
  } catch (thrown) {
    const error = asCalendarError(thrown, 'Making the meeting failed');
    return { kind: mayHaveHappened(error) ? 'halfDone' : 'undone', error: error.toJSON() };
  }
  const { meetingId, joinUrl, isNew } = made;
  const meeting: ServiceMeeting = { meetingId, joinUrl };
  try {
    const event = await connection.events.create({
      event: {
        title,
        time,
        ...(recurrence === undefined ? {} : { recurrence }),
        conference: { kind: 'link', url: joinUrl },
      },
      ...(request.calendarId === undefined ? {} : { calendarId: request.calendarId }),
      notify: request.notify,
      idempotencyKey,
      omit: ['attendees', 'description'],
      ...signal,
    });
    return { kind: 'scheduled', meeting, eventId: event.id };
  } catch (thrown) {
    const error = asCalendarError(thrown, 'Writing the calendar entry failed');
    // The entry may exist, of this request or an earlier one, and with the meeting gone it would lead nowhere.
    if (!isNew || mayHaveHappened(error)) return { kind: 'halfDone', meeting, error: error.toJSON() };
    try {
      await meetings.remove({ meetingId });
    } catch {
      return { kind: 'halfDone', meeting, error: error.toJSON() };
    }
    return { kind: 'undone', error: error.toJSON() };
  }
}

/** After these something may exist that nobody heard of. */
const unclearCodes: ReadonlySet<CalendarErrorCode> = new Set<CalendarErrorCode>([
  'outcomeUnknown',
  'aborted',
  'disposed',
  'networkError',
  'timeout',
  'serviceUnavailable',
  'invalidResponse',
  'responseTooLarge',
]);

function mayHaveHappened({ code }: CalendarError): boolean {
  return unclearCodes.has(code);
}

/** What is thrown by others says nothing of what happened. */
function asCalendarError(error: unknown, message: string): CalendarError {
  return CalendarError.is(error) ? error : new CalendarError({ code: 'outcomeUnknown', message, cause: error });
}
