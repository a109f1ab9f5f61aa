import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarConnection, CallOptions } from '../provider/connection.ts';
import type { MeetingService } from './meeting-service.ts';
import { scheduleMeeting } from './schedule-meeting.ts';
import type { SchedulingRequest, SchedulingResult } from './schedule-meeting.ts';
import { parseSchedulingRequest, parseSchedulingResult } from './scheduling-messages.ts';

/** How a tool has its meetings scheduled. @public */
export interface SchedulingTransport {
  /** Has one meeting scheduled; failures are results. @throws CalendarError `invalidArgument`, `aborted`, `networkError`. */
  schedule(request: SchedulingRequest, options?: CallOptions): Promise<SchedulingResult>;
}

/** A tool that talks to the meeting service and the calendar itself. @public */
export function directTransport(parts: {
  readonly connection: CalendarConnection;
  readonly meetings: MeetingService;
}): SchedulingTransport {
  return {
    schedule: async (request, options = {}) =>
      scheduleMeeting({ ...parts, request: parseSchedulingRequest(request), ...options }),
  };
}

/**
 * A tool inside another program, which talks to nobody but the client on the same machine: the client sends on its behalf.
 *
 * @param send - Hands a message over and gives the answer, for example through a local socket.
 * @public
 */
export function clientTransport(send: (message: string, options: CallOptions) => Promise<string>): SchedulingTransport {
  return {
    schedule: async (request, options = {}) =>
      parseSchedulingResult(await send(JSON.stringify(parseSchedulingRequest(request)), options)),
  };
}

/**
 * The client's side of {@link clientTransport}: does what a message asks for.
 *
 * @param message - As it came; anything but a request is refused.
 * @returns the answer to hand back.
 * @throws CalendarError `invalidArgument` for a message that is none, and those of {@link SchedulingTransport.schedule}.
 * @public
 */
export async function answerSchedulingMessage(
  transport: SchedulingTransport,
  message: string,
  options: CallOptions = {},
): Promise<string> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch (error) {
    throw new CalendarError({ code: 'invalidArgument', message: 'The message is not JSON', cause: error });
  }
  return JSON.stringify(await transport.schedule(parseSchedulingRequest(value), options));
}
