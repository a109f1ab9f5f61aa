import { CalendarError, pagedList } from '@kalends/core';
import type {
  BasicCredential,
  CalendarConnection,
  CalendarEvent,
  CalendarGroup,
  Capabilities,
  EventGroup,
  GetEventOptions,
} from '@kalends/core';
import { ewsCapabilities } from './capabilities.ts';
import type { KnownMasters } from './events/series-masters.ts';
import type { Session } from './ews-session.ts';
import type { ResolvedSettings } from './ews-settings.ts';
import { clientOptions } from './http/client-options.ts';

/** One mailbox. Everything that works is in the {@link Session}, which loads at the first call. */
export class EwsConnection implements CalendarConnection {
  readonly provider = 'ews';
  readonly account: BasicCredential['account'];
  readonly capabilities: Capabilities = ewsCapabilities;
  readonly calendars: CalendarGroup;
  readonly events: EventGroup;

  readonly #settings: ResolvedSettings;
  readonly #closed = new AbortController();
  #credential: BasicCredential | undefined;
  #session: Promise<Session> | undefined;

  constructor(settings: ResolvedSettings, credential: BasicCredential) {
    this.#settings = settings;
    this.#credential = credential;
    this.account = credential.account;
    this.calendars = {
      list: (options) =>
        pagedList({
          provider: this.provider,
          startAt: options?.pageToken,
          fetchPage: () =>
            this.#run('calendars.list', options?.signal, (session, signal) => session.calendarsPage(options, signal)),
        }),
    };
    this.events = {
      list: (options) => {
        const masters: KnownMasters = new Map();
        return pagedList({
          provider: this.provider,
          startAt: options.pageToken,
          keyOf: (event) => event.id,
          fetchPage: (pageToken) =>
            this.#run('events.list', options.signal, (session, signal) =>
              session.eventsPage({ ...options, ...(pageToken === undefined ? {} : { pageToken }) }, masters, signal),
            ),
        });
      },
      get: (options: GetEventOptions): Promise<CalendarEvent> =>
        this.#run('events.get', options.signal, (session, signal) => session.event(options, signal)),
    };
  }

  close(): Promise<void> {
    this.#closed.abort();
    this.#credential = undefined;
    this.#session = undefined;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<T>(
    operation: string,
    signal: AbortSignal | undefined,
    action: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      const session = await this.#open();
      const closed = this.#closed.signal;
      return await action(session, signal === undefined ? closed : AbortSignal.any([closed, signal]));
    } catch (error) {
      if (this.#closed.signal.aborted) throw disposed(operation);
      throw CalendarError.is(error) ? error.withContext({ provider: this.provider, operation }) : error;
    }
  }

  #open(): Promise<Session> {
    const credential = this.#credential;
    if (credential === undefined) throw disposed(undefined);
    this.#session ??= this.#createSession(credential);
    return this.#session;
  }

  async #createSession(credential: BasicCredential): Promise<Session> {
    const { Session } = await import('./ews-session.ts');
    const { address } = credential.account;
    // Naming one's own mailbox is needless; for a delegate's account it says whose calendar is meant.
    const isOwn = address?.toLowerCase() === credential.username.reveal().toLowerCase();
    return new Session({
      client: clientOptions({
        settings: this.#settings,
        username: credential.username,
        password: credential.password,
        address,
        onRefusedPassword: 'reauthorizationRequired',
      }),
      account: credential.account,
      mailbox: isOwn ? undefined : address,
    });
  }
}

function disposed(operation: string | undefined): CalendarError {
  return new CalendarError({ code: 'disposed', message: 'The connection was closed', provider: 'ews', operation });
}
