import type { AccountIdentity, BearerAuthorization } from '@kalends/core';
import type { SignedIn } from '@kalends/entra';
import { readCalendar } from './calendars/read-calendar.ts';
import { graphClient } from './client/graph-client.ts';
import { graphExchange } from './client/graph-exchange.ts';
import { graphReader } from './client/graph-reader.ts';
import type { GraphContext } from './graph-context.ts';

/**
 * Asks the default calendar who it belongs to: its owner is the mailbox. Reading it also shows that there is one, before
 * anything is stored.
 */
export async function findMailbox(context: GraphContext, signedIn: SignedIn): Promise<AccountIdentity> {
  const { account, signal } = signedIn;
  const authorization: BearerAuthorization = { kind: 'bearer', token: signedIn.accessToken, expiresAtMs: Infinity };
  const exchange = graphExchange({
    context,
    mailbox: account.address ?? account.id,
    client: graphClient({ baseUrl: context.graphBaseUrl, fetch: context.fetch }),
    authorization: {
      get: () => Promise.resolve(authorization),
      // There is nothing fresher than a token that was issued a moment ago.
      replace: () => Promise.resolve(authorization),
    },
  });
  const calendar = await readCalendar(graphReader({ context, exchange }), {
    mailboxPath: '/me',
    operation: 'signIn.findMailbox',
    signal: signal ?? new AbortController().signal,
  });
  const owner = calendar.owner?.address;
  if (owner?.includes('@') === true) return { ...account, address: owner };
  return account;
}
