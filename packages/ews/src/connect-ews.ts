import { CalendarError, credentialAuthorization, Secret } from '@kalends/core';
import type { ConnectWithCredential, Credential } from '@kalends/core';
import { accessTarget } from './access-target.ts';
import { EwsConnection } from './ews-connection.ts';
import type { EwsConnectionOptions } from './ews-connection.ts';
import type { EwsConnectOptions } from './ews-provider.ts';
import type { ResolvedSettings } from './ews-settings.ts';
import { basicAuthorizationSource } from './http/basic-authorization-source.ts';
import { isExchangeOnlineHost } from './online/exchange-online.ts';
import type { RetirementNotice } from './online/retirement-notice.ts';

/** Opens a connection with a credential of this process, or with authorizations that somebody else takes care of. */
export function connectEws(
  settings: ResolvedSettings,
  notice: RetirementNotice,
  options: EwsConnectOptions,
): EwsConnection {
  const { useImpersonation } = settings;
  const { mailbox } = options;
  const isExplicit = mailbox !== undefined;
  if ('authorization' in options) {
    const { account, authorization, credentialKind } = options;
    requireTokens(settings, credentialKind);
    const address = mailbox ?? account.address;
    return new EwsConnection({
      settings,
      notice,
      account: whoseAccount(account, mailbox),
      target: accessTarget({ kind: credentialKind, useImpersonation, address, isExplicit, username: undefined }),
      authorization: () => authorization,
      credentialKind,
      principal: undefined,
    });
  }
  const credential = checkedCredential(options.credential);
  const username = 'username' in credential ? credential.username.reveal() : undefined;
  requireTokens(settings, credential.kind);
  const address = mailbox ?? credential.account.address;
  return new EwsConnection({
    settings,
    notice,
    account: whoseAccount(credential.account, mailbox),
    target: accessTarget({ kind: credential.kind, useImpersonation, address, isExplicit, username }),
    authorization: authorizationOf(settings, options, credential),
    credentialKind: credential.kind,
    principal: username ?? (credential.kind === 'oauth' ? credential.account.address : undefined),
  });
}

function requireTokens(settings: ResolvedSettings, kind: Credential['kind'] | undefined): void {
  if (kind !== 'basic' || !isExchangeOnlineHost(settings.url.hostname)) return;
  throw invalid('Exchange Online takes no user name and password; sign in with Microsoft Entra');
}

function authorizationOf(
  settings: ResolvedSettings,
  options: ConnectWithCredential,
  credential: Credential,
): EwsConnectionOptions['authorization'] {
  const { policy } = options;
  if (credential.kind === 'basic') {
    const { username, password } = credential;
    return () => basicAuthorizationSource({ username, password, policy, whenRefused: 'reauthorizationRequired' });
  }
  if (settings.oauth === undefined) throw invalid(`a credential of kind ${credential.kind} needs the setting oauth`);
  const issuer = settings.oauth.tokens;
  return (closing) =>
    credentialAuthorization({
      credential,
      issuer,
      clock: settings.runtime.clock,
      policy,
      onCredentialChanged: options.onCredentialChanged?.bind(options),
      closing,
    });
}

/** The account that a connection belongs to: the mailbox, when another than the account's own is opened. */
function whoseAccount(
  account: EwsConnectionOptions['account'],
  mailbox: string | undefined,
): EwsConnectionOptions['account'] {
  if (mailbox === undefined || mailbox.toLowerCase() === account.address?.toLowerCase()) return account;
  return { id: mailbox, address: mailbox, ...(account.tenantId === undefined ? {} : { tenantId: account.tenantId }) };
}

/** The types say so already; a credential that comes out of a store may be any. */
function checkedCredential(credential: Credential): Credential {
  if (credential.provider !== 'ews') throw invalid('the credential must belong to this provider');
  const secrets: readonly unknown[] =
    credential.kind === 'oauth'
      ? [credential.refreshToken]
      : credential.kind === 'application'
        ? []
        : [credential.username, credential.password];
  if (
    !['oauth', 'password', 'application', 'basic'].includes(credential.kind) ||
    !secrets.every((secret) => Secret.is(secret))
  ) {
    throw invalid('the credential is of a kind that this provider does not know');
  }
  return credential;
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `ews: ${what}`, provider: 'ews' });
}
