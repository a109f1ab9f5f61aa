import { compareExchangeVersions, isExchangeOnline, oldestHybridForGraph } from './exchange-version.ts';
import type { ExchangeVersion } from './exchange-version.ts';
import { ewsOnlineStatus } from './ews-retirement.ts';
import type { Deployment, MailboxLocation } from './environment.ts';

/** What is known about an organization and a mailbox; {@link chooseAuthorization} decides on it. @public */
export interface AuthorizationEnvironment {
  readonly mailboxLocation: MailboxLocation;
  readonly deployment: Deployment;
  /** Build of the organization's own Exchange server, as `parseExchangeVersion` reads it. */
  readonly exchangeVersion: ExchangeVersion | 'unknown';
  /** Now, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** A member of {@link AuthorizationEnvironment} that somebody has to find out. @public */
export type AuthorizationQuestion = 'mailboxLocation' | 'deployment' | 'exchangeVersion';

/** A fact or rule that led to an answer. @public */
export type AuthorizationReason =
  /** A mailbox on-premises is reachable by EWS only. */
  | 'onPremisesMailbox'
  /** A mailbox in the cloud belongs on Graph. */
  | 'cloudMailbox'
  /** A hybrid deployment with a server older than Exchange 2016 CU3 uses the EWS URL, as Graph does not work with it. */
  | 'hybridTooOldForGraph'
  /** From Exchange 2016 CU3 on, a hybrid deployment works with Graph: what counts is where the mailbox is. */
  | 'hybridNewEnoughForGraph'
  /** EWS is going to be blocked in Exchange Online from 1 October 2026. */
  | 'ewsOnlineRetiring'
  /** EWS is blocked in Exchange Online unless the application is on the organization's list. */
  | 'ewsOnlineBlocked'
  /** EWS has ended in Exchange Online. */
  | 'ewsOnlineGone'
  /** What was said does not fit together. */
  | 'contradiction'
  /** Too little is known. */
  | 'notKnown';

/** The answer of {@link chooseAuthorization}. @public */
export type AuthorizationChoice =
  | { readonly use: 'graph' | 'ewsUrl'; readonly reasons: readonly AuthorizationReason[] }
  /** What to find out, the most telling first; then decide again. */
  | { readonly ask: readonly AuthorizationQuestion[]; readonly reasons: readonly AuthorizationReason[] };

/**
 * Decides between Microsoft Graph and an EWS URL, and asks rather than guesses. The place of the mailbox decides where it is
 * known. Where it is not, an older rule still helps with hybrid deployments: servers before Exchange 2016 CU3 take the EWS
 * URL. It holds until EWS is blocked in Exchange Online; afterwards it could send a cloud mailbox to a dead end.
 *
 * @returns For every combination an answer; the same for the same environment.
 * @public
 */
export function chooseAuthorization(environment: AuthorizationEnvironment): AuthorizationChoice {
  const contradictory = contradiction(environment);
  if (contradictory.length > 0) return { ask: contradictory, reasons: ['contradiction'] };
  const { mailboxLocation, deployment, exchangeVersion } = environment;
  const isOld = exchangeVersion !== 'unknown' && compareExchangeVersions(exchangeVersion, oldestHybridForGraph) < 0;

  if (mailboxLocation === 'onPremises' || deployment === 'onPremises')
    return { use: 'ewsUrl', reasons: ['onPremisesMailbox'] };
  if (mailboxLocation === 'cloud' || deployment === 'cloud') {
    // The older rule would say EWS here; it is named, so that nobody wonders why it was not followed.
    const older = deployment === 'hybrid' && isOld ? (['hybridTooOldForGraph'] as const) : [];
    return { use: 'graph', reasons: ['cloudMailbox', ewsReason(environment.nowMs), ...older] };
  }
  if (deployment === 'unknown') return { ask: ['mailboxLocation', 'deployment'], reasons: ['notKnown'] };
  return chooseForHybrid(environment, isOld);
}

/** A hybrid deployment with a mailbox that may be on either side. */
function chooseForHybrid({ exchangeVersion, nowMs }: AuthorizationEnvironment, isOld: boolean): AuthorizationChoice {
  if (ewsOnlineStatus(nowMs) !== 'available')
    return { ask: ['mailboxLocation'], reasons: ['notKnown', ewsReason(nowMs)] };
  if (exchangeVersion === 'unknown') return { ask: ['mailboxLocation', 'exchangeVersion'], reasons: ['notKnown'] };
  return isOld
    ? { use: 'ewsUrl', reasons: ['hybridTooOldForGraph', ewsReason(nowMs)] }
    : { ask: ['mailboxLocation'], reasons: ['hybridNewEnoughForGraph', 'notKnown'] };
}

function contradiction({
  mailboxLocation,
  deployment,
  exchangeVersion,
}: AuthorizationEnvironment): readonly AuthorizationQuestion[] {
  const isElsewhere =
    (mailboxLocation === 'onPremises' && deployment === 'cloud') ||
    (mailboxLocation === 'cloud' && deployment === 'onPremises');
  if (isElsewhere) return ['mailboxLocation', 'deployment'];
  const ownsServers = deployment === 'onPremises' || deployment === 'hybrid';
  // A build of Exchange Online as the version of a server of one's own: the cloud was asked, not the server.
  return ownsServers && exchangeVersion !== 'unknown' && isExchangeOnline(exchangeVersion) ? ['exchangeVersion'] : [];
}

function ewsReason(nowMs: number): AuthorizationReason {
  const reasons = {
    available: 'ewsOnlineRetiring',
    blockedUnlessAllowed: 'ewsOnlineBlocked',
    gone: 'ewsOnlineGone',
  } as const;
  return reasons[ewsOnlineStatus(nowMs)];
}
