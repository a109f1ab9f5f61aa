import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, tokens } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
let ids: Readonly<Record<string, string>>;
/** Every answer that was given, for the search at the end. */
const answers: string[] = [];

beforeAll(async () => {
  const environment = { KALENDS_BROKER_TOKEN: tokens.broker, KALENDS_ADMIN_TOKEN: tokens.admin };
  fixture = await startFixture(undefined, undefined, environment);
  ids = Object.fromEntries((await fixture.service.team.list()).map(({ provider, id }) => [provider, id]));
});
afterAll(() => fixture.close());

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

async function ask(path: string, body: unknown, token = tokens.broker): Promise<Answer> {
  const response = await fixture.get(`/api/broker/${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  answers.push(text);
  return { status: response.status, json: text.startsWith('{') ? JSON.parse(text) : text };
}

const request = (provider: string, others: object = {}): object => ({
  consumer: 'userClient',
  accountId: ids[provider] ?? provider,
  ownerId: 'team',
  actor: 'desktop-7',
  ...others,
});
const tokenOf = ({ json }: Answer): string => z.object({ token: z.string() }).parse(json).token;

describe('authorize', () => {
  test.each(['microsoft', 'google'])('gives a client of %s an access token', async (provider) => {
    const answer = await ask('authorize', request(provider));
    expect(answer).toMatchObject({ status: 200, json: { kind: 'accessToken', accountId: ids[provider] } });
    expect(tokenOf(await ask('authorize', request(provider)))).toBe(tokenOf(answer));
  });

  test('gives a client of Exchange user name and password', async () => {
    expect(await ask('authorize', request('exchange'))).toMatchObject({ status: 200, json: { kind: 'password' } });
  });

  test.each([
    ['another owner', { ownerId: 'somebody' }, 404, 'notFound'],
    ['a room', { consumer: 'room' }, 403, 'accessDenied'],
    ['a device', { consumer: 'connectorDevice' }, 403, 'accessDenied'],
    ['nobody’s account', { accountId: 'nobody' }, 403, 'disconnected'],
    ['half a character for the audit', { actor: 'desktop \ud83d' }, 400, 'invalidArgument'],
    ['an unknown consumer', { consumer: 'canary' }, 400, 'invalidArgument'],
    ['no name for the audit', { actor: '' }, 400, 'invalidArgument'],
    ['more than there is', { refreshToken: true }, 400, 'invalidArgument'],
  ])('refuses %s', async (_who, others, status, code) => {
    expect(await ask('authorize', request('google', others))).toMatchObject({ status, json: { error: { code } } });
  });

  test('refuses what is no JSON, and what is too much', async () => {
    expect((await ask('authorize', '{')).status).toBe(400);
    expect(await ask('authorize', request('google', { actor: 'x'.repeat(200_000) }))).toMatchObject({
      status: 413,
      json: { error: { code: 'invalidArgument' } },
    });
  });

  test('is not for administrators', async () => {
    expect((await ask('authorize', request('google'), tokens.admin)).status).toBe(401);
  });
});

describe('exchange-invalid', () => {
  test('renews a token that is refused, and then hands out the new one without asking again', async () => {
    const refused = tokenOf(await ask('authorize', request('google')));
    const google = fixture.service.demo?.emulators.google;
    const renewals = (): number => google?.tokenRequests({ grantType: 'refresh_token' }).length ?? 0;
    const before = renewals();
    const body = request('google', { token: refused });
    const both = await Promise.all([ask('exchange-invalid', body), ask('exchange-invalid', body)]);
    const [first = '', second] = both.map(tokenOf);
    expect(first).not.toBe(refused);
    expect(second).toBe(first);
    expect(tokenOf(await ask('exchange-invalid', body))).toBe(first);
    expect(renewals()).toBe(before + 1);
  });

  test('has nothing else than a password', async () => {
    expect(await ask('exchange-invalid', request('exchange', { token: 'x' }))).toMatchObject({
      status: 400,
      json: { error: { code: 'unsupported' } },
    });
  });
});

test('whom an administrator removed is refused: disconnected', async () => {
  await fixture.get(`/api/admin/accounts/${ids['microsoft']}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${tokens.admin}` },
  });
  for (const [path, others] of [
    ['authorize', {}],
    ['exchange-invalid', { token: 'x' }],
  ] as const) {
    expect(await ask(path, request('microsoft', others))).toMatchObject({
      status: 403,
      json: { error: { code: 'disconnected' } },
    });
  }
});

test('no answer ever held a refresh token', () => {
  const { microsoft, google } = fixture.service.demo?.emulators ?? {};
  const issued = [microsoft, google].flatMap((emulator) =>
    (emulator?.exchanges ?? []).flatMap(({ response }) =>
      Array.from((response?.body ?? '').matchAll(/"refresh_token":\s*"([^"]+)"/g), ([, token]) => token ?? ''),
    ),
  );
  expect(issued.length).toBeGreaterThan(1);
  expect(answers.length).toBeGreaterThan(15);
  expect(issued.filter((token) => answers.some((answer) => answer.includes(token)))).toEqual([]);
});
