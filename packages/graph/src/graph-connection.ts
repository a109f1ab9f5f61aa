import { CalendarError, pagedList } from '@kalends/core';
import type {
  Calendar,
  CalendarConnection,
  CallOptions,
  Capabilities,
  ConnectOptions,
  EventInstance,
  OAuthCredential,
} from '@kalends/core';
import { providerId } from './graph-context.ts';
import type { GraphContext } from './graph-context.ts';
import type { GraphSession } from './graph-session.ts';

/** What an account at Microsoft 365 can do through this package. */
export const graphCapabilities: Capabilities = {
  calendars: { list: true },
  events: {
    list: true,
    get: true,
    // Exceptions without `originalStart` were seen; nothing else that can be selected says which occurrence they replace.
    recurrenceIdOnExceptions: 'sometimes',
    absentFields: ['attachments', 'attendees.comment', 'workingLocation'],
  },
};

/** Opens a connection. Vendor modules load at its first call. */
export function connectGraph(context: GraphContext, options: ConnectOptions<OAuthCredential>): CalendarConnection {
  const { credential, onCredentialChanged } = options;
  if (credential.kind !== 'oauth' || credential.provider !== providerId)
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'connect: credential must be one of this provider',
      provider: providerId,
    });

  const closing = new AbortController();
  let session: Promise<GraphSession> | undefined;

  const withSession = async <T>(
    operation: string,
    call: CallOptions,
    run: (session: GraphSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const disposed = (): CalendarError =>
      new CalendarError({
        code: 'disposed',
        message: 'This connection was closed; open a new one',
        provider: providerId,
        operation,
      });
    if (closing.signal.aborted) throw disposed();
    session ??= import('./graph-session.ts').then(({ createSession }) =>
      createSession({ context, credential, onCredentialChanged, closing: closing.signal }),
    );
    const signal = call.signal instanceof AbortSignal ? AbortSignal.any([call.signal, closing.signal]) : closing.signal;
    try {
      return await run(await session, signal);
    } catch (error) {
      if (closing.signal.aborted && CalendarError.is(error) && error.code === 'aborted') throw disposed();
      throw CalendarError.is(error) ? error.withContext({ provider: providerId, operation }) : error;
    }
  };

  return {
    provider: providerId,
    account: credential.account,
    capabilities: graphCapabilities,
    calendars: {
      list: (listOptions = {}) => {
        const copy = { ...listOptions };
        return pagedList<Calendar>({
          provider: providerId,
          startAt: copy.pageToken,
          keyOf: (calendar) => calendar.id,
          fetchPage: (token) =>
            withSession('calendars.list', copy, async (open, signal) => {
              const { listCalendars } = await import('./calendars/list-calendars.ts');
              return listCalendars(open, copy, token, signal);
            }),
        });
      },
    },
    events: {
      list: (listOptions) => {
        const copy = { ...listOptions };
        return pagedList<EventInstance>({
          provider: providerId,
          startAt: copy.pageToken,
          keyOf: (event) => event.id,
          fetchPage: (token) =>
            withSession('events.list', copy, async (open, signal) => {
              const { listEvents } = await import('./events/list-events.ts');
              return listEvents(open, copy, token, signal);
            }),
        });
      },
      get: (getOptions) => {
        const copy = { ...getOptions };
        return withSession('events.get', copy, async (open, signal) => {
          const { getEvent } = await import('./events/get-event.ts');
          return getEvent(open, copy, signal);
        });
      },
    },
    async close() {
      closing.abort();
      (await session)?.clear();
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}
