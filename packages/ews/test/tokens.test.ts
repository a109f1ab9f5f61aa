import { CalendarError, Secret } from '@kalends/core';
import type { Authorization, AuthorizationSource, OAuthSignIn, RequiredPermission } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { ews } from '../src/index.ts';
import type { TestedAccess } from '../src/index.ts';
import {
  answerOf,
  credential,
  fakeExchange,
  fault,
  folderAnswer,
  itemMessage,
  viewAnswer,
} from './support/fake-exchange.ts';
import type { SentRequest } from './support/fake-exchange.ts';
import { person, room, scriptedIssuer, serviceUser } from './support/token-issuer.ts';

const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
const diagnostics = (number: string, category: string): Response =>
  new Response(null, {
    status: 401,
    headers: {
      'x-ms-diagnostics': `${number};reason="CANARY token text.";error_category="${category}"`,
      'request-id': 'r-1',
    },
  });

function answer(request: SentRequest): Response {
  if (request.operation === 'FindItem') return viewAnswer([{ id: 'A', start: '2026-03-24T08:00:00Z' }]);
  return request.operation === 'GetItem' ? answerOf('GetItem', [itemMessage('A')]) : folderAnswer();
}

async function errorOf(promise: PromiseLike<unknown>): Promise<CalendarError> {
  const outcome: unknown = await Promise.resolve(promise).catch((error: unknown) => error);
  if (CalendarError.is(outcome)) return outcome;
  throw new TypeError('expected a CalendarError');
}

const list = (fake: {
  connection: { events: { list(options: object): PromiseLike<unknown> } };
}): PromiseLike<unknown> => fake.connection.events.list({ window });

describe('tokens', () => {
  it('are asked for once, sent with each request and renewed ahead of their end', async () => {
    const tokens = scriptedIssuer();
    const fake = fakeExchange(answer, { oauth: { tokens } }, person);
    await list(fake);
    expect(fake.requests.map(({ headers }) => headers.get('authorization'))).toEqual(
      fake.requests.map(() => 'Bearer token-1'),
    );
    await fake.clock.advance(56 * 60_000);
    await list(fake);
    expect(tokens.asked).toHaveLength(2);
    expect(fake.requests.at(-1)?.headers.get('authorization')).toBe('Bearer token-2');
  });

  it('reach the server unexpired for a day of polling', async () => {
    const tokens = scriptedIssuer();
    const issuedAt = new Map<string, number>();
    const fake = fakeExchange(
      (request) => {
        const header = request.headers.get('authorization') ?? '';
        const first = issuedAt.get(header) ?? fake.clock.now();
        issuedAt.set(header, first);
        return fake.clock.now() - first < 3_600_000 ? answer(request) : new Response(null, { status: 401 });
      },
      { oauth: { tokens } },
      room,
    );
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      await list(fake);
      await fake.clock.advance(5 * 60_000);
    }
    expect(tokens.asked.length).toBe(issuedAt.size);
    expect(issuedAt.size).toBeGreaterThan(23);
  });

  it('are replaced once when they are refused, with the claims that are asked for', async () => {
    const tokens = scriptedIssuer();
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: '1' } } });
    const challenge = `Bearer client_id="x", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const fake = fakeExchange(
      (request) =>
        request.headers.get('authorization') === 'Bearer token-1'
          ? new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
          : answer(request),
      { oauth: { tokens } },
      person,
    );
    await list(fake);
    expect(tokens.asked.map((options) => options.claims)).toEqual([undefined, claims]);
    expect(fake.requests[1]?.headers.get('authorization')).toBe('Bearer token-2');
  });

  it.each([
    ['room', room, 'full_access_as_app', 'adminConsentRequired'],
    ['person', person, 'EWS.AccessAsUser.All', 'consentRequired'],
  ] as const)('of a %s without permissions are named', async (_name, account, permission, code) => {
    const fake = fakeExchange(
      () => diagnostics('2000008', 'invalid_grant'),
      { oauth: { tokens: scriptedIssuer() } },
      account,
    );
    const error = await errorOf(list(fake));
    expect(error).toMatchObject({
      code,
      missingScopes: [permission],
      vendorCode: '2000008',
      status: 401,
      requestId: 'r-1',
      operation: 'events.list',
    });
    expect(JSON.stringify(error)).not.toContain('CANARY');
    expect(fake.requests).toHaveLength(2);
  });

  it.each([
    ['for another resource', '2000003', 'invalid_resource', { code: 'invalidConfiguration' }],
    ['at a server without OAuth', '2000010', 'oauth_not_available', { code: 'invalidConfiguration' }],
    [
      'refused for any other reason',
      '2000001',
      'invalid_token',
      { code: 'reauthorizationRequired', reason: 'credentialRejected' },
    ],
  ])('%s are told apart', async (_name, number, category, expected) => {
    const fake = fakeExchange(() => diagnostics(number, category), { oauth: { tokens: scriptedIssuer() } }, person);
    expect(await errorOf(list(fake))).toMatchObject({ ...expected, vendorCode: number });
  });

  it('are in no log and no error', async () => {
    const fake = fakeExchange(
      () => new Response(null, { status: 401 }),
      { oauth: { tokens: scriptedIssuer() } },
      person,
    );
    const error = await errorOf(list(fake));
    expect(JSON.stringify([error, error.stack, fake.logged])).not.toMatch(/token-\d|refresh-1/);
  });
});

describe('whose mailbox', () => {
  const oauth = { tokens: scriptedIssuer() };

  it('an application impersonates on every call', async () => {
    const fake = fakeExchange(answer, { oauth }, room);
    await list(fake);
    await fake.connection.calendars.list().then(undefined, () => undefined);
    expect(fake.requests.length).toBeGreaterThan(3);
    for (const { body, headers } of fake.requests) {
      expect(body).toContain(
        '<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>pier-room@tidewater.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation></s:Header>',
      );
      expect(body).not.toContain('<t:Mailbox>');
      expect(headers.get('x-anchormailbox')).toBe('pier-room@tidewater.example');
    }
  });

  it.each([
    [`o'neil&"<x>"@tidewater.example`, `o'neil&amp;&quot;&lt;x&gt;&quot;@tidewater.example`],
    [
      '</t:PrimarySmtpAddress><t:SID>S-1</t:SID>@tidewater.example',
      '&lt;/t:PrimarySmtpAddress&gt;&lt;t:SID&gt;S-1&lt;/t:SID&gt;@tidewater.example',
    ],
  ])('an address such as %s adds nothing to the header', async (address, escaped) => {
    const fake = fakeExchange(answer, { oauth }, { ...room, account: { id: address, address } });
    await list(fake);
    for (const { body } of fake.requests) {
      expect(/<t:PrimarySmtpAddress>(.*?)<\/t:PrimarySmtpAddress>/.exec(body)?.[1]).toBe(escaped);
      expect(body.match(/<t:SID>/)).toBeNull();
    }
  });

  it('a service user names the mailbox and impersonates nobody', async () => {
    const fake = fakeExchange(answer, { oauth, useImpersonation: false }, serviceUser);
    await list(fake);
    expect(fake.requests[0]?.body).toContain(
      '<t:Mailbox><t:EmailAddress>pier-room@tidewater.example</t:EmailAddress></t:Mailbox>',
    );
    for (const { body } of fake.requests) expect(body).not.toContain('ExchangeImpersonation');
  });

  it('a person opens the own mailbox, whatever the sign-in name, and that of others when it is named', async () => {
    const own = fakeExchange(answer, { oauth }, person);
    await list(own);
    expect(own.requests[0]?.body).not.toContain('<t:Mailbox>');
    await own.provider.connect({ credential: person, mailbox: 'pier-room@tidewater.example' }).events.list({ window });
    const named = own.requests.find(({ body }) => body.includes('<t:EmailAddress>pier-room@tidewater.example'));
    expect(named?.headers.get('x-anchormailbox')).toBe('pier-room@tidewater.example');
  });

  it('a password impersonates on premises where the deployment says so, and not itself', async () => {
    const account = { id: 'x', address: 'pier-room@tidewater.example' };
    const fake = fakeExchange(answer, { useImpersonation: true }, { ...credential, account });
    await list(fake);
    expect(fake.requests[0]?.body).toContain('<t:PrimarySmtpAddress>pier-room@tidewater.example<');
    const own = fakeExchange(answer, { useImpersonation: true });
    await list(own);
    expect(own.requests[0]?.body).not.toContain('ExchangeImpersonation');
  });

  it.each([
    ['an application without impersonation', { oauth, useImpersonation: false }, room],
    ['a person with impersonation', { oauth, useImpersonation: true }, person],
    ['an application without an address', { oauth }, { ...room, account: { id: 'x' } }],
  ] as const)('%s is refused before anything is sent', (_name, settings, account) => {
    expect(() => fakeExchange(answer, settings, account)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});

describe('connect({ authorization })', () => {
  const source = (
    authorization: Authorization,
  ): AuthorizationSource & { readonly asked: (RequiredPermission | undefined)[] } => {
    const asked: (RequiredPermission | undefined)[] = [];
    return {
      asked,
      get: ({ permission } = {}) => {
        asked.push(permission);
        return Promise.resolve(authorization);
      },
      replace: () => Promise.reject(new CalendarError({ code: 'disconnected', message: 'The account was removed' })),
    };
  };

  it('names the permission with each request', async () => {
    const authorization = source({ kind: 'bearer', token: new Secret('kept'), expiresAtMs: Number.POSITIVE_INFINITY });
    const fake = fakeExchange(answer);
    await fake.provider.connect({ account: { id: 'a' }, authorization }).events.list({ window });
    expect(authorization.asked).toHaveLength(fake.requests.length);
    expect(new Set(authorization.asked.map((asked) => JSON.stringify(asked)))).toEqual(
      new Set(['{"group":"calendars","access":"read"}']),
    );
    expect(fake.requests[0]?.headers.get('authorization')).toBe('Bearer kept');
  });

  it('gives what the source says when it is asked for a replacement', async () => {
    const authorization = source({ kind: 'bearer', token: new Secret('kept'), expiresAtMs: 0 });
    const fake = fakeExchange(() => new Response(null, { status: 401, headers: { 'request-id': 'r-9' } }));
    const connection = fake.provider.connect({ account: { id: 'a' }, authorization });
    expect(await errorOf(connection.events.list({ window }))).toMatchObject({
      code: 'disconnected',
      status: 401,
      requestId: 'r-9',
    });
    expect(fake.requests).toHaveLength(1);
  });

  it('impersonates when the deployment does, or the credential behind it is the application’s', async () => {
    const authorization = source({ kind: 'bearer', token: new Secret('kept'), expiresAtMs: 0 });
    for (const [settings, more] of [
      [{ useImpersonation: true }, {}],
      [{}, { credentialKind: 'application' }],
    ] as const) {
      const fake = fakeExchange(answer, settings);
      const connection = fake.provider.connect({ account: room.account, authorization, ...more });
      await connection.events.list({ window });
      expect(fake.requests[0]?.body).toContain('<t:PrimarySmtpAddress>pier-room@tidewater.example<');
    }
  });
});

describe('policies', () => {
  it('are a guard of this program alone, before anything is sent', async () => {
    const fake = fakeExchange(answer);
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    for (const guarded of [credential, person] as const) {
      const provider =
        guarded === credential ? fake.provider : fakeExchange(answer, { oauth: { tokens: scriptedIssuer() } }).provider;
      const connection = provider.connect({ credential: guarded, policy });
      expect(await errorOf(connection.events.list({ window }))).toMatchObject({ code: 'policyDenied' });
      expect(connection.capabilities.permissionControl).toEqual({ calendars: false, contacts: false });
    }
    expect(fake.requests).toEqual([]);
  });

  const signIn = (asked: object[]): OAuthSignIn => ({
    scopesFor: (policy) => {
      asked.push(policy);
      return ['EWS.AccessAsUser.All'];
    },
    grantedAccess: () => ({ calendars: 'readWrite', contacts: 'readWrite' }),
    createAuthorizationUrl: (options) => {
      asked.push(options);
      return Promise.resolve('https://login.microsoftonline.com/');
    },
    exchangeCode: (options) => {
      asked.push(options);
      return Promise.resolve(person);
    },
    callbackError: () => new Error('refused'),
  });

  it('that say less than everything are refused by sign-in', async () => {
    const asked: object[] = [];
    const provider = ews({ oauth: { tokens: scriptedIssuer(), signIn: signIn(asked) } });
    const policy = { calendars: 'read', contacts: 'none' } as const;
    const refusal = {
      code: 'permissionControlUnavailable',
      cure: { text: expect.stringContaining('Microsoft Graph') },
    };
    expect(() => provider.signIn.scopesFor(policy)).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable' }),
    );
    const url = { redirectUri: 'https://app.example/cb', state: 's', codeChallenge: 'c' };
    await expect(provider.signIn.createAuthorizationUrl({ ...url, policy })).rejects.toMatchObject(refusal);
    const code = { code: 'c', codeVerifier: 'v', redirectUri: url.redirectUri };
    await expect(provider.signIn.exchangeCode({ ...code, policy })).rejects.toMatchObject(refusal);
    expect(asked).toEqual([]);

    const everything = { calendars: 'readWrite', contacts: 'readWrite' } as const;
    expect(provider.signIn.scopesFor(everything)).toEqual(['EWS.AccessAsUser.All']);
    await provider.signIn.createAuthorizationUrl(url);
    expect(await provider.signIn.exchangeCode({ ...code, policy: everything })).toBe(person);
    expect(asked).toHaveLength(3);
    expect(provider.tokens.provider).toBe('ews');
    expect(provider.permissionControl).toEqual({ calendars: false, contacts: false });
  });
});

describe('tested access', () => {
  const denied = (): Response => fault('ErrorImpersonateUserDenied');

  it('asks for a denied mailbox no more, although Exchange would answer', async () => {
    const fake = fakeExchange(answer, { oauth: { tokens: scriptedIssuer() }, testedAccess: () => 'denied' }, room);
    expect(await errorOf(list(fake))).toMatchObject({ code: 'accessDenied', operation: 'events.list' });
    expect(fake.requests).toEqual([]);
  });

  it('waits longer and longer for a granted one, and never gives up', async () => {
    const settings = { oauth: { tokens: scriptedIssuer() }, testedAccess: (): TestedAccess => 'granted' };
    const state = { isDenied: true };
    const fake = fakeExchange((request) => (state.isDenied ? denied() : answer(request)), settings, room);
    const hints: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const errors = await Promise.all([errorOf(list(fake)), errorOf(list(fake))]);
      expect(errors).toMatchObject([
        { code: 'policyPropagating', retryable: true, vendorCode: 'ErrorImpersonateUserDenied' },
        { code: 'policyPropagating' },
      ]);
      hints.push(errors[0].retryAfterMs);
      await fake.clock.advance(errors[0].retryAfterMs ?? 0);
    }
    expect(hints).toEqual([5, 10, 20, 40, 60, 60, 60].map((minutes) => minutes * 60_000));
    state.isDenied = false;
    await list(fake);
    state.isDenied = true;
    expect((await errorOf(list(fake))).retryAfterMs).toBe(5 * 60_000);
  });

  it('leaves a refusal as it is when nothing is known, or the error is another one', async () => {
    const settings = { oauth: { tokens: scriptedIssuer() } };
    const unknown = fakeExchange(denied, { ...settings, testedAccess: (): TestedAccess => 'unknown' }, room);
    expect(await errorOf(list(unknown))).toMatchObject({ code: 'accessDenied' });
    const missing = fakeExchange(
      () => fault('ErrorNonExistentMailbox'),
      { ...settings, testedAccess: () => 'granted' },
      room,
    );
    expect(await errorOf(list(missing))).toMatchObject({ code: 'mailboxUnavailable' });
  });
});
