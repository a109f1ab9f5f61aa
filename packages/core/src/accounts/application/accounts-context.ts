import { CalendarError } from '../../errors/calendar-error.ts';
import type { BasicProvider, CalendarProvider, OAuthProvider, TokenProvider } from '../../provider/provider.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Account } from '../account.ts';
import type { AccountStores } from '../account-store.ts';
import type { LifecycleContext } from '../lifecycle/lifecycle-context.ts';
import type { TokenRegistry } from '../lifecycle/token-registry.ts';
import type { CredentialVault } from '../vault/credential-vault.ts';
import type { PrivilegedActions } from '../vault/privileged-actions.ts';
import type { SharedConnections } from './shared-connections.ts';

/** What the parts of `calendarAccounts` work with. */
export interface AccountsContext {
  readonly stores: AccountStores;
  readonly vault: CredentialVault;
  readonly privileged: PrivilegedActions;
  readonly providers: ReadonlyMap<string, CalendarProvider>;
  readonly runtime: Pick<Runtime, 'clock' | 'random' | 'logger'>;
  readonly lifecycle: LifecycleContext;
  readonly tokens: TokenRegistry;
  readonly connections: SharedConnections;
}

/** @throws CalendarError `invalidConfiguration` when the provider is not among the configured ones. */
export function providerOf(context: Pick<AccountsContext, 'providers'>, id: string): CalendarProvider {
  const provider = context.providers.get(id);
  if (provider !== undefined) return provider;
  throw new CalendarError({
    code: 'invalidConfiguration',
    message: 'The provider of this account is not among the configured ones',
    provider: id,
  });
}

/** Whether a provider's connections work with access tokens. */
export function isTokenProvider(provider: CalendarProvider): provider is TokenProvider {
  return 'tokens' in provider && provider.tokens !== undefined;
}

/** Whether people sign in to a provider with OAuth. */
export function isOAuthProvider(provider: CalendarProvider): provider is OAuthProvider {
  return isTokenProvider(provider) && hasSignIn(provider, 'grantedAccess');
}

/** Whether people connect to a provider with user name and password. */
export function isBasicProvider(provider: CalendarProvider): provider is CalendarProvider & BasicProvider {
  return hasSignIn(provider, 'verify');
}

function hasSignIn(provider: CalendarProvider, method: string): boolean {
  if (!('signIn' in provider)) return false;
  const { signIn } = provider;
  return typeof signIn === 'object' && signIn !== null && method in signIn;
}

/** The present time as an ISO 8601 instant. */
export function nowOf(context: Pick<AccountsContext, 'runtime'>): string {
  return new Date(context.runtime.clock.now()).toISOString();
}

/** Reads an account of any state. @throws CalendarError `disconnected`. */
export async function readAccount(context: AccountsContext, id: string): Promise<Account> {
  const stored = await context.stores.accounts.get(id);
  if (stored !== undefined) return stored.account;
  throw new CalendarError({ code: 'disconnected', message: 'The account was removed' });
}
