import type { GoogleClient } from '../google-client.ts';
import type { RecordedExchange, RecordedRequest } from '../../server/recorded-exchange.ts';
import type { HeldAnswers } from '../../server/answer-gate.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { revokeGrant } from '../oauth/revoke-token.ts';
import { defaultAccessTokenSeconds } from '../oauth/token-store.ts';
import { describeTokenRequest } from '../oauth/token-request-log.ts';
import type { GoogleTokenRequest } from '../oauth/token-request-log.ts';

/** Tokens as the token endpoint would have given them. @public */
export interface GoogleTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
}

/** How long access tokens live from now on, and what the answers say. @public */
export interface GoogleTokenLifetimes {
  /** When they stop working, in seconds after issue. Default 3599. */
  readonly accessTokenSeconds?: number;
  /** What `expires_in` says, true or not: also text, zero, negative or huge. `null`: the field is absent. Default: the truth. */
  readonly statedExpiresIn?: number | string | null;
}

/** What tests can do to clients, consent and tokens of a Google emulator. @public */
export interface GoogleTokenControls {
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
    /** For how long the person grants access, in seconds. Default: until it is revoked. */
    readonly accessSeconds?: number;
  }): GoogleTokens;
  /** Ends every access token; refresh tokens go on working. */
  expireAccessTokens(): void;
  /**
   * Withdraws what the person granted, codes, access and refresh tokens and consent, as the person does in the account's
   * settings and an administrator in the console.
   *
   * @param clientId - Only what was granted to this client's project. Default: everything.
   * @throws RangeError for an unknown person or client.
   */
  revokeGrants(personId: string, clientId?: string): void;
  /** Adds a client or replaces the one with this id: also to disable or delete it. */
  registerClient(client: GoogleClient): void;
  /** Allows one more redirect URI, for one client or for all. */
  registerRedirectUri(redirectUri: string, clientId?: string): void;
  /** Sets the lifetimes of access tokens issued from now on; without arguments back to the usual. @throws RangeError unless positive. */
  setTokenLifetimes(lifetimes?: GoogleTokenLifetimes): void;
  /**
   * Holds the answers of the token endpoint: requests are handled, tokens change, and nobody is told before `release`.
   * Closing the emulator releases all.
   *
   * @param when - Which requests. Default: all to the token endpoint.
   */
  holdTokenAnswers(when?: (request: RecordedRequest) => boolean): HeldAnswers;
  /**
   * Requests to the token endpoint since the start, oldest first: those that have all values of `filter`. A request whose
   * answer is held is not among them yet.
   */
  tokenRequests(filter?: Partial<GoogleTokenRequest>): readonly GoogleTokenRequest[];
}

/** Creates the controls; `exchanges` are those of the server. */
export function tokenControls(context: OAuthContext, exchanges: readonly RecordedExchange[]): GoogleTokenControls {
  const { state, consents, tokens } = context;
  const findClient = (clientId: string | undefined): GoogleClient => {
    const client = clientId === undefined ? [...consents.clients.values()][0] : consents.clients.get(clientId);
    if (client === undefined) throw new RangeError('No such OAuth client is registered');
    return client;
  };
  return {
    issueTokens({ person, scopes, clientId, accessSeconds }) {
      const client = findClient(clientId);
      const grant = { personId: state.account(person).personId, clientId: client.clientId, scopes, isCombined: false };
      consents.addConsent(person, client, scopes);
      const refreshToken = tokens.issueRefreshToken(grant, client, accessSeconds);
      const accessToken = tokens.issueAccessToken(grant, refreshToken);
      return {
        accessToken: accessToken.value,
        refreshToken: refreshToken.value,
        expiresInSeconds: tokens.lifetimes.accessTokenSeconds,
        scopes,
      };
    },
    expireAccessTokens: () => tokens.expireAccessTokens(),
    revokeGrants(personId, clientId) {
      const account = state.account(personId);
      const clients = clientId === undefined ? [...consents.clients.values()] : [findClient(clientId)];
      for (const client of clients) revokeGrant(context, account.personId, client);
      if (clientId === undefined) tokens.end((token) => token.personId === account.personId);
    },
    registerClient: (client) => void consents.clients.set(client.clientId, client),
    registerRedirectUri(redirectUri, clientId) {
      const chosen = clientId === undefined ? [...consents.clients.values()] : [findClient(clientId)];
      for (const client of chosen) {
        consents.clients.set(client.clientId, { ...client, redirectUris: [...client.redirectUris, redirectUri] });
      }
    },
    setTokenLifetimes({ accessTokenSeconds = defaultAccessTokenSeconds, statedExpiresIn } = {}) {
      if (!(accessTokenSeconds > 0)) throw new RangeError('Access tokens live for more than 0 seconds');
      tokens.lifetimes = {
        accessTokenSeconds,
        statedExpiresIn: statedExpiresIn === null ? undefined : (statedExpiresIn ?? accessTokenSeconds),
      };
    },
    holdTokenAnswers: (when) => context.gate.hold(when),
    tokenRequests: (filter = {}) =>
      exchanges
        .flatMap((exchange) => describeTokenRequest(context, exchange) ?? [])
        .filter((request) => {
          const values = new Map(Object.entries(request));
          return Object.entries(filter).every(([name, value]) => values.get(name) === value);
        }),
  };
}
