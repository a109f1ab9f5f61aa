import { z } from 'zod';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { CalendarConnection } from '../../provider/connection.ts';
import type { CalendarProvider } from '../../provider/provider.ts';
import { resolveRuntime } from '../../runtime/default-runtime.ts';
import type { Random } from '../../runtime/runtime.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { TokenIssuer } from '../../tokens/token-issuer.ts';
import type { Account } from '../account.ts';
import { closed, requireActive } from '../lifecycle/account-errors.ts';
import { defaultLifecycleTiming } from '../lifecycle/lifecycle-context.ts';
import type { LifecycleContext, LifecycleTiming } from '../lifecycle/lifecycle-context.ts';
import { TokenRegistry } from '../lifecycle/token-registry.ts';
import { credentialVault } from '../vault/credential-vault.ts';
import { PrivilegedActions } from '../vault/privileged-actions.ts';
import { enforcePolicies, updatePolicy } from './account-policy.ts';
import { shortTextSchema } from './account-schemas.ts';
import type { AccountsContext } from './accounts-context.ts';
import { isTokenProvider, providerOf, readAccount } from './accounts-context.ts';
import type { CalendarAccounts, CalendarAccountsOptions } from './calendar-accounts.ts';
import { connectAccount } from './connect-account.ts';
import { deliverEvents } from './deliver-events.ts';
import { maintainAccounts } from './maintain-accounts.ts';
import { removeAccount } from './remove-account.ts';
import { SharedConnections } from './shared-connections.ts';

/** Who the audit says renews tokens. */
const lifecycleActor = 'token-lifecycle';

const contexts = new WeakMap<CalendarAccounts, AccountsContext>();

/** What is behind an object that `calendarAccounts` made. @throws CalendarError `invalidArgument` for any other. */
export function contextOf(accounts: CalendarAccounts): AccountsContext {
  const context = contexts.get(accounts);
  if (context !== undefined) return context;
  throw new CalendarError({ code: 'invalidArgument', message: 'accounts must come from calendarAccounts()' });
}

/** Puts the parts together. */
export function accountsOver(options: CalendarAccountsOptions): CalendarAccounts {
  const context = contextFrom(options);
  let isClosed = false;
  /** Every method but `close`: refused once closed. */
  const open = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw closed();
    context.tokens.restIdle();
    return work();
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    await context.connections.closeAll();
    await context.tokens.close();
  };
  const { stores, tokens, vault } = context;
  const accounts: CalendarAccounts = {
    vault,
    connect: (connecting) => open(() => connectAccount(context, connecting)),
    get: (id) => open(async () => (await stores.accounts.get(id))?.account),
    list: (query) => open(() => stores.accounts.list(query)),
    authorization: (id) => {
      const source = tokens.source(id);
      return {
        get: (getting) => open(() => source.get(getting)),
        replace: (replacing) => open(() => source.replace(replacing)),
      };
    },
    connection: (id) => open(() => connectionOf(context, id)),
    updatePolicy: (id, updating) => open(() => updatePolicy(context, id, updating)),
    enforcePolicies: (enforcing) => open(() => enforcePolicies(context, enforcing)),
    disconnect: (id, disconnecting) =>
      open(() => {
        const { actor, purpose } = parseOptions(disconnectSchema, disconnecting, 'disconnect');
        return removeAccount(context, { id, cause: 'requested', actor, purpose });
      }),
    resume: (id) => open(() => resumeAccount(context, id)),
    maintain: (maintaining) => open(() => maintainAccounts(context, maintaining)),
    deliverEvents: (handler, delivering) => open(() => deliverEvents(context, handler, delivering)),
    close,
    [Symbol.asyncDispose]: close,
  };
  contexts.set(accounts, context);
  return accounts;
}

const disconnectSchema = z.strictObject({ actor: shortTextSchema, purpose: shortTextSchema });

async function connectionOf(context: AccountsContext, id: string): Promise<CalendarConnection> {
  const account = await readAccount(context, id);
  requireActive(account);
  const { identity, credentialKind, scopes } = account;
  const provider = providerOf(context, account.provider);
  return context.connections.of(account, () =>
    provider.connect({
      account: identity,
      authorization: context.tokens.source(id, account),
      credentialKind,
      ...(scopes.length === 0 ? {} : { scopes }),
    }),
  );
}

async function resumeAccount(context: AccountsContext, id: string): Promise<Account> {
  const account = await readAccount(context, id);
  if (account.status.state === 'active') return account;
  const resumed = await context.stores.accounts.resume(account);
  if (resumed !== undefined) return resumed;
  const present = await readAccount(context, id);
  requireActive(present);
  return present;
}

function contextFrom(options: CalendarAccountsOptions): AccountsContext {
  const { stores, cipher, audit, authorizePrivileged } = options;
  const runtime = resolveRuntime(options.runtime);
  const { clock } = runtime;
  const providers = providersById(options.providers);
  const guarded = { audit, clock, ...(authorizePrivileged === undefined ? {} : { authorizePrivileged }) };
  const vault = credentialVault({ stores, cipher, ...guarded });
  const connections = new SharedConnections();
  const lifecycle: LifecycleContext = {
    stores,
    vault: vault.handle(lifecycleActor, 'refresh'),
    issuers: issuersOf(providers),
    runtime,
    timing: timingFrom(options.timing),
    processId: randomId(runtime.random),
    onEnded: (ids) => {
      for (const id of ids) {
        tokens.forget(id);
        connections.drop(id);
      }
    },
  };
  const tokens = new TokenRegistry(lifecycle);
  const privileged = new PrivilegedActions(guarded);
  return { stores, vault, privileged, providers, runtime, lifecycle, tokens, connections };
}

function providersById(providers: readonly CalendarProvider[]): ReadonlyMap<string, CalendarProvider> {
  const byId = new Map(providers.map((provider) => [provider.id, provider]));
  if (byId.size === providers.length) return byId;
  throw new CalendarError({ code: 'invalidArgument', message: 'calendarAccounts: two providers have the same id' });
}

function issuersOf(providers: ReadonlyMap<string, CalendarProvider>): ReadonlyMap<string, TokenIssuer> {
  const issuers = new Map<string, TokenIssuer>();
  for (const [id, provider] of providers) if (isTokenProvider(provider)) issuers.set(id, provider.tokens);
  return issuers;
}

const timeSchema = z
  .number()
  .positive()
  .max(24 * 60 * 60_000)
  .exactOptional();
const timingSchema = z.strictObject({
  renewBeforeMs: timeSchema,
  leaseMs: timeSchema,
  waitMs: timeSchema,
  issueTimeoutMs: timeSchema,
});

function timingFrom(timing: Partial<LifecycleTiming> = {}): LifecycleTiming {
  return { ...defaultLifecycleTiming, ...parseOptions(timingSchema, timing, 'calendarAccounts') };
}

function randomId(random: Random): string {
  return [...random.bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
