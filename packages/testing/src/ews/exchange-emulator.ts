import { systemClock } from '../clock/system-clock.ts';
import type { Company } from '../company/company.ts';
import type { Emulator } from '../server/emulator.ts';
import type { HeldAnswers } from '../server/answer-gate.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { AddInTokenRequest } from './add-in/add-in-tokens.ts';
import type { ApplicationAccess, ApplicationAccessTest } from './auth/application-access.ts';
import { testApplicationAccess } from './auth/application-access.ts';
import type { EffectOptions } from './auth/delayed-value.ts';
import type { ImpersonationRole } from './auth/impersonation-roles.ts';
import type { IssuedToken, IssueTokensRequest } from './auth/token-registry.ts';
import type { EwsAccess } from './ews-access.ts';
import type { ExchangeEmulatorOptions } from './exchange-emulator-options.ts';
import { exchangeHandler } from './exchange-handler.ts';
import { exchangeParts } from './exchange-parts.ts';
import { storedContactsOf, storedEventsOf } from './stored-items.ts';
import type { ExchangeStoredContact, ExchangeStoredEvent } from './stored-items.ts';
import type { ExchangeSentMail } from './meetings/mail-log.ts';
import type { FolderPermission } from './store/folder-permissions.ts';
import { addMailboxDelegate } from './store/mailbox-delegate.ts';
import type { MailboxDelegate } from './store/mailbox-delegate.ts';
import type { ExchangeThrottling } from './throttling.ts';

/** A running Exchange server that speaks EWS. @public */
export interface ExchangeEmulator extends Emulator {
  /** `…/EWS/Exchange.asmx` */
  readonly ewsUrl: string;
  /**
   * Lists everything of calendars that is stored in a mailbox, straight from the store: a series once, and what lies in
   * the trash too.
   *
   * @param who - Id or address of a person or room.
   * @throws RangeError when nobody has that mailbox.
   */
  storedEvents(who: string): readonly ExchangeStoredEvent[];
  /**
   * Lists the contacts that are stored in a mailbox.
   *
   * @throws RangeError when nobody has that mailbox.
   */
  storedContacts(who: string): readonly ExchangeStoredContact[];
  /** Every mail about meetings that would have been sent, to somebody with a mailbox here or without, oldest first. */
  readonly sentMails: readonly ExchangeSentMail[];
  /**
   * Issues an opaque bearer token.
   *
   * @throws RangeError when nobody has that id or address.
   */
  issueTokens(request: IssueTokensRequest): IssuedToken;
  /** Makes every token issued so far an expired one. */
  expireAccessTokens(): void;
  /**
   * Issues a user identity token for an Outlook add-in, signed by the certificate that `/autodiscover/metadata/json/1`
   * names.
   *
   * @throws RangeError when nobody has that id or address.
   */
  issueAddInToken(request: AddInTokenRequest): Promise<string>;
  /** Sets a new password; the old one is refused at once, and the account is no longer locked. */
  changePassword(person: string, password: string): void;
  /** Makes somebody's password an expired one: it is refused like a wrong one until it is changed. */
  expirePassword(person: string): void;
  /** Takes the place of all assignments of the role ApplicationImpersonation. */
  setImpersonators(roles: readonly (string | ImpersonationRole)[], options?: EffectOptions): void;
  /** Takes the place of all limits and roles of applications. */
  setApplicationAccess(access: ApplicationAccess, options?: EffectOptions): void;
  /**
   * Answers like `Test-ApplicationAccessPolicy`: by the policies as they are set, although they may not be felt yet.
   *
   * @throws RangeError when nobody has that mailbox.
   */
  testApplicationAccess(request: { readonly clientId: string; readonly mailbox: string }): ApplicationAccessTest;
  /** Lets somebody see folders of somebody else. */
  grantPermission(permission: FolderPermission): void;
  /** Takes all permissions of somebody on a mailbox away. */
  revokePermissions(request: { readonly mailbox: string; readonly grantee: string }): void;
  /** Makes somebody a delegate, as the owner does in Outlook. */
  addDelegate(delegate: MailboxDelegate): void;
  /** Sets how much one mailbox may be asked, in place of what was set before; every budget is full again. */
  setThrottling(throttling: ExchangeThrottling): void;
  /** Holds answers back whose requests were handled, until they are released. Default: all of them. */
  holdAnswers(when?: (request: RecordedRequest) => boolean): HeldAnswers;
  /**
   * Makes every state of SyncFolderItems void that a mailbox gave out, as when it is moved to another server.
   *
   * @throws RangeError when nobody has that mailbox.
   */
  invalidateSyncStates(who: string): void;
  /** Sets who may use EWS, in place of what was set before. */
  setEwsAccess(access: EwsAccess): void;
  /** Switches EWS off for everybody or on again, as the announced tests before the retirement do for some hours. */
  setBlocked(isBlocked: boolean): void;
}

/** Room for the envelope. An item in it is larger than itself: Base64, and characters that are written as references. */
const maxEnvelopeBytes = 1024 * 1024;

/**
 * Starts an Exchange server's EWS endpoint on loopback.
 *
 * @throws RangeError when the company makes no sense, Exchange cannot hold one of its meetings, or options contradict
 * one another.
 * @public
 */
export async function startExchangeEmulator(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const clock = options.clock ?? systemClock;
  const parts = exchangeParts(options, clock);
  const { store, tokens, passwords, impersonators, applicationAccess, gate, addInTokens } = parts;
  const server = await startLoopbackServer({
    host: options.host,
    port: options.port,
    tls: options.tls,
    now: () => clock.now(),
    maxRequestBytes: maxEnvelopeBytes + 2 * parts.maxItemBytes,
    handler: exchangeHandler(parts),
  });
  const close = (): Promise<void> => {
    parts.answers.releaseAll();
    return server.close();
  };
  return {
    origin: server.origin,
    ewsUrl: `${server.origin}/EWS/Exchange.asmx`,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    storedEvents: (who) => storedEventsOf(store, store.requireAccount(who)),
    storedContacts: (who) => storedContactsOf(store, store.requireAccount(who)),
    get sentMails() {
      return parts.mails.all;
    },
    seed: (company: Company) => store.seed(company),
    issueTokens: (request) =>
      tokens.issue(request.person === undefined ? undefined : store.requireUser(request.person), request),
    expireAccessTokens: () => tokens.expireAll(),
    issueAddInToken: async (request) => addInTokens.issue(store.requireAccount(request.person), request, server.origin),
    changePassword: (person, password) => passwords.change(store.requireUser(person), password),
    expirePassword: (person) => passwords.expire(store.requireUser(person)),
    setImpersonators: (roles, effect) => impersonators.set(roles, effect),
    setApplicationAccess: (access, effect) => applicationAccess.set(access, effect),
    testApplicationAccess: ({ clientId, mailbox }) =>
      testApplicationAccess(applicationAccess.latest, clientId, store.requireAccount(mailbox), store),
    grantPermission: (permission) => store.grant(permission),
    revokePermissions: ({ mailbox, grantee }) =>
      store.permissions.revoke(store.requireAccount(mailbox), store.requireUser(grantee)),
    addDelegate: (delegate) => addMailboxDelegate(store, delegate),
    setThrottling: (throttling) => parts.throttle.set(throttling),
    holdAnswers: (when) => parts.answers.hold(when),
    invalidateSyncStates: (who) => store.invalidateSyncStates(store.requireAccount(who)),
    setEwsAccess: (access) => gate.set(access),
    setBlocked: (isBlocked) => gate.switchOff(isBlocked),
    close,
    [Symbol.asyncDispose]: close,
  };
}
