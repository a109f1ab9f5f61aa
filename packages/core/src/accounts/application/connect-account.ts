import { z } from 'zod';
import type { Credential } from '../../credentials/credential.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import type { CalendarProvider } from '../../provider/provider.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { Account, AccountRole } from '../account.ts';
import { endOfGrant } from '../lifecycle/renew-account.ts';
import { accountIdSchema, credentialSchema, policySchema, shortTextSchema } from './account-schemas.ts';
import type { AccountsContext } from './accounts-context.ts';
import { isBasicProvider, isTokenProvider, nowOf, providerOf } from './accounts-context.ts';
import { grantLimit, initialPolicy, requirePermissionControl } from './grant-limits.ts';
import { isSwitchWithin, isWithin } from './policy-order.ts';
import { removeAccount } from './remove-account.ts';

/** Options of `CalendarAccounts.connect`. @public */
export interface ConnectAccountOptions {
  /** Whose account it is in the application's own terms; 1 to 256 characters. */
  readonly ownerId: string;
  readonly role: AccountRole;
  /** What sign-in gave. */
  readonly credential: Credential;
  /**
   * Default: what holds, or waits for consent, for the account that this call replaces; for a new one reading calendars, and
   * everything where the service cannot hold permissions.
   */
  readonly policy?: AccessPolicy;
  /** Who connects it, as the audit names them; 1 to 256 characters. */
  readonly actor: string;
  /**
   * Id of the account; 1 to 128 characters of `A-Z a-z 0-9 . _ : -`. Default: derived from owner, role, provider and the
   * service's id of the account, so that connecting it again replaces it.
   */
  readonly id?: string;
}

const optionsSchema = z.strictObject({
  ownerId: shortTextSchema,
  role: z.enum(['user', 'room', 'connector']),
  credential: credentialSchema,
  policy: policySchema.exactOptional(),
  actor: shortTextSchema,
  id: accountIdSchema.exactOptional(),
});

/** Keeps what sign-in gave, in place of an earlier account of the same person; see `CalendarAccounts.connect`. */
export async function connectAccount(context: AccountsContext, options: ConnectAccountOptions): Promise<Account> {
  const {
    ownerId,
    role,
    credential,
    policy: wanted,
    actor,
    id: chosenId,
  } = parseOptions(optionsSchema, options, 'connect');
  const provider = providerOf(context, credential.provider);
  requireUsable(provider, credential);
  const id = chosenId ?? (await derivedId({ ownerId, role, credential }));
  const present = (await context.stores.accounts.get(id))?.account;
  requireOwner(present, ownerId);
  const policy = wanted ?? policyBefore(present, credential);
  const generation = await context.stores.accounts.nextGeneration();
  const at = nowOf(context);
  const scopes = 'scopes' in credential ? credential.scopes : [];
  const expiresAt = expiryOf(provider, credential);
  const account = await context.vault.handle(actor, 'connect').keep(
    {
      id,
      ownerId,
      role,
      provider: provider.id,
      identity: credential.account,
      credentialKind: credential.kind,
      scopes,
      ...policiesOf(provider, credential, policy),
      generation,
      connectedAt: at,
      refreshedAt: credential.issuedAt,
      ...(expiresAt === undefined ? {} : { refreshExpiresAt: expiresAt }),
    },
    credential,
  );
  // What is in memory and on the wire belongs to the account as it was.
  context.tokens.forget(id);
  await context.connections.close(id, generation - 1).catch(() => undefined);
  if (account === undefined) {
    throw new CalendarError({
      code: 'conflict',
      message: 'The account was connected again at the same time, later than by this call',
      provider: provider.id,
    });
  }
  await removeEarlier(context, account, actor);
  return account;
}

/** One record per user and provider's account: the same one gives the same id. */
async function derivedId({
  ownerId,
  role,
  credential,
}: Pick<ConnectAccountOptions, 'ownerId' | 'role' | 'credential'>): Promise<string> {
  const name = JSON.stringify([ownerId, credential.provider, credential.account.id]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(name)));
  return `${role}-${[...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** @throws CalendarError `invalidArgument` for a credential that this provider has no use for. */
function requireUsable(provider: CalendarProvider, credential: Credential): void {
  if (credential.kind === 'basic' ? isBasicProvider(provider) : isTokenProvider(provider)) return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `connect: credentials of kind "${credential.kind}" are not for this provider`,
    provider: provider.id,
  });
}

/** @throws CalendarError `conflict` when the id is somebody else's. */
function requireOwner(present: Account | undefined, ownerId: string): void {
  if (present === undefined || present.ownerId === ownerId) return;
  throw new CalendarError({ code: 'conflict', message: 'connect: the account id belongs to another owner' });
}

/** What was decided for the same account of the service outlives its sign-in: a new one must not undo a narrower policy. */
function policyBefore(present: Account | undefined, { provider, account }: Credential): AccessPolicy | undefined {
  if (present?.provider !== provider || present.identity.id !== account.id) return undefined;
  return present.requestedPolicy ?? present.policy;
}

/** What was not granted waits as a requested policy; what was, is used at once. */
function policiesOf(
  provider: CalendarProvider,
  credential: Credential,
  wanted: AccessPolicy | undefined,
): Pick<Account, 'policy' | 'requestedPolicy'> {
  const initial = initialPolicy(provider);
  const policy = wanted ?? initial;
  requirePermissionControl(provider, initial, policy);
  const scopes = 'scopes' in credential ? credential.scopes : [];
  const limit = grantLimit(provider, { credentialKind: credential.kind, scopes });
  if (limit === undefined) {
    throw new CalendarError({
      code: 'consentRequired',
      message: 'The sign-in granted no access to the calendar',
      provider: provider.id,
      cure: { text: 'Sign in again and allow what is asked for.' },
    });
  }
  if (isWithin(policy, limit)) return { policy };
  return {
    policy: {
      calendars: isSwitchWithin('calendars', policy, limit) ? policy.calendars : limit.calendars,
      contacts: isSwitchWithin('contacts', policy, limit) ? policy.contacts : limit.contacts,
    },
    requestedPolicy: policy,
  };
}

function expiryOf(provider: CalendarProvider, credential: Credential): string | undefined {
  if (credential.kind !== 'oauth' || !isTokenProvider(provider)) return undefined;
  return endOfGrant(credential, provider.tokens, Date.parse(credential.issuedAt));
}

/** The same account under another id, from before this call. Nothing is revoked: the grant is the same. */
async function removeEarlier(context: AccountsContext, account: Account, actor: string): Promise<void> {
  const { ownerId, role, provider, identity } = account;
  const same = await context.stores.accounts.list({ ownerId, role, provider, identityId: identity.id });
  for (const { id, generation } of same) {
    if (id === account.id || generation > account.generation) continue;
    await removeAccount(context, { id, generation, cause: 'replaced', actor, purpose: 'replaced' });
  }
}
