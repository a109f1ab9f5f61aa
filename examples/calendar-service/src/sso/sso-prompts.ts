import { CalendarError, createState, decideSsoPrompt } from '@kalends/core';
import type { Clock, Random, SsoEvent, SsoNoPromptReason } from '@kalends/core';
import type { Account, CalendarAccounts, CredentialVault } from '@kalends/core/accounts';
import type { ServiceConfig } from '../config/service-config.ts';
import { allAccounts } from '../connections/all-accounts.ts';
import { teamId } from '../connections/team.ts';
import { expiringMap } from '../sign-in/expiring-map.ts';
import { ssoHistory } from './sso-history.ts';

/** Where single sign-on sends somebody. */
export interface SsoTicket {
  /** Address of the person who signed in. */
  readonly user: string;
  readonly to: 'authorization' | 'adminConsent';
}

/** What a sign-in leads to; the ticket is good once and for ten minutes. */
export type SsoAnswer =
  | { readonly outcome: 'redirect'; readonly ticket: string }
  | { readonly outcome: 'none'; readonly reason: SsoNoPromptReason | 'off'; readonly retryAtMs?: number };

/** Leads people on to connect their Microsoft 365 calendar when they sign in to the front end. */
export interface SsoPrompts {
  /** Somebody signed in at the front end. */
  signedIn(user: string, options: { readonly isAdministrator: boolean }): Promise<SsoAnswer>;
  take(ticket: string): SsoTicket | undefined;
  /** Connecting, which single sign-on led to, did not work. */
  failed(user: string, error: unknown): Promise<void>;
  /** An account was connected, in whatever way. */
  connected(account: Account): Promise<void>;
  /** An account was removed because somebody wanted it so: nobody is asked again. */
  disconnected(account: Account, by: 'person' | 'administrator'): Promise<void>;
  /** An administrator consented for everybody. */
  adminConsented(): Promise<void>;
  /** Whether people may not consent for themselves, and no administrator has consented for them yet. */
  isAdminConsentWanted(): Promise<boolean>;
}

const ticketLifetimeMs = 10 * 60_000;
const maxTickets = 1_000;

/** Makes the prompts. Where they are switched off, nothing is kept and nobody is sent anywhere. */
export function ssoPrompts(options: {
  readonly accounts: CalendarAccounts;
  readonly vault: CredentialVault;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: Pick<ServiceConfig, 'ssoPrompt' | 'usersMayConsent'>;
}): SsoPrompts {
  const { accounts, vault, clock, random, config } = options;
  const { ssoPrompt: policy, usersMayConsent } = config;
  const history = ssoHistory(vault);
  const tickets = expiringMap<SsoTicket>({ clock, lifetimeMs: ticketLifetimeMs, maxEntries: maxTickets });

  /** What was noted, and what the accounts themselves tell: who is connected, and who no longer is without having wanted it. */
  const historyOf = async (user: string): Promise<readonly SsoEvent[]> => {
    const noted = [...(await history.of(user))];
    const consentedAtMs = await history.consentedAtMs();
    if (consentedAtMs !== undefined) noted.push({ kind: 'adminConsentGranted', atMs: consentedAtMs });
    noted.sort((a, b) => a.atMs - b.atMs);
    const account = await accountOf(accounts, user);
    if (account?.status.state === 'active') return [...noted, { kind: 'connected', atMs: clock.now() }];
    const last = noted.findLast(({ kind }) => kind === 'connected' || kind === 'disconnected');
    if (last?.kind !== 'connected') return noted;
    return [...noted, { kind: 'disconnected', by: 'service', atMs: clock.now() }];
  };

  const note = async ({ provider, identity }: Account, event: SsoEvent): Promise<void> => {
    if (policy === undefined || provider !== 'graph' || identity.address === undefined) return;
    await history.add(identity.address, event);
  };

  return {
    async signedIn(user, { isAdministrator }) {
      if (policy === undefined) return { outcome: 'none', reason: 'off' };
      const nowMs = clock.now();
      const past = await historyOf(user);
      const prompt = decideSsoPrompt({ policy, history: past, nowMs, usersMayConsent, isAdministrator });
      if (prompt.action === 'none') {
        const { action: _action, ...answer } = prompt;
        return { outcome: 'none', ...answer };
      }
      await history.add(user, { kind: 'signIn', redirected: true, atMs: nowMs });
      const ticket = createState(random);
      tickets.put(ticket, { user, to: prompt.to });
      return { outcome: 'redirect', ticket };
    },
    take: (ticket) => tickets.take(ticket),
    failed: (user, error) => history.add(user, { kind: failureOf(error), atMs: clock.now() }),
    connected: (account) => note(account, { kind: 'connected', atMs: clock.now() }),
    disconnected: (account, by) => note(account, { kind: 'disconnected', by, atMs: clock.now() }),
    adminConsented: () => history.addConsent(clock.now()),
    isAdminConsentWanted: async () => !usersMayConsent && (await history.consentedAtMs()) === undefined,
  };
}

function failureOf(error: unknown): 'refused' | 'failed' | 'adminConsentRequired' {
  if (!CalendarError.is(error)) return 'failed';
  if (error.code === 'adminConsentRequired') return 'adminConsentRequired';
  return error.code === 'signInRefused' || error.code === 'consentRequired' ? 'refused' : 'failed';
}

/** The person's own account, whoever began the connecting. */
async function accountOf(accounts: CalendarAccounts, user: string): Promise<Account | undefined> {
  const all = await allAccounts(accounts, { ownerId: teamId, role: 'user', provider: 'graph' });
  return all.find(({ identity }) => identity.address?.toLowerCase() === user.toLowerCase());
}
