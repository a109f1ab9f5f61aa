import { CalendarError } from '@kalends/core';
import type { AccountIdentity, ExchangeCodeOptions, OAuthCredential } from '@kalends/core';
import { readCalendar } from '../calendars/read-calendar.ts';
import { graphClient } from '../client/graph-client.ts';
import { graphReader } from '../client/graph-reader.ts';
import { providerId } from '../graph-context.ts';
import type { GraphContext } from '../graph-context.ts';
import type { CalendarWire } from '../wire/calendar-wire.ts';
import { refreshTokenLifetimeMs } from './access-tokens.ts';
import { redeemCode } from './entra-client.ts';
import type { EntraTokens } from './entra-client.ts';
import { grantsCalendars } from './granted-scopes.ts';

const operation = 'signIn.exchangeCode';

/** Redeems the code, checks what was granted, and asks the default calendar who it belongs to. */
export async function exchangeCode(context: GraphContext, options: ExchangeCodeOptions): Promise<OAuthCredential> {
  const tokens = await redeemCode(context, options);
  const { refreshToken } = tokens;
  if (!grantsCalendars(tokens.scopes))
    throw refused(
      'consentRequired',
      'Reading the calendar was not granted',
      'Sign in again and allow the application to read the calendar.',
    );
  if (refreshToken === undefined)
    throw refused(
      'consentRequired',
      'Staying connected (offline_access) was not granted',
      'Sign in again and allow the application to keep its access.',
    );
  const now = context.runtime.clock.now();
  const account = readAccount(tokens, await readDefaultCalendar(context, tokens, options.signal));
  return {
    kind: 'oauth',
    provider: providerId,
    account,
    scopes: tokens.scopes,
    refreshToken,
    issuedAt: new Date(now).toISOString(),
    refreshExpiresAt: new Date(now + refreshTokenLifetimeMs).toISOString(),
  };
}

/**
 * The id token knows a sign-in name, which need not be an address; the default calendar's owner is the mailbox. Reading it
 * also shows that there is one, before anything is stored.
 */
async function readDefaultCalendar(
  context: GraphContext,
  tokens: EntraTokens,
  signal: AbortSignal | undefined,
): Promise<CalendarWire> {
  const reader = graphReader({
    context,
    client: graphClient({ baseUrl: context.graphBaseUrl, fetch: context.fetch }),
    tokens: {
      get: () => Promise.resolve(tokens.accessToken),
      // There is nothing fresher than a token that was issued a moment ago.
      replace: () => Promise.resolve(tokens.accessToken),
    },
  });
  return readCalendar(reader, { operation, signal: signal ?? new AbortController().signal });
}

function readAccount(tokens: EntraTokens, calendar: CalendarWire): AccountIdentity {
  const { oid, sub, tid, name, preferred_username: signInName } = tokens.claims;
  const address = [calendar.owner?.address, signInName].find((candidate) => candidate?.includes('@'));
  const id = oid ?? sub ?? address;
  if (!id)
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The sign-in service did not say which account signed in',
      provider: providerId,
      operation,
    });
  return {
    id,
    ...(address ? { address } : {}),
    ...(name ? { name } : {}),
    ...(tid ? { tenantId: tid } : {}),
  };
}

function refused(code: 'consentRequired', message: string, cure: string): CalendarError {
  return new CalendarError({ code, message, provider: providerId, operation, cure: { text: cure } });
}
