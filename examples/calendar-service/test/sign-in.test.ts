import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture([]);
});
afterAll(() => fixture.close());

async function begin(provider: string): Promise<{ cookie: string; state: string }> {
  const response = await fixture.get(`/connect/${provider}`);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const location = response.headers.get('location');
  const state =
    location === null
      ? (/name="state" value="([^"]+)"/.exec(await response.text())?.[1] ?? '')
      : (new URL(location).searchParams.get('state') ?? '');
  return { cookie, state };
}

describe('/connect/:provider', () => {
  test.each(['microsoft', 'google'])(
    'sends the browser to %s with PKCE, a state and our redirect URI',
    async (provider) => {
      const response = await fixture.get(`/connect/${provider}`);
      expect(response.status).toBe(302);
      const url = new URL(response.headers.get('location') ?? '');
      expect(url.searchParams.get('code_challenge_method')).toBe('S256');
      expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(url.searchParams.get('state')).toMatch(/^[\w-]{43}$/);
      expect(url.searchParams.get('redirect_uri')).toBe(`${fixture.service.url}/callback`);
      expect(response.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    },
  );

  test('shows a form for Exchange', async () => {
    const page = await (await fixture.get('/connect/exchange')).text();
    expect(page).toContain('type="password"');
  });

  test('knows no other providers', async () => {
    expect((await fixture.get('/connect/fax')).status).toBe(404);
  });
});

describe('/callback', () => {
  test('takes no state that it did not give out', async () => {
    expect((await fixture.get('/callback?code=x&state=made-up')).status).toBe(400);
    expect((await fixture.get('/callback')).status).toBe(400);
  });

  test('takes no state of another browser', async () => {
    const { state } = await begin('google');
    const other = await begin('google');
    const response = await fixture.get(`/callback?code=x&state=${state}`, { headers: { cookie: other.cookie } });
    expect(response.status).toBe(400);
  });

  test('takes a state once', async () => {
    const { state, cookie } = await begin('google');
    const path = `/callback?error=access_denied&state=${state}`;
    const first = await fixture.get(path, { headers: { cookie } });
    expect(await first.text()).toContain('signInRefused');
    expect((await fixture.get(path, { headers: { cookie } })).status).toBe(400);
    expect(await (await fixture.get(path, { headers: { cookie } })).text()).toContain('not begun in this browser');
  });

  test('takes no state after ten minutes', async () => {
    const { state, cookie } = await begin('microsoft');
    await fixture.clock.advance(10 * 60_000);
    expect((await fixture.get(`/callback?code=x&state=${state}`, { headers: { cookie } })).status).toBe(400);
  });

  test.each(['microsoft', 'google'])('says so when %s does not know the code', async (provider) => {
    const { state, cookie } = await begin(provider);
    const response = await fixture.get(`/callback?code=made-up-canary&state=${state}`, { headers: { cookie } });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('made-up-canary');
  });
});

describe('the Exchange form', () => {
  const post = (form: Record<string, string>, cookie: string): Promise<Response> =>
    fixture.get('/connect/exchange', { method: 'POST', body: new URLSearchParams(form), headers: { cookie } });

  test('asks again when the password is wrong, without repeating it', async () => {
    const { state, cookie } = await begin('exchange');
    const response = await post({ state, username: 'ada@tidewater.example', password: 'canary-wrong' }, cookie);
    const page = await response.text();
    expect(response.status).toBe(401);
    expect(page).toContain('does not accept this user name and password');
    expect(page).not.toContain('canary-wrong');
    const again = /name="state" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const right = await post(
      { state: again, username: 'ada@tidewater.example', password: 'ada-password-9c1f' },
      cookie,
    );
    expect([right.status, right.headers.get('location')]).toEqual([303, '/']);
  });

  test('takes nothing without the state of this browser', async () => {
    const { state } = await begin('exchange');
    const other = await begin('exchange');
    const form = { state, username: 'ada@tidewater.example', password: 'ada-password-9c1f' };
    expect((await post(form, other.cookie)).status).toBe(400);
  });

  test('takes no huge forms', async () => {
    const { state, cookie } = await begin('exchange');
    const response = await post({ state, username: 'x'.repeat(100_000), password: 'x' }, cookie);
    expect(response.status).toBe(413);
  });
});

describe('connecting', () => {
  test('the same account again replaces the earlier connection', async () => {
    const person = { address: 'ben@tidewater.example', password: 'ben-password-41d0' };
    const before = (await fixture.service.team.list()).length;
    await connectAsVisitor(fixture.service.url, 'google', person);
    await connectAsVisitor(fixture.service.url, 'google', person);
    expect(await fixture.service.team.list()).toHaveLength(before + 1);
  });

  test('fails for a visitor with a wrong password', async () => {
    const stranger = { address: 'ben@tidewater.example', password: 'wrong' };
    await expect(connectAsVisitor(fixture.service.url, 'microsoft', stranger)).rejects.toThrow(/microsoft/);
  });
});

test('other host names are not served', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    httpRequest(`${fixture.service.url}/api/agenda`, { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(421);
});
