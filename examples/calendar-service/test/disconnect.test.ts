import { conformanceCompany, entraFaults } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

/** The page as a browser has it: its session, and what the button of each person sends. */
async function open(): Promise<{ readonly cookie: string; readonly token: string; readonly ids: readonly string[] }> {
  const response = await fixture.get('/?tz=UTC');
  const page = await response.text();
  return {
    cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '',
    token: /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '',
    ids: Array.from(page.matchAll(/name="id" value="([^"]+)"/g), ([, id]) => id ?? ''),
  };
}

const press = (form: Record<string, string>, headers: Record<string, string>): Promise<Response> =>
  fixture.get('/disconnect', { method: 'POST', body: new URLSearchParams(form), headers });
const count = async (): Promise<number> => (await fixture.service.team.list()).length;

describe('the button', () => {
  test('is refused from another site, another browser, and without its token', async () => {
    const { cookie, token, ids } = await open();
    const other = await open();
    const form = { id: ids[0] ?? '', token };
    const attempts: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
      [form, { cookie, 'sec-fetch-site': 'cross-site' }],
      [form, { cookie, 'sec-fetch-site': 'same-site' }],
      [form, { cookie, origin: 'https://evil.example' }],
      [form, { cookie, origin: 'http://127.0.0.1:1' }],
      [form, { cookie: other.cookie }],
      [form, {}],
      [{ id: form.id }, { cookie }],
      [{ ...form, token: 'made-up' }, { cookie }],
      [{ ...form, token: cookie.split('=')[1] ?? '' }, { cookie }],
    ];
    for (const [fields, headers] of attempts) expect((await press(fields, headers)).status).toBe(403);
    expect(await count()).toBe(3);
    expect((await press({ ...form, id: 'x'.repeat(10_000) }, { cookie })).status).toBe(413);
  });

  test('keeps the session out of the page', async () => {
    const response = await fixture.get('/?tz=UTC');
    const session = /=([\w-]+)/.exec(response.headers.getSetCookie()[0] ?? '')?.[1] ?? 'none';
    expect(await response.text()).not.toContain(session);
  });

  test('removes the person, tells Google, and does nothing the second time', async () => {
    const people = await fixture.service.team.list();
    const google = people.find(({ provider }) => provider === 'google');
    const { cookie, token } = await open();
    const form = { id: google?.id ?? '', token };
    const done = await press(form, { cookie, 'sec-fetch-site': 'same-origin', origin: 'null' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '/']);
    expect(await count()).toBe(2);
    const paths = fixture.service.demo?.emulators.google.exchanges.map(({ request }) => request.path);
    expect(paths?.at(-1)).toBe('/revoke');
    expect((await press(form, { cookie })).status).toBe(303);
    expect(await count()).toBe(2);
    expect(await (await fixture.get('/?tz=UTC')).text()).not.toContain('Ben · Google');
  });
});

describe('a connection that has ended', () => {
  test('is named with its reason and a way back, and nothing is asked of the service any more', async () => {
    const emulators = fixture.service.demo?.emulators;
    emulators?.microsoft.expireAccessTokens();
    emulators?.microsoft.revokeSessions('ada');
    await fixture.clock.advance(2 * 24 * 60 * 60_000);
    const page = await (await fixture.get('/?tz=UTC')).text();
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      'Ada Brandt is no longer connected to Microsoft 365: it was revoked.',
    );
    expect(page).not.toContain('could not be read in full');
    const before = emulators?.microsoft.exchanges.length;
    const agenda: unknown = await (await fixture.get('/api/agenda')).json();
    expect(agenda).toMatchObject({
      isComplete: false,
      sources: [{ outcome: 'failed', code: 'reauthorizationRequired', reason: 'revoked' }, { outcome: 'complete' }],
    });
    expect(emulators?.microsoft.exchanges.length).toBe(before);

    // The link asks the same person for the same again.
    const again = /href="(\/connect\/microsoft\?account=[^"]+)"/.exec(page)?.[1] ?? '';
    expect((await fixture.get(again)).status).toBe(302);
    const ada = conformanceCompany.people.find(({ id }) => id === 'ada');
    if (ada !== undefined) await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect(await (await fixture.get('/api/agenda')).json()).toMatchObject({ isComplete: true });
    expect(await (await fixture.get('/?tz=UTC')).text()).not.toContain('no longer connected');
  });

  test('for want of a second factor leads to a sign-in that asks for it', async () => {
    const microsoft = fixture.service.demo?.emulators.microsoft;
    microsoft?.expireAccessTokens();
    microsoft?.faults.add(entraFaults.refused(50_076));
    await fixture.clock.advance(2 * 24 * 60 * 60_000);
    const page = await (await fixture.get('/?tz=UTC')).text();
    const again = /href="(\/connect\/microsoft\?account=[^"]+)"/.exec(page)?.[1] ?? '';
    const location = (await fixture.get(again)).headers.get('location') ?? '';
    expect(new URL(location).searchParams.get('claims')).toContain('access_token');
  });

  test('by a changed password at Exchange says so', async () => {
    fixture.service.demo?.emulators.exchange.changePassword('chitra', 'another');
    const page = await (await fixture.get('/?tz=UTC')).text();
    expect(page.replaceAll(/\s+/g, ' ')).toContain(
      'Chitra Rao is no longer connected to Exchange: user name and password are refused.',
    );
  });

  test.each(['/connect/google?account=nobody', '/connect/google?account='])('%s: there is nobody', async (path) => {
    expect((await fixture.get(path)).status).toBe(404);
  });
});
