import { z } from 'zod';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { AccessPolicy } from '../../policy/access-policy.ts';
import type { ResolvedPolicy } from '../../policy/resolve-policy.ts';
import type { CallOptions } from '../../provider/connection.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { Account } from '../account.ts';
import { consentAskedFor } from '../account-events.ts';
import type { AccountQuery } from '../account-store.ts';
import { shortTextSchema, policySchema } from './account-schemas.ts';
import type { AccountsContext } from './accounts-context.ts';
import { isOAuthProvider, nowOf, providerOf, readAccount } from './accounts-context.ts';
import { eachAccount } from './each-account.ts';
import { grantLimit, requirePermissionControl } from './grant-limits.ts';
import { isSwitchWithin, isWithin } from './policy-order.ts';
import { removeAccount } from './remove-account.ts';

/** Options of `CalendarAccounts.updatePolicy`. @public */
export interface UpdatePolicyOptions {
  readonly policy: AccessPolicy;
  /** Who changes it, as the audit names them. */
  readonly actor: string;
}

/** The answer of `CalendarAccounts.updatePolicy`. @public */
export type PolicyUpdate =
  | { readonly kind: 'applied'; readonly account: Account }
  | {
      /** The wider part waits until the account is connected again. */
      readonly kind: 'consentRequired';
      readonly account: Account;
      /** What sign-in has to ask for. */
      readonly scopes: readonly string[];
    };

const enforcerSchema = z.object({ actor: shortTextSchema, purpose: shortTextSchema });
const updateSchema = z.strictObject({ policy: policySchema, actor: shortTextSchema });

/** Changes an account's policy; see `CalendarAccounts.updatePolicy`. */
export async function updatePolicy(
  context: AccountsContext,
  id: string,
  options: UpdatePolicyOptions,
): Promise<PolicyUpdate> {
  const { policy, actor } = parseOptions(updateSchema, options, 'updatePolicy');
  const account = await readAccount(context, id);
  const provider = providerOf(context, account.provider);
  requirePermissionControl(provider, account.policy, policy);
  const limit = grantLimit(provider, account);
  const isGranted = limit !== undefined && isWithin(policy, limit);
  const at = nowOf(context);
  const change = isGranted
    ? { policy }
    : {
        policy: withoutWidening(account.policy, policy, limit),
        requestedPolicy: policy,
        event: consentAskedFor(account, at, policy),
      };
  const changed = await context.privileged.commit(
    { action: 'policy.update', actor, accountId: id, purpose: `${policy.calendars}/${policy.contacts}` },
    () => context.stores.accounts.setPolicy(id, account.generation, change),
  );
  if (changed === undefined) {
    throw new CalendarError({ code: 'conflict', message: 'The account was removed or connected again meanwhile' });
  }
  if (isGranted) return { kind: 'applied', account: changed };
  const scopes = isOAuthProvider(provider) ? provider.signIn.scopesFor(policy) : [];
  return { kind: 'consentRequired', account: changed, scopes };
}

/** Each switch as it is asked for where that was granted; where not, as it is. */
function withoutWidening(present: AccessPolicy, wanted: AccessPolicy, limit: AccessPolicy | undefined): AccessPolicy {
  const may = (name: keyof AccessPolicy): boolean =>
    isSwitchWithin(name, wanted, present) || (limit !== undefined && isSwitchWithin(name, wanted, limit));
  return {
    calendars: may('calendars') ? wanted.calendars : present.calendars,
    contacts: may('contacts') ? wanted.contacts : present.contacts,
  };
}

/** Options of `CalendarAccounts.enforcePolicies`. @public */
export interface EnforcePoliciesOptions extends CallOptions {
  /** What holds for an account's owner, from `resolvePolicy`; absent: nothing. */
  readonly policyFor: (account: Account) => ResolvedPolicy | undefined | Promise<ResolvedPolicy | undefined>;
  /** Narrows the accounts that are looked at. Default: all. */
  readonly query?: Omit<AccountQuery, 'after' | 'limit'>;
  readonly actor: string;
  readonly purpose: string;
}

/** The answer of `CalendarAccounts.enforcePolicies`. @public */
export interface EnforcePoliciesResult {
  readonly checked: number;
  /** Ids of accounts that differed and were removed. */
  readonly disconnected: readonly string[];
}

/** Removes accounts that differ from a locked policy; see `CalendarAccounts.enforcePolicies`. */
export async function enforcePolicies(
  context: AccountsContext,
  options: EnforcePoliciesOptions,
): Promise<EnforcePoliciesResult> {
  const { policyFor, query, signal } = options;
  const { actor, purpose } = parseOptions(enforcerSchema, options, 'enforcePolicies');
  const disconnected: string[] = [];
  let checked = 0;
  await eachAccount(context, { query, signal }, async (account) => {
    checked += 1;
    const resolved = await policyFor(account);
    if (resolved === undefined || !differs(account, resolved)) return;
    // By its generation: an account that was connected again meanwhile is looked at the next time.
    const { id, generation } = account;
    const { wasConnected } = await removeAccount(context, { id, generation, cause: 'policyLocked', actor, purpose });
    if (wasConnected) disconnected.push(id);
  });
  return { checked, disconnected: disconnected.sort() };
}

/** Only a locked switch counts: what a person may choose may differ. */
function differs(account: Account, { policy, ...switches }: ResolvedPolicy): boolean {
  const names = ['calendars', 'contacts'] as const;
  return names.some((name) => switches[name].lockedBy !== undefined && account.policy[name] !== policy[name]);
}
