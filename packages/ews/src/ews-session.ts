import { CalendarError } from '@kalends/core';
import type {
  AccountIdentity,
  Calendar,
  CalendarEvent,
  EventInstance,
  GetEventOptions,
  ListCalendarsOptions,
  ListEventsOptions,
  Page,
} from '@kalends/core';
import {
  getEventOptionsSchema,
  listCalendarsOptionsSchema,
  listEventsOptionsSchema,
  parseOptions,
} from '@kalends/core/schemas';
import type { AccessTarget } from './access-target.ts';
import { listCalendars } from './calendars/list-calendars.ts';
import { getEvent } from './events/get-event.ts';
import { listEventsPage } from './events/list-events.ts';
import type { KnownMasters } from './events/series-masters.ts';
import type { ExchangeCaller, ExchangeClient } from './http/exchange-client.ts';
import { openClient } from './http/open-client.ts';
import type { OpenClientOptions, OpenedClient } from './http/open-client.ts';
import type { ExchangeTransport } from './http/transport.ts';
import { getFolder } from './operations/get-folder.ts';

/** What a session is made from. */
export interface SessionOptions extends OpenClientOptions {
  readonly account: AccountIdentity;
}

/** The working part of a connection. This module and what it imports (saxes, zod, zone data) load at the first call. */
export class Session {
  readonly exchange: ExchangeClient;
  /** Calls that read calendars. */
  readonly client: ExchangeCaller;
  readonly account: AccountIdentity;
  readonly target: AccessTarget;
  readonly #options: SessionOptions;
  readonly #transport: ExchangeTransport;
  #primaryCalendarId: string | undefined;
  #calendarIds: ReadonlySet<string> = new Set();

  constructor(options: SessionOptions) {
    const { client, transport } = openClient(options);
    this.#options = options;
    this.exchange = client;
    this.client = client.for({ group: 'calendars', access: 'read' });
    this.account = options.account;
    this.target = options.target;
    this.#transport = transport;
  }

  /** Mailbox to name in requests. Absent: that of whoever is authorized or impersonated. */
  get mailbox(): string | undefined {
    return this.target.mailbox;
  }

  async calendarsPage(
    options: ListCalendarsOptions | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Page<Calendar>> {
    const { pageToken } = parseOptions(listCalendarsOptionsSchema, options ?? {}, 'calendars.list');
    if (pageToken !== undefined) {
      throw new CalendarError({
        code: 'invalidArgument',
        message: 'calendars.list: pageToken is none of this provider, which has all calendars on one page',
      });
    }
    return { items: await listCalendars(this, signal) };
  }

  eventsPage(
    options: ListEventsOptions,
    masters: KnownMasters,
    signal: AbortSignal | undefined,
  ): Promise<Page<EventInstance>> {
    const parsed = parseOptions(listEventsOptionsSchema, options, 'events.list');
    return listEventsPage(this, { ...parsed, ...(signal === undefined ? {} : { signal }) }, masters);
  }

  event(options: GetEventOptions, signal: AbortSignal | undefined): Promise<CalendarEvent> {
    const parsed = parseOptions(getEventOptionsSchema, options, 'events.get');
    return getEvent(this, { ...parsed, ...(signal === undefined ? {} : { signal }) });
  }

  /**
   * The id of the mailbox's own calendar, kept once it is known. Concurrent first calls each ask, so that none ends with the
   * abort of another.
   */
  async primaryCalendarId(signal: AbortSignal | undefined): Promise<string> {
    if (this.#primaryCalendarId !== undefined) return this.#primaryCalendarId;
    const folder = await this.client.call(getFolder({ name: 'calendar', mailbox: this.mailbox }), signal);
    const id = folder.FolderId?.Id;
    if (id === undefined || id === '') {
      throw new CalendarError({
        code: 'invalidResponse',
        message: 'Exchange sent the calendar folder without its id',
        provider: 'ews',
      });
    }
    this.#primaryCalendarId = id;
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
    if (calendarId !== undefined && !this.#calendarIds.has(calendarId)) {
      const calendars = await listCalendars(this, signal);
      this.#calendarIds = new Set(calendars.map(({ id }) => id));
    }
    if (calendarId !== undefined && this.#calendarIds.has(calendarId)) return;
    throw new CalendarError({
      code: 'notFound',
      message: 'The id names nothing in a calendar of this mailbox',
      provider: 'ews',
    });
  }

  /** A client for another mailbox that the same authorization impersonates. Close its transport after use. */
  impersonating(mailbox: string): OpenedClient {
    const target = { impersonated: mailbox, mailbox: undefined, address: mailbox };
    return openClient({ ...this.#options, target });
  }

  /** Ends connections that are kept open. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
