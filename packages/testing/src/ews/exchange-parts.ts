import { answerGate } from '../server/answer-gate.ts';
import type { EmulatorClock } from '../server/emulator.ts';
import { AddInTokens } from './add-in/add-in-tokens.ts';
import { hasApplicationRole, opensMailbox } from './auth/application-access.ts';
import type { ApplicationAccess } from './auth/application-access.ts';
import type { Caller } from './auth/authenticate.ts';
import { DelayedValue } from './auth/delayed-value.ts';
import { mayImpersonate } from './auth/impersonation-roles.ts';
import type { ImpersonationRole } from './auth/impersonation-roles.ts';
import { channelBindingHash } from './auth/ntlm/channel-binding.ts';
import { NtlmSignIn } from './auth/ntlm/ntlm-sign-in.ts';
import { PasswordBook } from './auth/password-book.ts';
import { ewsAudience } from './auth/token-grant.ts';
import { TokenRegistry } from './auth/token-registry.ts';
import { TrustedIssuers } from './auth/trusted-issuers.ts';
import { EwsGate, retirementBegins } from './ews-access.ts';
import type { ExchangeEmulatorOptions } from './exchange-emulator-options.ts';
import type { ExchangeHandlerSettings } from './exchange-handler.ts';
import { MailLog } from './meetings/mail-log.ts';
import { productOf, serverBuilds } from './soap/server-versions.ts';
import type { ServerBuild } from './soap/server-versions.ts';
import type { Account } from './store/account.ts';
import { ExchangeStore } from './store/exchange-store.ts';
import { addMailboxDelegate } from './store/mailbox-delegate.ts';
import { Throttle } from './throttling.ts';

/** The parts of a server, with what the handle of the emulator changes while it runs. */
export interface ExchangeParts extends ExchangeHandlerSettings {
  readonly impersonators: DelayedValue<readonly (string | ImpersonationRole)[]>;
  readonly applicationAccess: DelayedValue<ApplicationAccess>;
}

const defaultFindLimit = 1000;
const defaultMaxItemBytes = 10 * 1024 * 1024;

/**
 * Puts a server together.
 *
 * @throws RangeError when options contradict one another or name nobody.
 */
export function exchangeParts(options: ExchangeEmulatorOptions, clock: EmulatorClock): ExchangeParts {
  const version = options.version ?? '15.2.2562.46';
  const isOnline = version === '15.20';
  const now = (): number => clock.now();
  if (isOnline && options.impersonators !== undefined) {
    throw new RangeError('Exchange Online has no role ApplicationImpersonation any more');
  }
  const build = serverBuilds[version];
  const buildOf = (account: Account): ServerBuild => {
    const named = Object.entries(options.mailboxVersions ?? {}).find(([who]) => store.findAccount(who) === account);
    return named === undefined ? build : serverBuilds[named[1]];
  };
  const store = new ExchangeStore({
    now,
    zoneIdOf: options.zoneIdOf,
    productOf: (account) => productOf(buildOf(account)),
  });
  seed(store, options);
  const impersonators = new DelayedValue<readonly (string | ImpersonationRole)[]>(options.impersonators ?? [], now);
  const applicationAccess = new DelayedValue<ApplicationAccess>(options.applicationAccess ?? {}, now);
  const passwords = new PasswordBook(store, options.lockout, now);
  const gate = new EwsGate(options.ewsAccess ?? {}, { now, isOnline, switchOffAt: readSwitchOff(options.switchOffAt) });
  gate.switchOff(options.isBlocked ?? false);
  return {
    store,
    passwords,
    ntlm: new NtlmSignIn({
      passwords,
      now,
      domain: () => {
        const { domain, dnsDomain } = store.users[0] ?? { domain: 'EXCHANGE', dnsDomain: 'exchange.example' };
        return { netBios: domain, dns: dnsDomain };
      },
      extendedProtection: options.extendedProtection ?? 'allow',
      channelBinding: options.tls === undefined ? undefined : channelBindingHash(options.tls.certificate),
    }),
    tokens: new TokenRegistry(now),
    tokenRules: {
      now,
      audiences: options.audiences ?? [ewsAudience],
      hasRole: (clientId) => hasApplicationRole(applicationAccess.current, clientId),
    },
    issuers: new TrustedIssuers(options.trustedIssuers ?? []),
    offered: { basic: !isOnline, ntlm: !isOnline, bearer: true, ...options.authentication },
    now,
    build,
    buildOf,
    findLimit: options.findLimit ?? defaultFindLimit,
    maxFreeBusyDays: options.maxFreeBusyDays ?? (isOnline ? 62 : 42),
    mails: new MailLog(),
    throttle: new Throttle(options.throttling ?? {}, now),
    answers: answerGate(),
    maxItemBytes: options.maxItemBytes ?? defaultMaxItemBytes,
    gate,
    blockedAnswerForm: options.blockedAnswer ?? 'empty',
    mayActAs: (caller: Caller, mailbox: Account) =>
      caller.kind === 'appOnly'
        ? opensMailbox(applicationAccess.current, caller, mailbox, store)
        : mayImpersonate(impersonators.current, caller.account, mailbox, store),
    addInTokens: new AddInTokens(now),
    impersonators,
    applicationAccess,
  };
}

function seed(store: ExchangeStore, options: ExchangeEmulatorOptions): void {
  if (options.company !== undefined) store.seed(options.company);
  for (const account of options.serviceAccounts ?? []) store.addServiceAccount(account);
  for (const permission of options.permissions ?? []) store.grant(permission);
  for (const delegate of options.delegates ?? []) addMailboxDelegate(store, delegate);
}

function readSwitchOff(text: string | undefined): number {
  const at = text === undefined ? retirementBegins : Date.parse(text);
  if (!(at >= retirementBegins)) throw new RangeError('switchOffAt must be an instant from 1 October 2026 on');
  return at;
}
