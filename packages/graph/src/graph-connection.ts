import { CalendarError, credentialAuthorization } from '@kalends/core';
import type {
  AccountIdentity,
  AuthorizationSource,
  CalendarConnection,
  ConnectOptions,
  Credential,
  TokenCredential,
} from '@kalends/core';
import type { Entra } from '@kalends/entra';
import { accountCapabilities } from './account-capabilities.ts';
import { calendarCalls } from './connection/calendar-calls.ts';
import { contactCalls } from './connection/contact-calls.ts';
import { eventCalls } from './connection/event-calls.ts';
import { exchangeIdCalls } from './connection/exchange-id-calls.ts';
import { freeBusyCalls } from './connection/free-busy-calls.ts';
import { roomCalls } from './connection/room-calls.ts';
import { sessionCalls } from './connection/session-calls.ts';
import type { ExchangeIdGroup } from './exchange-ids/exchange-id-group.ts';
import { providerId } from './graph-context.ts';
import type { GraphContext } from './graph-context.ts';

/** A mailbox at Microsoft 365, or a personal one. @public */
export interface GraphCalendarConnection extends CalendarConnection {
  /** Ids of this package from and to those of other interfaces of Exchange. */
  readonly exchangeIds: ExchangeIdGroup;
}

/** What the connections of one provider share. */
export interface GraphApplication {
  readonly context: GraphContext;
  readonly directory: Entra;
}

/** Opens a connection. Vendor modules load at its first call. */
export function connectGraph(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
): GraphCalendarConnection {
  const closing = new AbortController();
  const opened = authorized({ context, directory }, options, closing.signal);
  const { account, authorization, isApplication } = opened;
  const capabilities = accountCapabilities(account, opened.scopes);
  const inSession = sessionCalls(async () => {
    const { createSession } = await import('./graph-session.ts');
    return createSession({ context, directory, account, authorization, isApplication });
  }, closing.signal);
  return {
    provider: providerId,
    account,
    capabilities,
    calendars: calendarCalls(inSession),
    events: eventCalls(inSession),
    freeBusy: freeBusyCalls(inSession, capabilities.freeBusy.query),
    rooms: roomCalls(inSession, capabilities.rooms.list),
    contacts: contactCalls(inSession, capabilities.contacts.sources),
    exchangeIds: exchangeIdCalls(inSession),
    diagnose: (diagnoseOptions = {}) => {
      const copy = { ...diagnoseOptions };
      return inSession('diagnose', copy, async (session, signal) => {
        const { diagnoseAccount } = await import('./diagnosis/diagnose-account.ts');
        return diagnoseAccount(session, copy, signal);
      });
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}

interface Authorized {
  readonly account: AccountIdentity;
  readonly authorization: AuthorizationSource;
  readonly isApplication: boolean;
  /** Delegated scopes; `undefined` where nobody is signed in. */
  readonly scopes: readonly string[] | undefined;
}

function authorized(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
  closing: AbortSignal,
): Authorized {
  if (!('credential' in options)) {
    const { account, authorization, credentialKind = 'oauth' } = options;
    checkKind(credentialKind, 'credentialKind');
    const isApplication = credentialKind === 'application';
    // What was granted is known to whoever keeps the account; what is asked for is known here.
    return { account, authorization, isApplication, scopes: isApplication ? undefined : context.additionalScopes };
  }
  const { credential, policy } = options;
  checkKind(credential.provider === providerId ? credential.kind : undefined, 'credential');
  const authorization = credentialAuthorization({
    credential,
    issuer: directory.tokens,
    clock: context.runtime.clock,
    policy,
    onCredentialChanged:
      options.onCredentialChanged === undefined ? undefined : async (changed) => options.onCredentialChanged?.(changed),
    renewBeforeMs: context.renewBeforeMs,
    closing,
  });
  return {
    account: credential.account,
    authorization,
    isApplication: credential.kind === 'application',
    scopes: 'scopes' in credential ? credential.scopes : undefined,
  };
}

/** @throws CalendarError `invalidArgument` for what gives no access tokens. */
function checkKind(kind: Credential['kind'] | undefined, option: string): void {
  if (kind === 'oauth' || kind === 'password' || kind === 'application') return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `connect: ${option} must be one of this provider`,
    provider: providerId,
  });
}
