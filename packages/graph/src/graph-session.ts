import type { AccountIdentity, OAuthCredential } from '@kalends/core';
import { readCalendar } from './calendars/read-calendar.ts';
import { graphClient } from './client/graph-client.ts';
import { graphReader } from './client/graph-reader.ts';
import type { GraphReader } from './client/graph-reader.ts';
import type { GraphContext } from './graph-context.ts';
import type { Holder } from './mapping/holder.ts';
import { AccessTokens } from './sign-in/access-tokens.ts';
import { refreshTokens } from './sign-in/entra-client.ts';

/** What the calls of one connection share. Loads everything heavy; the connection makes it at its first call. */
export interface GraphSession {
  readonly context: GraphContext;
  readonly account: AccountIdentity;
  readonly reader: GraphReader;
  /** The id of the mailbox's default calendar, asked for once. */
  primaryCalendarId(operation: string, signal: AbortSignal): Promise<string>;
  /** Whose events the calendars hold that were asked about, by calendar id. */
  readonly holders: Map<string, Holder>;
  /** Forgets tokens. */
  clear(): void;
}

/** Options of {@link createSession}. */
export interface GraphSessionOptions {
  readonly context: GraphContext;
  readonly credential: OAuthCredential;
  readonly onCredentialChanged: ((credential: OAuthCredential) => Promise<void>) | undefined;
  /** Ends a refresh when the connection closes. */
  readonly closing: AbortSignal;
}

/** Creates a {@link GraphSession}. */
export function createSession(options: GraphSessionOptions): GraphSession {
  const { context, credential } = options;
  const tokens = new AccessTokens({
    credential,
    clock: context.runtime.clock,
    onCredentialChanged: options.onCredentialChanged,
    refresh: (refreshToken, claims) =>
      refreshTokens(context, { refreshToken, claims, tenantId: credential.account.tenantId, signal: options.closing }),
  });
  const reader = graphReader({
    context,
    tokens,
    client: graphClient({ baseUrl: context.graphBaseUrl, fetch: context.fetch }),
  });
  const holders = new Map<string, Holder>();
  let primaryCalendarId: string | undefined;
  return {
    context,
    account: credential.account,
    reader,
    async primaryCalendarId(operation, signal) {
      primaryCalendarId ??= (await readCalendar(reader, { operation, signal })).id;
      holders.set(primaryCalendarId, { isSelf: true, address: credential.account.address });
      return primaryCalendarId;
    },
    holders,
    clear: () => tokens.clear(),
  };
}
