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
import { calendarCalls } from './connection/calendar-calls.ts';
import { contactCalls } from './connection/contact-calls.ts';
import { eventCalls } from './connection/event-calls.ts';
import { freeBusyCalls } from './connection/free-busy-calls.ts';
import { roomCalls } from './connection/room-calls.ts';
import { sessionCalls } from './connection/session-calls.ts';
import { graphCapabilities } from './graph-capabilities.ts';
import { providerId } from './graph-context.ts';
import type { GraphContext } from './graph-context.ts';

/** What the connections of one provider share. */
export interface GraphApplication {
  readonly context: GraphContext;
  readonly directory: Entra;
}

/** Opens a connection. Vendor modules load at its first call. */
export function connectGraph(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
): CalendarConnection {
  const closing = new AbortController();
  const { account, authorization, isApplication } = authorized({ context, directory }, options, closing.signal);
  const inSession = sessionCalls(async () => {
    const { createSession } = await import('./graph-session.ts');
    return createSession({ context, directory, account, authorization, isApplication });
  }, closing.signal);
  return {
    provider: providerId,
    account,
    capabilities: graphCapabilities,
    calendars: calendarCalls(inSession),
    events: eventCalls(inSession),
    freeBusy: freeBusyCalls(inSession),
    rooms: roomCalls(inSession),
    contacts: contactCalls(inSession),
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
}

function authorized(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
  closing: AbortSignal,
): Authorized {
  if (!('credential' in options)) {
    const { account, authorization, credentialKind = 'oauth' } = options;
    checkKind(credentialKind, 'credentialKind');
    return { account, authorization, isApplication: credentialKind === 'application' };
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
  return { account: credential.account, authorization, isApplication: credential.kind === 'application' };
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
