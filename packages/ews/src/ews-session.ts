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
import { listCalendars } from './calendars/list-calendars.ts';
import { getEvent } from './events/get-event.ts';
import { listEventsPage } from './events/list-events.ts';
import type { KnownMasters } from './events/series-masters.ts';
import { ExchangeClient } from './http/exchange-client.ts';
import type { ExchangeClientOptions } from './http/exchange-client.ts';
import { getFolder } from './operations/get-folder.ts';

/** What a session is made from. */
export interface SessionOptions {
  readonly client: ExchangeClientOptions;
  readonly account: AccountIdentity;
  /** Mailbox to name in requests. Absent: that of the user name. */
  readonly mailbox: string | undefined;
}

/** The working part of a connection. This module and what it imports (saxes, zod, zone data) load at the first call. */
export class Session {
  readonly client: ExchangeClient;
  readonly account: AccountIdentity;
  readonly mailbox: string | undefined;
  #primaryCalendarId: string | undefined;

  constructor(options: SessionOptions) {
    this.client = new ExchangeClient(options.client);
    this.account = options.account;
    this.mailbox = options.mailbox;
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
}
