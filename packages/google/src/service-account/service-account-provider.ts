import { CalendarError, retryRead } from '@kalends/core';
import type { AccountIdentity, ApplicationCredential, CallOptions, IssuedTokens, TokenProvider } from '@kalends/core';
import { lastingScopes, wantedScopes } from '../auth/scopes.ts';
import { googleTokenLifetimes } from '../auth/token-lifetimes.ts';
import { googlePermissionControl } from '../capabilities.ts';
import type { GoogleServiceAccountSettings } from '../google-settings.ts';
import { openConnection } from '../open-connection.ts';
import { providerContext } from '../provider-context.ts';
import { resolveServiceAccountSettings } from '../resolve-settings.ts';
import { unauthorizedScopes } from './unauthorized-scopes.ts';

/** Options of {@link GoogleServiceAccountProvider.application}. @public */
export interface GoogleApplicationOptions extends CallOptions {
  /** Address of the person whose calendars are to be opened. */
  readonly mailbox: string;
}

/** A provider whose accounts are opened by a service account. @public */
export interface GoogleServiceAccountProvider extends TokenProvider<ApplicationCredential> {
  /** Scopes that the organization has to authorize, in the order and spelling in which they are asked for. */
  readonly scopes: readonly string[];
  /**
   * Proves that the organization lets the service account act for a mailbox, with one token request, and returns what to keep.
   *
   * @throws CalendarError `invalidArgument` when the mailbox is no address, `adminConsentRequired` when delegation is missing whole
   *   or in part, `mailboxUnavailable` when there is no such person, `privateKeyUnavailable` with a `reason`,
   *   `invalidConfiguration` for the service account itself and for this machine's clock.
   */
  application(options: GoogleApplicationOptions): Promise<ApplicationCredential>;
}

/** The provider for accounts of an organization that let a service account act for them. */
export function serviceAccountProvider(given: GoogleServiceAccountSettings): GoogleServiceAccountProvider {
  const settings = resolveServiceAccountSettings(given);
  const { tokenUrl } = settings.endpoints;
  const context = providerContext(given, settings, [tokenUrl]);
  const { fetch, runtime, retry } = context;
  const scopes = wantedScopes(settings.policy, settings);
  const lasting = lastingScopes(settings.policy, settings);

  const issue = async (
    account: AccountIdentity,
    asked: readonly string[],
    signal?: AbortSignal,
  ): Promise<IssuedTokens> => {
    const [{ requestDelegatedToken }, { issuedTokens }] = await Promise.all([
      import('./delegated-tokens.ts'),
      import('../auth/issued-tokens.ts'),
    ]);
    const request = {
      serviceAccount: settings.serviceAccount,
      tokenUrl,
      fetch,
      clock: runtime.clock,
      subject: account.address ?? account.id,
      scopes: asked,
      signal,
    };
    // A new assertion for each try: an old one may be past its end.
    const answer = await retryRead(runtime, () => requestDelegatedToken(request), { policy: retry, signal });
    // There is never a refresh token, whatever an answer holds.
    return issuedTokens({ ...answer, refresh_token: undefined });
  };

  /** An organization that authorized the scopes from before free and busy times were asked for keeps its calendars. */
  const issueLasting = async (
    account: AccountIdentity,
    refusal: CalendarError,
    signal: AbortSignal | undefined,
  ): Promise<IssuedTokens> => {
    try {
      return await issue(account, lasting, signal);
    } catch (error) {
      throw CalendarError.is(error) && error.code === 'adminConsentRequired' ? refusal : error;
    }
  };

  const tokens: GoogleServiceAccountProvider['tokens'] = {
    provider: 'google',
    lifetimes: googleTokenLifetimes,
    // A token is made out to one person.
    tokenReach: () => 'account',
    async issue({ credential, signal }) {
      requireApplicationCredential(credential, 'tokens.issue');
      try {
        return await issue(credential.account, scopes, signal);
      } catch (error) {
        const isRefused = CalendarError.is(error) && error.code === 'adminConsentRequired';
        if (!isRefused || lasting.length === scopes.length) throw error;
        return issueLasting(credential.account, error, signal);
      }
    },
  };

  return {
    id: 'google',
    hosts: context.hosts,
    permissionControl: googlePermissionControl,
    scopes,
    tokens,
    async application({ mailbox, signal }) {
      const operation = 'application';
      if (typeof mailbox !== 'string' || !/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(mailbox)) {
        throw invalid(operation, 'mailbox needs to be a mail address');
      }
      const account = accountOf(mailbox);
      try {
        await issue(account, scopes, signal);
      } catch (error) {
        throw CalendarError.is(error) ? error.withContext({ provider: 'google', operation }) : error;
      }
      const issuedAt = new Date(runtime.clock.now()).toISOString();
      return { kind: 'application', provider: 'google', account, issuedAt };
    },
    connect: (options) =>
      openConnection(
        context,
        {
          issuer: tokens,
          requireCredential: (credential) => requireApplicationCredential(credential, 'connect'),
          scopesOf: () => scopes,
          defaultPolicy: settings.policy,
          delegation: {
            prove: async (account, signal) => void (await issue(account, scopes, signal)),
            unauthorizedScopes: (account, signal) =>
              unauthorizedScopes(scopes, (scope) => issue(account, [scope], signal)),
          },
        },
        options,
      ),
  };
}

/** The service knows no other id of a mailbox than its address. */
function accountOf(mailbox: string): AccountIdentity {
  const address = mailbox.toLowerCase();
  return { id: address, address, tenantId: address.slice(address.indexOf('@') + 1) };
}

function requireApplicationCredential(credential: ApplicationCredential, operation: string): void {
  if (credential?.kind === 'application' && credential.provider === 'google') return;
  throw invalid(operation, 'credential needs to be an application credential of this provider');
}

function invalid(operation: string, what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: ${what}`,
    provider: 'google',
    operation,
  });
}
