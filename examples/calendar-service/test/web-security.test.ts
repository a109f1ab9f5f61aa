import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { silentLogger, systemClock } from '@kalends/core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readServiceConfig } from '../src/config/service-config.ts';
import { startService } from '../src/start-service.ts';
import type { CalendarService } from '../src/start-service.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture([]);
});
afterAll(() => fixture.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A request whose `Host` is chosen freely, which `fetch` does not allow. */
function ask(service: CalendarService, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(new URL(path, service.url), { headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    })
      .on('error', reject)
      .end();
  });
}

describe('every answer', () => {
  test.each([
    ['/?tz=UTC', 200],
    ['/?tz=Mars', 400],
    ['/api/agenda', 200],
    ['/api/agenda?tz=Mars', 400],
    ['/contacts', 200],
    ['/api/contacts', 200],
    ['/api/times?with=ada@tidewater.example', 200],
    ['/api/times', 400],
    ['/connect/exchange', 200],
    ['/connect/google', 302],
    ['/connect/fax', 404],
    ['/callback', 400],
    ['/nowhere', 404],
    ['/api/nowhere', 404],
  ])('%s (%i) is kept by nobody, framed by nobody, and runs nothing', async (path, status) => {
    const response = await fixture.get(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  test('of the API is JSON, errors included', async () => {
    for (const path of ['/api/agenda', '/api/agenda?tz=Mars', '/api/contacts', '/api/times', '/api/nowhere']) {
      expect((await fixture.get(path)).headers.get('content-type')).toMatch(/^application\/json/);
    }
  });
});

describe('a body', () => {
  test.each(['/disconnect', '/connect/exchange'])('that is no form is refused by %s, as a page', async (path) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const response = await fixture.get(path, { method: 'POST', body: '--x\r\ncanary', headers });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=UTF-8']);
  });

  test.each([
    ['/disconnect', 'text/html; charset=UTF-8'],
    ['/connect/exchange', 'text/html; charset=UTF-8'],
  ])('that is too large is refused by %s as %s', async (path, type) => {
    const response = await fixture.get(path, { method: 'POST', body: new URLSearchParams({ id: 'x'.repeat(20_000) }) });
    expect([response.status, response.headers.get('content-type')]).toEqual([413, type]);
    expect(await response.text()).toContain('too large');
  });
});

describe('the host name', () => {
  test.each([
    ['evil.example', 421],
    ['127.0.0.1', 421],
    ['localhost:1', 421],
    ['127.0.0.1:PORT.evil.example', 400],
    ['LOCALHOST:PORT', 200],
    ['127.0.0.1:PORT', 200],
  ])('%s gets %i', async (host, status) => {
    const headers = { host: host.replace('PORT', new URL(fixture.service.url).port) };
    expect((await ask(fixture.service, '/api/connections', headers)).status).toBe(status);
  });

  test('never finds its way into the addresses we give out', async () => {
    const headers = { host: `localhost:${new URL(fixture.service.url).port}`, 'x-forwarded-host': 'evil.example' };
    const { location } = (await ask(fixture.service, '/connect/google', headers)).headers;
    expect(new URL(location ?? '').searchParams.get('redirect_uri')).toBe(`${fixture.service.url}/callback`);
    expect(location).not.toContain('evil');
  });
});

describe('the session cookie', () => {
  test('is one that we made: what others set is replaced', async () => {
    const fixed = await fixture.get('/connect/google', { headers: { cookie: 'kalends_session=chosen-by-somebody' } });
    expect(fixed.headers.getSetCookie()).toHaveLength(1);
    expect(fixed.headers.getSetCookie()[0]).not.toContain('chosen-by-somebody');
  });

  test('behind https travels over https only, and for this host only', async () => {
    const config = readServiceConfig({ PORT: '0', KALENDS_PUBLIC_URL: 'https://calendar.example' });
    const service = await startService({ config, logger: silentLogger, clock: systemClock });
    onTestFinished(() => service.close());
    const begun = await ask(service, '/connect/google', { host: 'calendar.example' });
    const [cookie = ''] = begun.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-kalends_session=[\w-]{43}; /);
    expect(
      cookie
        .split('; ')
        .slice(1)
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    const authorization = new URL(begun.headers.location ?? '').searchParams;
    expect(authorization.get('redirect_uri')).toBe('https://calendar.example/callback');

    // The state works with that cookie, and not with one that any host of the domain could have set.
    const callback = `/callback?error=access_denied&state=${authorization.get('state') ?? ''}`;
    const session = /=([\w-]+)/.exec(cookie)?.[1] ?? '';
    const plain = await ask(service, callback, { host: 'calendar.example', cookie: `kalends_session=${session}` });
    expect(plain.status).toBe(400);
    const again = await ask(service, '/connect/google', {
      host: 'calendar.example',
      cookie: cookie.split(';')[0] ?? '',
    });
    expect(again.headers['set-cookie']).toBeUndefined();
  });
});

describe('what comes with a callback', () => {
  test('is shown as text, if at all', async () => {
    const begun = await fixture.get('/connect/google');
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const hostile = new URLSearchParams({ state, error: '<script>1</script>', error_description: '<b>canary</b>' });
    const page = await (await fixture.get(`/callback?${hostile}`, { headers: { cookie } })).text();
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('canary');
  });

  test('cannot send the browser elsewhere', async () => {
    const begun = await fixture.get('/connect/google');
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const path = `/callback?state=${state}&error=x&next=https://evil.example&redirect=//evil.example`;
    const response = await fixture.get(path, { headers: { cookie } });
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).not.toContain('evil.example');
  });
});

test('an organization that has to approve the service is shown where', async () => {
  const begun = await fixture.get('/connect/microsoft');
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const refusal = new URLSearchParams({
    state,
    error: 'access_denied',
    error_description: 'AADSTS90094: Admin needed.',
  });
  const response = await fixture.get(`/callback?${refusal}`, { headers: { cookie } });
  expect(response.status).toBe(403);
  expect(await response.text()).toMatch(/<a href="http:\/\/127\.0\.0\.1:\d+\/[^"]*adminconsent[^"]*">/);
});
