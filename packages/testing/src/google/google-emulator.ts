import { systemClock } from '../clock/system-clock.ts';
import type { Emulator, EmulatorOptions } from '../server/emulator.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import { removeEvent } from './calendar/change-event.ts';
import type { GoogleEventChange, GoogleEventResource } from './calendar/event-resource.ts';
import { demoGoogleClient } from './google-client.ts';
import type { GoogleClient } from './google-client.ts';
import { handleGoogleRequest } from './google-routes.ts';
import { GoogleState } from './google-state.ts';
import type { Account, ListEntry } from './google-state.ts';
import { idTokenSigner } from './oauth/id-token.ts';
import { accessTokenSeconds, OAuthStore } from './oauth/oauth-store.ts';
import { groupCalendarId } from './seed/group-calendar-id.ts';
import { seedCompany } from './seed/seed-company.ts';

/** Settings of {@link startGoogleEmulator}. @public */
export interface GoogleEmulatorOptions extends EmulatorOptions {
  /** Registered OAuth clients. Default: {@link demoGoogleClient}. */
  readonly clients?: readonly GoogleClient[];
  /** How many years from now an endless series is expanded when a request sets no end. Default 10. */
  readonly horizonYears?: number;
  /** How long sync tokens live and deletions are remembered for `updatedMin`, in days. Default 28. */
  readonly syncTokenLifetimeDays?: number;
}

/** Tokens as the token endpoint would have given them. @public */
export interface GoogleTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

/** A running emulator of Google OAuth 2.0 and Calendar API v3. @public */
export interface GoogleEmulator extends Emulator {
  /**
   * Gives out tokens with offline access, as if the person had signed in and ticked every box.
   *
   * @throws RangeError when nobody has this person id or no such client is registered.
   */
  issueTokens(options: {
    /** Person id of the company. */
    readonly person: string;
    /** Full scope names, for example `https://www.googleapis.com/auth/calendar.readonly`. */
    readonly scopes: readonly string[];
    /** Default: the first registered client. */
    readonly clientId?: string;
  }): GoogleTokens;
  /** Ends every access token; refresh tokens go on working. */
  expireAccessTokens(): void;
  /** Withdraws everything the person granted: codes, access and refresh tokens, consent. */
  revokeGrants(personId: string): void;
  /** Adds a client or replaces the one with this id. */
  registerClient(client: GoogleClient): void;
  /** Allows one more redirect URI, for one client or for all. */
  registerRedirectUri(redirectUri: string, clientId?: string): void;
  /**
   * Stores an event as it is in one calendar, without inviting anybody: a new one, or changes to the one with this `id`
   * (fields given replace, `undefined` removes). An instance id makes the exception of that occurrence. `etag`, `updated`
   * and whatever else the service fills in is filled in.
   *
   * @param calendarId - As in the API; `primary` for the person's own.
   * @returns The event as stored.
   * @throws RangeError for an unknown person or calendar, and for times and rules that make no event.
   */
  putEvent(personId: string, calendarId: string, event: GoogleEventChange): GoogleEventResource;
  /**
   * Deletes an event, a series or, by its instance id, one occurrence from one calendar. What was deleted stays visible as
   * cancelled where the API shows such events.
   *
   * @throws RangeError when there is no such event.
   */
  removeEvent(personId: string, calendarId: string, eventId: string): void;
  /** Event id of a seeded meeting, the same in every calendar. @throws RangeError for a meeting that was not seeded. */
  eventId(meetingId: string): string;
  /** API id of a person's primary calendar, or of an extra one by its id in the company. */
  calendarId(personId: string, extraCalendarId?: string): string;
  /** Makes every sync token given out for a calendar so far answer 410 `fullSyncRequired`. */
  invalidateSyncTokens(personId: string, calendarId?: string): void;
  /**
   * Lowers the size of the next list pages, one number for each: services may return short and even empty pages. Such a page
   * always carries a `nextPageToken`.
   */
  limitPages(sizes: readonly number[]): void;
}

/**
 * Starts an emulator of Google OAuth 2.0 and Google Calendar API v3 on one loopback origin: `/o/oauth2/v2/auth`, `/token`,
 * `/revoke`, `/tokeninfo`, `/oauth2/v3/certs` and `/calendar/v3/…`. Reading is emulated; operations that write answer 501.
 *
 * Google's Node client is redirected with `rootUrl: emulator.origin + '/'` on the API and with `endpoints`
 * (`oauth2AuthBaseUrl`, `oauth2TokenUrl`, `oauth2RevokeUrl`, `tokenInfoUrl`) on `OAuth2Client`.
 *
 * @throws RangeError when the company can't be seeded.
 * @public
 */
export async function startGoogleEmulator(options: GoogleEmulatorOptions = {}): Promise<GoogleEmulator> {
  const state = new GoogleState({
    clock: options.clock ?? systemClock,
    horizonYears: options.horizonYears ?? 10,
    syncTokenLifetimeDays: options.syncTokenLifetimeDays ?? 28,
  });
  const store = new OAuthStore(state.clock, state.opaque);
  for (const client of options.clients ?? [demoGoogleClient]) store.clients.set(client.clientId, client);
  if (options.company !== undefined) seedCompany(state, options.company);
  const idTokens = idTokenSigner(state.clock);
  const server = await startLoopbackServer({
    handler: (request) => handleGoogleRequest({ state, store, idTokens }, request),
    port: options.port,
    host: options.host,
    tls: options.tls,
  });

  const locate = (personId: string, calendarId: string): { account: Account; entry: ListEntry } => {
    const account = state.account(personId);
    const entry = state.entry(account, calendarId);
    if (entry === undefined) throw new RangeError(`${personId} has no calendar ${calendarId}`);
    return { account, entry };
  };

  return {
    origin: server.origin,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
    seed: (company) => seedCompany(state, company),
    issueTokens({ person, scopes, clientId }) {
      const client = clientId === undefined ? [...store.clients.values()][0] : store.clients.get(clientId);
      if (client === undefined) throw new RangeError('No such OAuth client is registered');
      const grant = { personId: state.account(person).personId, clientId: client.clientId, scopes, isCombined: false };
      store.addConsent(person, client, scopes);
      const refreshToken = store.issueRefreshToken(grant, client).value;
      const accessToken = store.issueAccessToken({ ...grant, refreshToken }).value;
      return { accessToken, refreshToken, expiresInSeconds: accessTokenSeconds, scopes };
    },
    expireAccessTokens: () => store.expireAccessTokens(),
    revokeGrants: (personId) => store.revokeGrants(state.account(personId).personId),
    registerClient: (client) => void store.clients.set(client.clientId, client),
    registerRedirectUri(redirectUri, clientId) {
      const chosen = [...store.clients.values()].filter(
        (client) => clientId === undefined || client.clientId === clientId,
      );
      if (chosen.length === 0) throw new RangeError('No such OAuth client is registered');
      for (const client of chosen) {
        store.clients.set(client.clientId, { ...client, redirectUris: [...client.redirectUris, redirectUri] });
      }
    },
    putEvent(personId, calendarId, event) {
      const { account, entry } = locate(personId, calendarId);
      return state.changeEvent(account, entry, event);
    },
    removeEvent(personId, calendarId, eventId) {
      const { entry } = locate(personId, calendarId);
      if (removeEvent(entry.calendar, eventId) === undefined) throw new RangeError(`There is no event ${eventId}`);
    },
    eventId(meetingId) {
      const id = state.meetings.get(meetingId);
      if (id === undefined) throw new RangeError(`No meeting ${meetingId} was seeded`);
      return id;
    },
    calendarId(personId, extraCalendarId) {
      const id = extraCalendarId === undefined ? 'primary' : groupCalendarId(personId, extraCalendarId);
      return locate(personId, id).entry.calendar.id;
    },
    invalidateSyncTokens(personId, calendarId = 'primary') {
      const { calendar } = locate(personId, calendarId).entry;
      calendar.syncFloor = state.stamps.next().position;
      calendar.position = calendar.syncFloor;
    },
    limitPages(sizes) {
      if (sizes.some((size) => !Number.isInteger(size) || size < 0))
        throw new RangeError('Page sizes are whole numbers from 0');
      state.pageLimits.push(...sizes);
    },
  };
}
