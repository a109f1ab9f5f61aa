import type { GoogleAnswer, GoogleCalendarClient } from '../../src/index.ts';

/** A client that does the same whatever it is asked. */
export function uniformClient(call: () => Promise<GoogleAnswer>): GoogleCalendarClient {
  return {
    calendarList: { list: call, get: call },
    events: { list: call, get: call, instances: call, insert: call, patch: call, delete: call, move: call },
    freebusy: { query: call },
  };
}
