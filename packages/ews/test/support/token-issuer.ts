import { defaultTokenLifetimes, Secret } from '@kalends/core';
import type {
  ApplicationCredential,
  IssueTokensOptions,
  OAuthCredential,
  PasswordCredential,
  TokenCredential,
  TokenIssuer,
} from '@kalends/core';

/** An issuer that hands out numbered tokens and keeps what it was asked. */
export interface ScriptedIssuer extends TokenIssuer<TokenCredential> {
  readonly asked: readonly IssueTokensOptions[];
}

export function scriptedIssuer(expiresIn: unknown = 3_600): ScriptedIssuer {
  const asked: IssueTokensOptions[] = [];
  return {
    provider: 'ews',
    lifetimes: defaultTokenLifetimes,
    asked,
    tokenReach: ({ kind }) => (kind === 'application' ? 'tenant' : 'account'),
    issue: (options) => {
      asked.push(options);
      return Promise.resolve({ accessToken: new Secret(`token-${asked.length}`), expiresIn });
    },
  };
}

export const room: ApplicationCredential = {
  kind: 'application',
  provider: 'ews',
  account: { id: 'pier-room@tidewater.example', address: 'pier-room@tidewater.example' },
  issuedAt: '2026-03-01T00:00:00Z',
};

export const serviceUser: PasswordCredential = {
  kind: 'password',
  provider: 'ews',
  account: { id: 'pier-room@tidewater.example', address: 'pier-room@tidewater.example' },
  username: new Secret('service@tidewater.example'),
  password: new Secret('service-password-1'),
  scopes: ['https://outlook.office365.com/EWS.AccessAsUser.All'],
  issuedAt: '2026-03-01T00:00:00Z',
};

export const person: OAuthCredential = {
  kind: 'oauth',
  provider: 'ews',
  account: { id: 'ada-id', address: 'ada@tidewater.example' },
  refreshToken: new Secret('refresh-1'),
  scopes: ['https://outlook.office365.com/EWS.AccessAsUser.All'],
  issuedAt: '2026-03-01T00:00:00Z',
};
