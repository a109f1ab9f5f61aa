import { CalendarError, pagedList, unsupportedGroups } from '@kalends/core';
import type { AccountIdentity, CalendarConnection, Capabilities } from '@kalends/core';
import type { DiagnosisFacts } from './diagnosis/diagnose.ts';
import { disposed } from './session.ts';
import type { Session } from './session.ts';

/** Settings of {@link googleConnection}. */
export interface GoogleConnectionOptions {
  readonly account: AccountIdentity;
  readonly capabilities: Capabilities;
  /** What a diagnosis has to know beyond the session. */
  readonly diagnosis: DiagnosisFacts;
  /** Loads the vendor's modules and prepares the session; called once, at the first call that needs it. */
  readonly openSession: (
    closeSignal: AbortSignal,
  ) => Promise<{ readonly session: Session; readonly close: () => void }>;
}

/** The connection object; the work is in modules that load at the first call. */
export function googleConnection(options: GoogleConnectionOptions): CalendarConnection {
  const closing = new AbortController();
  let opened: ReturnType<GoogleConnectionOptions['openSession']> | undefined;

  const run = async <T>(operation: string, work: (session: Session) => Promise<T>): Promise<T> => {
    if (closing.signal.aborted) throw disposed(operation);
    try {
      opened ??= options.openSession(closing.signal);
      const { session } = await opened;
      if (closing.signal.aborted) throw disposed(operation);
      return await work(session);
    } catch (error) {
      throw CalendarError.is(error) ? error.withContext({ provider: 'google', operation }) : error;
    }
  };
  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    if (opened === undefined) return;
    const { close: forget } = await opened;
    forget();
  };

  const { writes, ...others } = unsupportedGroups('google');
  return {
    provider: 'google',
    account: options.account,
    capabilities: options.capabilities,
    calendars: {
      list: (callOptions = {}) =>
        pagedList({
          provider: 'google',
          startAt: callOptions.pageToken,
          keyOf: (calendar) => calendar.id,
          fetchPage: (pageToken) =>
            run('calendars.list', async (session) => {
              const { listCalendars } = await import('./calendars/list-calendars.ts');
              return listCalendars(session, callOptions, pageToken);
            }),
        }),
    },
    events: {
      list: (callOptions) =>
        pagedList({
          provider: 'google',
          startAt: callOptions.pageToken,
          keyOf: (event) => event.id,
          fetchPage: (pageToken) =>
            run('events.list', async (session) => {
              const { listEvents } = await import('./events/list-events.ts');
              return listEvents(session, callOptions, pageToken);
            }),
        }),
      get: (callOptions) =>
        run('events.get', async (session) => {
          const { getEvent } = await import('./events/get-event.ts');
          return getEvent(session, callOptions);
        }),
      getMany: () =>
        Promise.reject(new CalendarError({ code: 'unsupported', message: 'events.getMany is not available' })),
      ...writes,
    },
    ...others,
    diagnose: (callOptions = {}) =>
      run('diagnose', async (session) => {
        const { diagnose } = await import('./diagnosis/diagnose.ts');
        return diagnose(session, callOptions, options.diagnosis);
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
