import { CalendarError, credentialAuthorization } from '@kalends/core';
import type {
  AccessPolicy,
  AccountIdentity,
  AuthorizationSource,
  CalendarConnection,
  ConnectOptions,
  TokenCredential,
  TokenIssuer,
} from '@kalends/core';
import { requireCalendarPolicy } from './auth/scopes.ts';
import { googleCapabilities } from './capabilities.ts';
import { googleConnection } from './google-connection.ts';
import type { ProviderContext } from './provider-context.ts';
import type { Delegation } from './service-account/delegation.ts';

/** How a kind of credential is connected. */
export interface Connector<C extends TokenCredential> {
  readonly issuer: TokenIssuer<C>;
  /** Refuses a credential of another kind or provider. */
  readonly requireCredential: (credential: C) => void;
  /** Scopes that a credential opens. */
  readonly scopesOf: (credential: C) => readonly string[];
  /** What a connection may do at most when nothing else is said. */
  readonly defaultPolicy: AccessPolicy | undefined;
  /** Of a service account. Absent for accounts of people. */
  readonly delegation?: Delegation;
}

/**
 * Opens a connection of a provider, with a credential or with authorizations that somebody else takes care of.
 *
 * @throws CalendarError `invalidArgument` for a credential of another kind or provider.
 */
export function openConnection<C extends TokenCredential>(
  context: ProviderContext,
  connector: Connector<C>,
  options: ConnectOptions<C>,
): CalendarConnection {
  const { account, scopes, policy, authorizationUntil } = resolve(context, connector, options);
  const { delegation } = connector;
  const { contacts, rooms, endpoints } = context.settings;
  const capabilities = googleCapabilities(scopes, { contacts, rooms, address: account.address });
  return googleConnection({
    account,
    capabilities,
    scopes,
    isDelegated: delegation !== undefined,
    contacts:
      contacts === undefined
        ? undefined
        : {
            ...contacts,
            rootUrl: endpoints.peopleRootUrl,
            scopes,
            writes: context.contactWrites,
            created: context.createdContacts,
          },
    rooms: rooms ? { rootUrl: endpoints.directoryRootUrl, scopes } : undefined,
    diagnosis: {
      clock: context.runtime.clock,
      serverClock: context.serverClock,
      scopes,
      policy: policy ?? context.settings.policy,
      opened: { contacts, rooms },
      isPolicyElsewhere: 'authorization' in options,
      delegation,
    },
    openSession: async (closeSignal) => {
      const [{ authorizedAccess }, { quotaUserFetch }, { createSession }] = await Promise.all([
        import('./client/authorized-access.ts'),
        import('./client/quota-user-fetch.ts'),
        import('./session.ts'),
      ]);
      const { runtime, retry, traffic, settings } = context;
      const fetch = delegation === undefined ? context.fetch : await quotaUserFetch(context.fetch, account);
      const authorization = authorizationUntil(closeSignal);
      const { apiRootUrl } = settings.endpoints;
      const access = authorizedAccess({ authorization, fetch, clock: runtime.clock, apiRootUrl });
      const canListCalendars = capabilities.calendars.list;
      const session = createSession({ account, canListCalendars, access, runtime, traffic, retry, closeSignal });
      return { session, close: () => access.close() };
    },
  });
}

interface Resolved {
  readonly account: AccountIdentity;
  readonly scopes: readonly string[] | undefined;
  readonly policy: AccessPolicy | undefined;
  readonly authorizationUntil: (closing: AbortSignal) => AuthorizationSource;
}

function resolve<C extends TokenCredential>(
  context: ProviderContext,
  connector: Connector<C>,
  options: ConnectOptions<C>,
): Resolved {
  if ('authorization' in options) {
    const { account, authorization, scopes } = options;
    if (typeof account?.id !== 'string' || account.id === '') throw invalid('account needs an id');
    if (typeof authorization?.get !== 'function' || typeof authorization.replace !== 'function') {
      throw invalid('authorization needs to be an AuthorizationSource');
    }
    return { account, scopes, policy: undefined, authorizationUntil: () => authorization };
  }
  const { credential } = options;
  connector.requireCredential(credential);
  const policy = options.policy ?? connector.defaultPolicy;
  if (policy !== undefined) requireCalendarPolicy(policy);
  return {
    account: credential.account,
    scopes: connector.scopesOf(credential),
    policy,
    authorizationUntil: (closing) =>
      credentialAuthorization({
        credential,
        issuer: connector.issuer,
        clock: context.runtime.clock,
        policy,
        onCredentialChanged: (changed) => options.onCredentialChanged?.(changed) ?? Promise.resolve(),
        closing,
      }),
  };
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `connect: ${what}`,
    provider: 'google',
    operation: 'connect',
  });
}
