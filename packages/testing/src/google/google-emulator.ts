import { systemClock } from '../clock/system-clock.ts';
import type { Emulator, EmulatorOptions } from '../server/emulator.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import { demoGoogleClient } from './google-client.ts';
import type { GoogleClient } from './google-client.ts';
import { handleGoogleRequest } from './google-routes.ts';
import { GoogleState } from './google-state.ts';
import { accountControls } from './handle/account-controls.ts';
import type { GoogleAccountControls } from './handle/account-controls.ts';
import { calendarControls } from './handle/calendar-controls.ts';
import type { GoogleCalendarControls } from './handle/calendar-controls.ts';
import { serviceAccountControls } from './handle/service-account-controls.ts';
import type { GoogleServiceAccountControls } from './handle/service-account-controls.ts';
import { tokenControls } from './handle/token-controls.ts';
import type { GoogleTokenControls } from './handle/token-controls.ts';
import { contactControls } from './handle/contact-controls.ts';
import type { GoogleContactControls } from './handle/contact-controls.ts';
import { serviceControls } from './handle/service-controls.ts';
import type { GoogleServiceControls } from './handle/service-controls.ts';
import { writeControls } from './handle/write-controls.ts';
import type { GoogleWriteControls } from './handle/write-controls.ts';
import { AccountPolicy } from './oauth/account-policy.ts';
import { answerGate } from '../server/answer-gate.ts';
import { ConsentStore } from './oauth/consent-store.ts';
import { idTokenSigner } from './oauth/id-token.ts';
import type { OAuthContext } from './oauth/oauth-context.ts';
import { ServiceAccountStore } from './oauth/service-account-store.ts';
import { TokenStore } from './oauth/token-store.ts';
import { seedCompany } from './seed/seed-company.ts';

/** Settings of {@link startGoogleEmulator}. @public */
export interface GoogleEmulatorOptions extends EmulatorOptions {
  /** Registered OAuth clients. Default: {@link demoGoogleClient}. */
  readonly clients?: readonly GoogleClient[];
  /** How many years from now an endless series is expanded when a request sets no end. Default 10. */
  readonly horizonYears?: number;
  /** How long sync tokens live and deletions are remembered for `updatedMin`, in days. Default 28. */
  readonly syncTokenLifetimeDays?: number;
  /**
   * How long rooms take to answer an invitation, in seconds by the emulator's clock. Default 0: the answer is there at the
   * next request, never in the answer to the write.
   */
  readonly roomAnswerDelaySeconds?: number;
  /** How long a conference that was asked for is `pending`, in seconds; 0, the default, as for rooms. */
  readonly conferenceDelaySeconds?: number;
  /** How many calls a batch may hold. Default 1000; editions of the documentation differ, and 50 is the other number. */
  readonly batchLimit?: number;
  /**
   * How long lists, syncs and searches of contacts lag behind writes, in seconds by the emulator's clock. Default 10: 5 to 15
   * were seen of the service.
   */
  readonly contactsLagSeconds?: number;
  /**
   * `none`, the default, as the service does: a refresh gives no new refresh token. `strict`: every refresh does, the old one
   * dies at once, and whoever shows it again ends all tokens of the grant. With it a second refresh of one token shows.
   */
  readonly refreshTokenRotation?: 'none' | 'strict';
}

/** A running emulator of Google OAuth 2.0, Calendar API v3, People API v1 and the rooms of the Directory API. @public */
export interface GoogleEmulator
  extends
    Emulator,
    GoogleTokenControls,
    GoogleAccountControls,
    GoogleServiceAccountControls,
    GoogleCalendarControls,
    GoogleWriteControls,
    GoogleServiceControls,
    GoogleContactControls {}

/**
 * Starts an emulator of Google OAuth 2.0, Calendar API v3, People API v1 and the resources of Directory API v1 on one loopback
 * origin: `/o/oauth2/v2/auth`, `/token`, `/revoke`, `/tokeninfo`, `/oauth2/v3/certs`, `/calendar/v3/…`, `/v1/people…`,
 * `/v1/otherContacts…`, `/admin/directory/v1/…`, and batches at `/batch/calendar/v3` and `/batch`. Events and contacts can be
 * written; calendars, calendar lists, access lists, rooms and push channels can't yet and answer 501.
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
    roomAnswerDelaySeconds: options.roomAnswerDelaySeconds ?? 0,
    conferenceDelaySeconds: options.conferenceDelaySeconds ?? 0,
    contactsLagSeconds: options.contactsLagSeconds ?? 10,
  });
  let origin = '';
  const context: OAuthContext = {
    state,
    consents: new ConsentStore(state.clock, state.opaque),
    tokens: new TokenStore(state.clock, state.opaque),
    serviceAccounts: new ServiceAccountStore(state.clock),
    policy: new AccountPolicy(),
    idTokens: idTokenSigner(state.clock),
    gate: answerGate(),
    apiGate: answerGate(),
    rotatesRefreshTokens: options.refreshTokenRotation === 'strict',
    origin: () => origin,
  };
  for (const client of options.clients ?? [demoGoogleClient]) context.consents.clients.set(client.clientId, client);
  if (options.company !== undefined) seedCompany(state, options.company);
  const server = await startLoopbackServer({
    handler: (request) =>
      handleGoogleRequest(context, request, {
        maxBatchParts: options.batchLimit ?? 1000,
        takeFault: (part) => server.faults.take(part),
      }),
    port: options.port,
    host: options.host,
    tls: options.tls,
    now: () => state.clock.now(),
  });
  origin = server.origin;
  const close = async (): Promise<void> => {
    context.gate.releaseAll();
    context.apiGate.releaseAll();
    await server.close();
  };
  const emulator: Emulator = {
    origin,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    close,
    [Symbol.asyncDispose]: close,
    seed: (company) => seedCompany(state, company),
  };
  return Object.assign(
    tokenControls(context, server.exchanges),
    emulator,
    accountControls(context),
    serviceAccountControls(context),
    calendarControls(state),
    writeControls(context),
    serviceControls(context),
    contactControls(context),
  );
}
