import { CalendarError, retryWrite, settledWrite } from '@kalends/core';
import type { AccountIdentity, RequiredPermission, Settlement } from '@kalends/core';
import type { AccessTarget } from './access-target.ts';
import { listCalendars } from './calendars/list-calendars.ts';
import type { ResolvedSettings } from './ews-settings.ts';
import type { ExchangeCall } from './http/exchange-call.ts';
import type { ExchangeCaller, ExchangeClient } from './http/exchange-client.ts';
import { openClient } from './http/open-client.ts';
import type { OpenClientOptions, OpenedClient } from './http/open-client.ts';
import type { ExchangeTransport } from './http/transport.ts';
import { getFolder } from './operations/get-folder.ts';

/** What a session is made from. */
export interface SessionOptions extends OpenClientOptions {
  readonly account: AccountIdentity;
}

/** What all views of one session share. */
interface SessionParts {
  readonly options: SessionOptions;
  readonly exchange: ExchangeClient;
  readonly transport: ExchangeTransport;
  /** What is known of the mailbox by now. */
  readonly known: { primaryCalendarId?: string; calendarIds: ReadonlySet<string> };
}

/** Opens a session that reads calendars. */
export function openSession(options: SessionOptions): Session {
  const { client: exchange, transport } = openClient(options);
  const parts: SessionParts = { options, exchange, transport, known: { calendarIds: new Set() } };
  return new Session(parts, { group: 'calendars', access: 'read' });
}

/** A write that must not happen twice, see {@link Session.settled}. */
export interface SettledCall<T> {
  /** Sends the write once, with `client.once`. */
  readonly send: () => Promise<T>;
  /** Reads whether it took place. */
  readonly settle: () => Promise<Settlement<T>>;
  readonly signal: AbortSignal;
}

/** The working part of a connection. This module and what it imports (saxes, zod, zone data) load at the first call. */
export class Session {
  readonly exchange: ExchangeClient;
  /** Calls for the purpose of this view of the session: everything sent with it, reads too, needs that permission. */
  readonly client: ExchangeCaller;
  readonly account: AccountIdentity;
  readonly target: AccessTarget;
  readonly settings: ResolvedSettings;
  readonly #parts: SessionParts;

  constructor(parts: SessionParts, permission: RequiredPermission) {
    const { options, exchange } = parts;
    this.#parts = parts;
    this.exchange = exchange;
    this.client = exchange.for(permission);
    this.account = options.account;
    this.target = options.target;
    this.settings = options.settings;
  }

  /** The same session for another purpose. */
  for(permission: RequiredPermission): Session {
    return new Session(this.#parts, permission);
  }

  /** Runs a write that must not happen twice, with this session's clock and retries, see `settledWrite` of core. */
  settled<T>(write: SettledCall<T>): Promise<T> {
    const { runtime, retry } = this.settings;
    return settledWrite(runtime, { ...write, policy: retry });
  }

  /** Sends a write of which twice is as good as once, a deletion: it is repeated after whatever passes by itself. */
  repeatable<R>(call: ExchangeCall<R>, signal: AbortSignal): Promise<R> {
    const { runtime, retry } = this.settings;
    const send = (): Promise<R> => this.client.once(call, signal);
    return retryWrite(runtime, send, { policy: retry, signal, isIdempotent: true });
  }

  /** Mailbox to name in requests. Absent: that of whoever is authorized or impersonated. */
  get mailbox(): string | undefined {
    return this.target.mailbox;
  }

  /**
   * The id of the mailbox's own calendar, kept once it is known. Concurrent first calls each ask, so that none ends with the
   * abort of another.
   */
  async primaryCalendarId(signal: AbortSignal | undefined): Promise<string> {
    const { known } = this.#parts;
    if (known.primaryCalendarId !== undefined) return known.primaryCalendarId;
    const folder = await this.client.call(getFolder({ name: 'calendar', mailbox: this.mailbox }), signal);
    const id = folder.FolderId?.Id;
    if (id === undefined || id === '') {
      throw new CalendarError({
        code: 'invalidResponse',
        message: 'Exchange sent the calendar folder without its id',
        provider: 'ews',
      });
    }
    known.primaryCalendarId = id;
    return id;
  }

  /**
   * Makes sure that a calendar is one of the mailbox that this connection is about. An id says which mailbox it is in, and a
   * service user may have rights on many: without this, an id would open any of them through the connection of another one.
   *
   * @throws CalendarError `notFound`.
   */
  async requireOwnCalendar(calendarId: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    // Whoever is impersonated, or signs in for themselves, is held to their rights by Exchange.
    if (this.mailbox === undefined) return;
    const { known } = this.#parts;
    if (calendarId !== undefined && !known.calendarIds.has(calendarId)) {
      const calendars = await listCalendars(this, signal);
      known.calendarIds = new Set(calendars.map(({ id }) => id));
    }
    if (calendarId !== undefined && known.calendarIds.has(calendarId)) return;
    throw new CalendarError({
      code: 'notFound',
      message: 'The id names nothing in a calendar of this mailbox',
      provider: 'ews',
    });
  }

  /** A client for another mailbox that the same authorization impersonates. Close its transport after use. */
  impersonating(mailbox: string): OpenedClient {
    const target = { impersonated: mailbox, mailbox: undefined, address: mailbox };
    return openClient({ ...this.#parts.options, target });
  }

  /** Ends connections that are kept open. */
  close(): Promise<void> {
    return this.#parts.transport.close();
  }
}
