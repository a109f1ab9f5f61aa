import { describe, expect, it } from 'vitest';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import { googleFaults } from '../../src/google/google-faults.ts';
import type { GoogleServiceAccountKey } from '../../src/google/handle/service-account-controls.ts';
import { exchangeAssertion, signAssertion } from './google-assertion.ts';
import { calendarScope, redirectUri, startKit } from './google-kit.ts';
import type { Answer, Kit } from './google-kit.ts';

type Tokens = Answer<Record<string, string | number>>;

const readonlyScope = 'https://www.googleapis.com/auth/calendar.readonly';
const tokenDead = 'Token has been expired or revoked.';

function issue(kit: Kit): string {
  return kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] }).refreshToken;
}

function refresh(kit: Kit, token: string, more: Record<string, string> = {}): Promise<Tokens> {
  return kit.token({ grant_type: 'refresh_token', refresh_token: token, ...more });
}

async function exchange(kit: Kit, more: Record<string, string> = {}): Promise<Tokens> {
  const { location } = await kit.consent({ parameters: { code_challenge: 'c'.repeat(43) } });
  const code = location?.searchParams.get('code') ?? '';
  return kit.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...more });
}

/** Does something to the emulator between the grant and the refresh. */
const afterGrant =
  (change: (kit: Kit) => void) =>
  async (kit: Kit): Promise<Tokens> => {
    const token = issue(kit);
    change(kit);
    return refresh(kit, token);
  };

type Case = readonly [
  name: string,
  status: number,
  error: string,
  description: string,
  act: (kit: Kit) => Promise<Tokens>,
];

const cases: readonly Case[] = [
  ['a dead refresh token', 400, 'invalid_grant', tokenDead, (kit) => refresh(kit, '1//0gnothing')],
  ['a revoked grant', 400, 'invalid_grant', tokenDead, afterGrant((kit) => kit.emulator.revokeGrants('ada'))],
  ['text that is no code', 400, 'invalid_grant', 'Malformed auth code.', (kit) => exchange(kit, { code: 'x' })],
  ['a foreign code', 400, 'invalid_grant', 'Bad Request', (kit) => exchange(kit, { code: '4/0Anobodys' })],
  ['a wrong verifier', 400, 'invalid_grant', 'Invalid code verifier.', (kit) => exchange(kit, { code_verifier: 'x' })],
  [
    'a deleted account',
    400,
    'invalid_grant',
    'Account has been deleted',
    afterGrant((kit) => kit.emulator.setAccountStatus('ada', 'deleted')),
  ],
  [
    'a disabled account',
    400,
    'invalid_grant',
    'Account disabled',
    afterGrant((kit) => kit.emulator.setAccountStatus('ada', 'disabled')),
  ],
  [
    'an unknown client',
    401,
    'invalid_client',
    'The OAuth client was not found.',
    (kit) => refresh(kit, issue(kit), { client_id: 'nobody' }),
  ],
  [
    'a wrong secret',
    401,
    'invalid_client',
    'Unauthorized',
    (kit) => refresh(kit, issue(kit), { client_secret: 'wrong' }),
  ],
  [
    'a token of another client',
    401,
    'unauthorized_client',
    'Unauthorized',
    (kit) => {
      kit.emulator.registerClient({ clientId: 'other', redirectUris: [] });
      return refresh(kit, issue(kit), { client_id: 'other' });
    },
  ],
  [
    'another redirect URI',
    400,
    'redirect_uri_mismatch',
    'Bad Request',
    (kit) => exchange(kit, { redirect_uri: 'http://127.0.0.1:1/', code_verifier: 'c'.repeat(43) }),
  ],
  [
    'a missing parameter',
    400,
    'invalid_request',
    'Missing required parameter: refresh_token',
    (kit) => refresh(kit, ''),
  ],
  [
    'an unknown grant type',
    400,
    'unsupported_grant_type',
    'Invalid grant_type: password',
    (kit) => kit.token({ grant_type: 'password' }),
  ],
  ['a wider scope', 400, 'invalid_scope', 'Bad Request', (kit) => refresh(kit, issue(kit), { scope: readonlyScope })],
  [
    'a block by the administrator',
    400,
    'admin_policy_enforced',
    'The administrator of the organisation blocks the application.',
    afterGrant((kit) => kit.emulator.setAppAccess('tidewater.example', demoGoogleClient.clientId, 'blocked')),
  ],
  [
    'an internal application of others',
    400,
    'org_internal',
    'The application may be used inside its own organisation only.',
    afterGrant((kit) => kit.emulator.registerClient({ ...demoGoogleClient, organization: 'elsewhere.example' })),
  ],
  [
    'a deleted client',
    401,
    'deleted_client',
    'The OAuth client was deleted.',
    afterGrant((kit) => kit.emulator.registerClient({ ...demoGoogleClient, status: 'deleted' })),
  ],
  [
    'a disabled client',
    401,
    'disabled_client',
    'The OAuth client was disabled.',
    afterGrant((kit) => kit.emulator.registerClient({ ...demoGoogleClient, status: 'disabled' })),
  ],
  [
    'an outage',
    503,
    'internal_failure',
    'Backend Error',
    afterGrant((kit) => void kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable())),
  ],
  [
    'too many requests',
    429,
    'rate_limit_exceeded',
    'Rate Limit Exceeded',
    afterGrant((kit) => void kit.emulator.faults.add(googleFaults.tokenEndpointThrottled())),
  ],
];

describe('token endpoint', () => {
  it.each(cases)('answers %s with %i %s', async (_, status, error, description, act) => {
    await using kit = await startKit();
    const answer = await act(kit);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: description });
  });

  it.each(['invalid_rapt', 'rapt_required'] as const)(
    'answers session control with the subtype %s',
    async (subtype) => {
      await using kit = await startKit();
      const answer = await afterGrant(({ emulator }) => emulator.requireReauthentication('ada', subtype))(kit);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({
        error: 'invalid_grant',
        error_description: `reauth related error (${subtype})`,
        error_subtype: subtype,
      });
    },
  );
});

type RobotCase = readonly [
  name: string,
  status: number,
  error: string,
  description: string,
  assertion: (kit: Kit, key: GoogleServiceAccountKey) => string,
];

const domain = 'tidewater.example';
const sub = 'ada@tidewater.example';
const shortLived = 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ';

const robotCases: readonly RobotCase[] = [
  [
    'no authorisation in the domain',
    401,
    'unauthorized_client',
    'Unauthorized client or scope in request.',
    (kit, key) => {
      kit.emulator.withdrawDelegation(domain, key.client_id);
      return signAssertion(kit, key, { sub });
    },
  ],
  [
    'authorisation by address instead of number',
    401,
    'unauthorized_client',
    'Client is unauthorized to retrieve access tokens using this method, ',
    (kit, key) => {
      kit.emulator.withdrawDelegation(domain, key.client_id);
      kit.emulator.authorizeDelegation({ domain, clientId: key.client_email, scopes: [calendarScope] });
      return signAssertion(kit, key, { sub });
    },
  ],
  [
    'none of the scopes authorised',
    401,
    'unauthorized_client',
    'Client is unauthorized to retrieve access tokens using this method, ',
    (kit, key) => signAssertion(kit, key, { sub, scope: readonlyScope }),
  ],
  [
    'some of the scopes not authorised',
    403,
    'access_denied',
    'Requested client not authorized.',
    (kit, key) => signAssertion(kit, key, { sub, scope: `${calendarScope} ${readonlyScope}` }),
  ],
  [
    'a person that is no address',
    400,
    'invalid_grant',
    'Not a valid email',
    (kit, key) => signAssertion(kit, key, { sub: 'ada' }),
  ],
  [
    'a person that does not exist',
    400,
    'invalid_grant',
    'Invalid email or User ID',
    (kit, key) => signAssertion(kit, key, { sub: 'nobody@tidewater.example' }),
  ],
  [
    'a service account in place of a person',
    400,
    'invalid_grant',
    'Invalid email or User ID',
    (kit, key) => signAssertion(kit, key, { sub: key.client_email }),
  ],
  [
    'a lifetime beyond reason',
    400,
    'invalid_grant',
    shortLived,
    (kit, key) => signAssertion(kit, key, { sub, exp: kit.clock.now() / 1000 + 7200 }),
  ],
  ['no lifetime', 400, 'invalid_grant', shortLived, (kit, key) => signAssertion(kit, key, { sub, exp: undefined })],
  [
    'a clock that is an hour slow',
    400,
    'invalid_grant',
    shortLived,
    (kit, key) => {
      const iat = kit.clock.now() / 1000 - 3700;
      return signAssertion(kit, key, { sub, iat, exp: iat + 3600 });
    },
  ],
  [
    'a key that is gone',
    400,
    'invalid_grant',
    'Invalid JWT Signature.',
    (kit, key) => {
      kit.emulator.deleteServiceAccountKey(key.private_key_id);
      return signAssertion(kit, key, { sub });
    },
  ],
  [
    'a changed claim',
    400,
    'invalid_grant',
    'Invalid JWT Signature.',
    (kit, key) => {
      const [header, , signature] = signAssertion(kit, key, { sub }).split('.');
      const [, payload] = signAssertion(kit, key, { sub: 'bo@tidewater.example' }).split('.');
      return [header, payload, signature].join('.');
    },
  ],
  [
    'padding in the signature',
    400,
    'invalid_grant',
    'Invalid JWT Signature.',
    (kit, key) => `${signAssertion(kit, key, { sub })}==`,
  ],
  [
    'another algorithm',
    400,
    'invalid_grant',
    'Invalid JWT Signature.',
    (kit, key) => signAssertion(kit, key, { sub }, { alg: 'HS256' }),
  ],
  [
    'another audience',
    400,
    'invalid_grant',
    'Invalid JWT: Failed audience check. ',
    (kit, key) => signAssertion(kit, key, { sub, aud: 'https://example.test/token' }),
  ],
  ['text that is no assertion', 400, 'invalid_grant', 'Invalid JWT: ', () => 'a.b.c'],
  [
    'an unknown service account',
    400,
    'invalid_grant',
    'Invalid grant: account not found',
    (kit, key) => signAssertion(kit, key, { iss: 'nobody@kalends-demo.iam.gserviceaccount.com' }),
  ],
  ...['', 'https://www.googleapis.com/auth/calender', `${calendarScope},${readonlyScope}`].map((scope): RobotCase => [
    `the scope "${scope}"`,
    400,
    'invalid_scope',
    'Invalid OAuth scope or ID token audience provided.',
    (kit, key) => signAssertion(kit, key, { sub, scope }),
  ]),
  ...(['disabled', 'deleted'] as const).map((status): RobotCase => [
    `a ${status} service account`,
    401,
    `${status}_client`,
    `The OAuth client was ${status}.`,
    (kit, key) => {
      kit.emulator.setServiceAccountStatus(key.client_email, status);
      return signAssertion(kit, key, { sub });
    },
  ]),
  [
    'a block by the administrator',
    400,
    'admin_policy_enforced',
    'The administrator',
    (kit, key) => {
      kit.emulator.setAppAccess(domain, key.client_id, 'blocked');
      return signAssertion(kit, key, { sub });
    },
  ],
];

describe('service accounts', () => {
  it.each(robotCases)('with %s get %i %s', async (_, status, error, description, assertion) => {
    await using kit = await startKit();
    const key = await kit.emulator.createServiceAccountKey();
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: [calendarScope] });
    const answer = await exchangeAssertion(kit, assertion(kit, key));
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toBe(error);
    expect(String(answer.body['error_description']).startsWith(description)).toBe(true);
  });

  it('of another organisation are told so', async () => {
    await using kit = await startKit();
    const key = await kit.emulator.createServiceAccountKey({ organization: 'elsewhere.example' });
    kit.emulator.authorizeDelegation({ domain, clientId: key.client_id, scopes: [calendarScope] });
    const answer = await exchangeAssertion(kit, signAssertion(kit, key, { sub }));
    expect(answer).toMatchObject({ status: 400, body: { error: 'org_internal' } });
  });
});
