import { CalendarError, readJson } from '@kalends/core';
import type { CallOptions, Fetch } from '@kalends/core';
import type { MeetingService } from '@kalends/core/scheduling';
import { z } from 'zod';

const meetingSchema = z.object({ meetingId: z.string().min(1), joinUrl: z.url({ protocol: /^https$/ }) });

/** The meeting service behind its HTTP interface. */
export function httpMeetingService(options: { readonly origin: string; readonly fetch: Fetch }): MeetingService {
  const send = async (path: string, init: RequestInit, { signal }: CallOptions): Promise<Response> => {
    let response: Response;
    try {
      response = await options.fetch(`${options.origin}${path}`, {
        ...init,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      const isAborted = signal?.aborted === true;
      throw new CalendarError({
        code: isAborted ? 'aborted' : 'networkError',
        message: isAborted ? 'The call was aborted by its caller' : 'The meeting service could not be reached',
        cause: error,
      });
    }
    if (response.ok) return response;
    await response.body?.cancel();
    throw new CalendarError({
      code: response.status >= 500 ? 'serviceUnavailable' : 'accessDenied',
      message: 'The meeting service refused',
      status: response.status,
    });
  };
  return {
    async create({ input, idempotencyKey, ...call }) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      const response = await send('/meetings', { method: 'POST', headers, body: JSON.stringify(input) }, call);
      const meeting = meetingSchema.safeParse(await readJson(response, { provider: 'meetings' }));
      // 201 says that this request made it, 200 that it was there.
      if (meeting.success) return { ...meeting.data, isNew: response.status === 201 };
      throw new CalendarError({ code: 'invalidResponse', message: 'The meeting service gave no meeting' });
    },
    async remove({ meetingId, ...call }) {
      await send(`/meetings/${encodeURIComponent(meetingId)}`, { method: 'DELETE' }, call);
    },
  };
}
