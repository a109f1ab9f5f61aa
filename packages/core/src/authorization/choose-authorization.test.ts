import { describe, expect, it } from 'vitest';
import { chooseAuthorization } from './choose-authorization.ts';
import type { AuthorizationChoice, AuthorizationEnvironment } from './choose-authorization.ts';
import { ewsOnlineBlockedFromMs, ewsOnlineGoneFromMs, ewsOnlineStatus } from './ews-retirement.ts';
import { parseExchangeVersion } from './exchange-version.ts';

const spring = Date.UTC(2026, 2, 1);

type Where = AuthorizationEnvironment['mailboxLocation'];
type Deployment = AuthorizationEnvironment['deployment'];

function choose(
  mailboxLocation: Where,
  deployment: Deployment,
  version: string,
  nowMs: number = spring,
): AuthorizationChoice {
  const exchangeVersion = version === 'unknown' ? version : parseExchangeVersion(version);
  return chooseAuthorization({ mailboxLocation, deployment, exchangeVersion, nowMs });
}

function brief(choice: AuthorizationChoice): string {
  return 'use' in choice ? choice.use : `ask ${choice.ask.join(', ')}`;
}

describe('chooseAuthorization', () => {
  it.each<[Where, Deployment, string, string]>([
    // Where the mailbox is known to be, that decides
    ['cloud', 'cloud', 'unknown', 'graph'],
    ['cloud', 'hybrid', 'unknown', 'graph'],
    ['cloud', 'hybrid', '15.1.544.26', 'graph'],
    ['cloud', 'unknown', 'unknown', 'graph'],
    ['onPremises', 'onPremises', 'unknown', 'ewsUrl'],
    ['onPremises', 'hybrid', '15.2.1544.11', 'ewsUrl'],
    ['onPremises', 'hybrid', '15.1.544.26', 'ewsUrl'],
    ['onPremises', 'unknown', 'unknown', 'ewsUrl'],
    // A deployment with one side only says where the mailbox is
    ['unknown', 'cloud', 'unknown', 'graph'],
    ['unknown', 'onPremises', 'unknown', 'ewsUrl'],
    ['unknown', 'onPremises', '15.2.1544.11', 'ewsUrl'],
    // Hybrid and unknown: the older rule, just below, at and above
    ['unknown', 'hybrid', '14.3.123.4', 'ewsUrl'],
    ['unknown', 'hybrid', '15.0.1497.2', 'ewsUrl'],
    ['unknown', 'hybrid', '15.1.544.26', 'ewsUrl'],
    ['unknown', 'hybrid', '15.1.544.27', 'ask mailboxLocation'],
    ['unknown', 'hybrid', '15.1.544.28', 'ask mailboxLocation'],
    ['unknown', 'hybrid', '15.2.986.5', 'ask mailboxLocation'],
    ['unknown', 'hybrid', 'unknown', 'ask mailboxLocation, exchangeVersion'],
    ['unknown', 'unknown', 'unknown', 'ask mailboxLocation, deployment'],
    ['unknown', 'unknown', '15.1.544.26', 'ask mailboxLocation, deployment'],
    // What can't be true is asked about
    ['onPremises', 'cloud', 'unknown', 'ask mailboxLocation, deployment'],
    ['cloud', 'onPremises', 'unknown', 'ask mailboxLocation, deployment'],
    ['unknown', 'hybrid', '15.20.8700.12', 'ask exchangeVersion'],
    ['onPremises', 'onPremises', '15.20.8700.12', 'ask exchangeVersion'],
    ['cloud', 'cloud', '15.20.8700.12', 'graph'],
  ])('mailbox %s, deployment %s, Exchange %s: %s', (mailbox, deployment, version, expected) => {
    expect(brief(choose(mailbox, deployment, version))).toBe(expected);
  });

  it('follows the older rule as long as EWS works in the cloud, then asks where the mailbox is', () => {
    const at = (nowMs: number): string => brief(choose('unknown', 'hybrid', '15.0.1497.2', nowMs));
    expect(at(ewsOnlineBlockedFromMs - 1)).toBe('ewsUrl');
    expect(at(ewsOnlineBlockedFromMs)).toBe('ask mailboxLocation');
    expect(at(ewsOnlineGoneFromMs)).toBe('ask mailboxLocation');
    expect(brief(choose('unknown', 'hybrid', 'unknown', ewsOnlineBlockedFromMs))).toBe('ask mailboxLocation');
  });

  it('keeps on-premises mailboxes on EWS for good', () => {
    expect(brief(choose('onPremises', 'hybrid', 'unknown', Date.UTC(2030, 0, 1)))).toBe('ewsUrl');
  });

  it.each<[AuthorizationChoice, string[]]>([
    [choose('cloud', 'cloud', 'unknown'), ['cloudMailbox', 'ewsOnlineRetiring']],
    [choose('cloud', 'cloud', 'unknown', ewsOnlineBlockedFromMs), ['cloudMailbox', 'ewsOnlineBlocked']],
    [choose('cloud', 'cloud', 'unknown', ewsOnlineGoneFromMs), ['cloudMailbox', 'ewsOnlineGone']],
    [choose('cloud', 'hybrid', '15.0.1497.2'), ['cloudMailbox', 'ewsOnlineRetiring', 'hybridTooOldForGraph']],
    [choose('cloud', 'hybrid', '15.1.544.27'), ['cloudMailbox', 'ewsOnlineRetiring']],
    [choose('unknown', 'hybrid', '15.0.1497.2'), ['hybridTooOldForGraph', 'ewsOnlineRetiring']],
    [choose('unknown', 'hybrid', '15.1.544.27'), ['hybridNewEnoughForGraph', 'notKnown']],
    [choose('unknown', 'hybrid', 'unknown', ewsOnlineGoneFromMs), ['notKnown', 'ewsOnlineGone']],
    [choose('unknown', 'unknown', 'unknown'), ['notKnown']],
    [choose('onPremises', 'hybrid', 'unknown'), ['onPremisesMailbox']],
    [choose('onPremises', 'cloud', 'unknown'), ['contradiction']],
  ])('gives its reasons: %j', ({ reasons }, expected) => {
    expect(reasons).toEqual(expected);
  });
});

describe('ewsOnlineStatus', () => {
  it.each([
    ['2026-09-30T23:59:59.999Z', 'available'],
    ['2026-10-01T00:00:00.000Z', 'blockedUnlessAllowed'],
    ['2027-03-31T23:59:59.999Z', 'blockedUnlessAllowed'],
    ['2027-04-01T00:00:00.000Z', 'gone'],
  ])('at %s: %s', (instant, expected) => {
    expect(ewsOnlineStatus(Date.parse(instant))).toBe(expected);
  });
});
