import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { graph } from '../src/index.ts';
import type { GraphProvider, GraphSettings } from '../src/index.ts';
import { primaryCalendar } from './support/graph-answers.ts';
import { fakeMicrosoft, idToken, sleepyClock, tokenAnswer } from './support/fake-microsoft.ts';
import type { FakeMicrosoft } from './support/fake-microsoft.ts';

const tenantId = '8f1d9a52-3f3b-4b8e-9d51-0c5a7be2a001';
const redirectUri = 'https://app.tidewater.example/callback';
const exchange = { code: 'code-1', codeVerifier: 'verifier-1', redirectUri };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
const claims = {
  iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
  aud: 'client-1',
  nonce: sha256(`kalends sign-in nonce ${sha256('verifier-1')}`),
  oid: 'oid-ada',
  tid: tenantId,
  preferred_username: 'ada.sign-in@tidewater.example',
  name: 'Ada Quay',
};

function providerOf(fake: FakeMicrosoft, settings: Partial<GraphSettings> = {}): GraphProvider {
  return graph({
    clientId: 'client-1',
    clientSecret: 'client-secret-1',
    ...settings,
    runtime: { fetch: fake.fetch, clock: sleepyClock() },
  });
}

function granting(answer: Readonly<Record<string, unknown>> = {}): FakeMicrosoft {
  const fake = fakeMicrosoft();
  fake.on('/token', { json: tokenAnswer({ refresh_token: 'refresh-1', id_token: idToken(claims), ...answer }) });
  fake.on('/me/calendar', { json: primaryCalendar });
  return fake;
}

describe('exchangeCode', () => {
  it('names the mailbox by its default calendar', async () => {
    const fake = granting();
    const credential = await providerOf(fake).signIn.exchangeCode(exchange);
    expect(credential).toMatchObject({
      kind: 'oauth',
      provider: 'graph',
      account: { id: 'oid-ada', address: 'ada@tidewater.example', name: 'Ada Quay', tenantId },
    });
    const [, calendar] = fake.requests;
    expect(calendar?.url.pathname).toBe('/v1.0/me/calendar');
    expect(calendar?.headers.get('authorization')).toBe('Bearer access-token');
  });

  it('keeps the sign-in name where the calendar names no owner', async () => {
    const fake = granting();
    fake.on('/me/calendar', { json: { ...primaryCalendar, owner: null } });
    const { account } = await providerOf(fake).signIn.exchangeCode(exchange);
    expect(account.address).toBe('ada.sign-in@tidewater.example');
  });

  it('takes the mailbox’s address for the account that is expected', async () => {
    const expecting = (address: string): Promise<unknown> =>
      providerOf(granting()).signIn.exchangeCode({ ...exchange, expectedAccount: { address } });
    await expect(expecting('ada@tidewater.example')).resolves.toBeDefined();
    await expect(expecting('ada.sign-in@tidewater.example')).resolves.toBeDefined();
    await expect(expecting('bo@tidewater.example')).rejects.toMatchObject({ code: 'signInRefused' });
  });

  it('asks no mailbox when too little was granted', async () => {
    const fake = granting({ scope: 'openid offline_access' });
    await expect(providerOf(fake).signIn.exchangeCode(exchange)).rejects.toMatchObject({
      code: 'consentRequired',
      missingScopes: ['Calendars.Read'],
    });
    expect(fake.graphRequests()).toEqual([]);
  });

  it('says at sign-in that the account has no mailbox', async () => {
    const fake = granting();
    fake.on('/me/calendar', { status: 404, json: { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'x' } } });
    await expect(providerOf(fake).signIn.exchangeCode(exchange)).rejects.toMatchObject({
      code: 'mailboxUnavailable',
      retryable: false,
    });
  });
});

describe('settings', () => {
  test.each([
    ['an unknown setting', { clientIdd: 'x' }, 'clientIdd'],
    ['an empty client id', { clientId: ' ' }, 'clientId'],
    ['a tenant that is a path', { tenantId: '../x' }, 'tenantId'],
    ['an unknown cloud', { cloud: 'moon' }, 'cloud'],
    ['a policy that is none', { policy: { calendars: 'everything', contacts: 'none' } }, 'policy.calendars'],
    ['a secret beside a certificate', { clientSecret: 'x', certificate: { kind: 'pem' } }, 'exclude each other'],
    ['a scope with a blank', { additionalScopes: ['a b'] }, 'additionalScopes'],
    ['a timeout of nothing', { timeoutMs: 0 }, 'timeoutMs'],
    ['a limit of nothing', { maxResponseBytes: 0 }, 'maxResponseBytes'],
    ['a renewal of nothing', { renewBeforeMs: Number.NaN }, 'renewBeforeMs'],
    ['a wait of no length', { retry: { maxWaitMs: Number.NaN } }, 'retry.maxWaitMs'],
    ['a wait into the past', { retry: { maxWaitMs: -1 } }, 'retry.maxWaitMs'],
    ['a base URL with a query', { graphBaseUrl: 'https://graph.example/?a=b' }, 'graphBaseUrl'],
    ['a block list that is none', { blockedMailboxes: 'ada@tidewater.example' }, 'blockedMailboxes'],
    ['a test that is no function', { testedAccess: 'granted' }, 'testedAccess'],
  ])('refuse %s, naming it', (_case, settings, name) => {
    // Programs without types pass anything.
    const all = { clientId: 'client-1', ...settings } as GraphSettings;
    expect(() => graph(all)).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });

  test.each([
    ['http to a real host', { graphBaseUrl: 'http://graph.example', allowInsecureLoopback: true }],
    ['http to loopback unasked', { authority: 'http://127.0.0.1:1' }],
  ])('refuse %s', (_case, settings) => {
    expect(() => graph({ clientId: 'client-1', ...settings })).toThrow(
      expect.objectContaining({ code: 'insecureTransport' }),
    );
  });

  test.each([
    [{ cloud: 'usGov' } as const, ['graph.microsoft.us', 'login.microsoftonline.us']],
    [{ cloud: 'usGovDod' } as const, ['dod-graph.microsoft.us', 'login.microsoftonline.us']],
    [{ cloud: 'china' } as const, ['microsoftgraph.chinacloudapi.cn', 'login.partner.microsoftonline.cn']],
    [
      {
        authority: 'http://127.0.0.1:4010/t',
        graphBaseUrl: 'http://127.0.0.1:4010/v1.0',
        allowInsecureLoopback: true,
      },
      ['127.0.0.1:4010'],
    ],
  ])('%o lead to these hosts', (settings, hosts) => {
    expect(graph({ clientId: 'client-1', ...settings }).hosts).toEqual(hosts);
  });

  it('decide what sign-in asks for', () => {
    const policy = Object.freeze({ calendars: 'readWrite', contacts: 'read' } as const);
    const provider = graph(Object.freeze({ clientId: 'client-1', policy }));
    expect(provider.signIn.scopesFor(policy)).toEqual(['Calendars.ReadWrite', 'Contacts.Read', 'offline_access']);
    expect(provider.permissionControl).toEqual({ calendars: true, contacts: true });
  });
});
