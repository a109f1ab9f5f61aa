import type { Fetch, TokenCredential } from '@kalends/core';
import { describe, expect, it, test, vi } from 'vitest';
import { primaryCalendar } from './support/graph-answers.ts';
import { connectTo, credential, fakeMicrosoft, sleepyClock, tokenAnswer } from './support/fake-microsoft.ts';

const calendars = { json: { value: [primaryCalendar] } };
const expired = { status: 401, json: { error: { code: 'InvalidAuthenticationToken', message: 'canary' } } };
const challenge = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1726258122"}}}').toString('base64');

function bearers(fake: ReturnType<typeof fakeMicrosoft>): (string | null)[] {
  return fake.graphRequests().map((request) => request.headers.get('authorization'));
}

describe('access tokens', () => {
  it('come from the refresh token and serve until five minutes before their end', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', calendars);
    const clock = sleepyClock();
    const connection = connectTo(fake, { settings: { runtime: { fetch: fake.fetch, clock } } });

    await connection.calendars.list();
    await clock.sleep(3_299_000);
    await connection.calendars.list();
    await clock.sleep(2_000);
    await connection.calendars.list();

    expect(bearers(fake)).toEqual(['Bearer access-1', 'Bearer access-1', 'Bearer access-2']);
    expect(Object.fromEntries(fake.tokenRequests()[0]?.form ?? [])).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-token-0',
      client_id: 'client-1',
      client_secret: 'client-secret-1',
    });
    expect(fake.tokenRequests()[0]?.form.get('claims')).toContain('"xms_cc":{"values":["CP1"]}');
  });

  it('are fetched once however many calls wait', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', calendars);
    const connection = connectTo(fake);
    await Promise.all(Array.from({ length: 8 }, () => connection.calendars.list()));
    expect(fake.tokenRequests()).toHaveLength(1);
  });

  it('are not shared between connections', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', calendars);
    await connectTo(fake).calendars.list();
    await connectTo(fake, { credential: credential({ account: { id: 'other' } }) }).calendars.list();
    expect(bearers(fake)).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  it('are used only after a replaced refresh token was stored', async () => {
    const fake = fakeMicrosoft();
    fake.on('/token', { json: tokenAnswer({ access_token: 'access-a', refresh_token: 'rotated-1' }) });
    fake.on('/me/calendars', calendars);
    const stored: TokenCredential[] = [];
    const requestsWhenStored: number[] = [];

    await connectTo(fake, {
      onCredentialChanged: async (changed) => {
        await Promise.resolve();
        stored.push(changed);
        requestsWhenStored.push(fake.graphRequests().length);
      },
    }).calendars.list();

    expect(stored.map((each) => each.kind === 'oauth' && each.refreshToken.reveal())).toEqual(['rotated-1']);
    expect(stored[0]).toMatchObject({
      account: credential().account,
      issuedAt: '2026-11-16T08:00:00.000Z',
    });
    expect(requestsWhenStored).toEqual([0]);
    expect(bearers(fake)).toEqual(['Bearer access-a']);
  });

  it('are not used when storing fails; the next call stores first and asks no second time', async () => {
    const fake = fakeMicrosoft();
    fake.on('/token', { json: tokenAnswer({ refresh_token: 'rotated-1' }) });
    fake.on('/me/calendars', calendars);
    const connection = connectTo(fake, { onCredentialChanged: () => Promise.reject(new Error('store is down')) });

    await expect(connection.calendars.list()).rejects.toThrow('store is down');
    await expect(connection.calendars.list()).rejects.toThrow('store is down');

    expect(fake.graphRequests()).toEqual([]);
    expect(fake.tokenRequests().map((request) => request.form.get('refresh_token'))).toEqual(['refresh-token-0']);
  });

  it('are renewed once after a 401', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', expired, calendars);
    await connectTo(fake).calendars.list();
    expect(bearers(fake)).toEqual(['Bearer access-1', 'Bearer access-2']);
    expect(fake.tokenRequests()[1]?.form.get('claims')).not.toContain('nbf');
  });

  it('are not renewed again when another call has just done so', async () => {
    const fake = fakeMicrosoft();
    const slow = Promise.withResolvers<undefined>();
    fake.on(
      '/me/calendars',
      async () => {
        await slow.promise;
        return expired;
      },
      expired,
      calendars,
    );
    const connection = connectTo(fake);
    const first = connection.calendars.list().then((page) => page.items);
    await connection.calendars.list();
    slow.resolve(undefined);
    await first;
    expect(bearers(fake)).toEqual(['Bearer access-1', 'Bearer access-1', 'Bearer access-2', 'Bearer access-2']);
    expect(fake.tokenRequests()).toHaveLength(2);
  });

  it('meet a claims challenge silently once, then ask for a sign-in', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', {
      ...expired,
      headers: {
        'www-authenticate': `PoP realm="", Bearer realm="", error="insufficient_claims", claims="${challenge}"`,
      },
    });

    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      retryable: false,
      status: 401,
      reason: 'policy',
      claims: '{"access_token":{"nbf":{"essential":true,"value":"1726258122"}}}',
      operation: 'calendars.list',
      cure: { text: expect.stringContaining('Sign in again') },
    });

    expect(bearers(fake)).toEqual(['Bearer access-1', 'Bearer access-2']);
    expect(JSON.parse(fake.tokenRequests()[1]?.form.get('claims') ?? '')).toMatchObject({
      access_token: { nbf: { essential: true, value: '1726258122' }, xms_cc: { values: ['CP1'] } },
    });
  });

  it('are not sent again once they were refused, though no other could be had', async () => {
    const fake = fakeMicrosoft();
    const gone = { status: 400, json: { error: 'invalid_grant', error_codes: [50_173] } };
    fake.on('/token', { json: tokenAnswer({ access_token: 'access-1' }) }, gone);
    fake.on('/me/calendars', expired);
    const connection = connectTo(fake);
    for (const _call of [1, 2])
      await expect(connection.calendars.list()).rejects.toMatchObject({ code: 'reauthorizationRequired' });
    expect(bearers(fake)).toEqual(['Bearer access-1']);
    // The service is not asked again about a grant that has ended.
    expect(fake.tokenRequests()).toHaveLength(2);
  });

  it('give the refused answer back unread', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', expired, calendars);
    const cancelled: number[] = [];
    const fetch: Fetch = async (input, init) => {
      const answer = await fake.fetch(input, init);
      if (answer.status !== 401) return answer;
      return new Response(new ReadableStream({ cancel: () => void cancelled.push(401) }), { status: 401 });
    };
    await connectTo(fake, { settings: { runtime: { fetch, clock: sleepyClock() } } }).calendars.list();
    expect(cancelled).toEqual([401]);
  });

  it.each(['during', 'after'])('answer a challenge that came %s a refresh without it', async (when) => {
    const fake = fakeMicrosoft();
    const plainRefresh = Promise.withResolvers<undefined>();
    const refusal = Promise.withResolvers<undefined>();
    const challenged = {
      ...expired,
      headers: { 'www-authenticate': `Bearer error="insufficient_claims", claims="${challenge}"` },
    };
    fake.on(
      '/token',
      { json: tokenAnswer({ access_token: 'access-1' }) },
      async () => {
        await plainRefresh.promise;
        return { json: tokenAnswer({ access_token: 'access-2' }) };
      },
      { json: tokenAnswer({ access_token: 'access-3' }) },
    );
    // One call is refused plainly, the other with a challenge, which a token without the claims does not meet.
    fake.on('/me/calendars', expired, calendars);
    fake.on('/me/calendar', async (request) => {
      if (request.headers.get('authorization') === 'Bearer access-3') return { json: primaryCalendar };
      await refusal.promise;
      return challenged;
    });
    fake.on('/me/calendars/cal-primary/calendarView', { json: { value: [] } });
    const connection = connectTo(fake);
    const window = { start: '2026-11-16T00:00:00Z', end: '2026-11-23T00:00:00Z' };

    const withChallenge = connection.events.list({ window }).then((page) => page.items);
    await vi.waitFor(() => expect(fake.graphRequests()).toHaveLength(1));
    const plain = connection.calendars.list().then((page) => page.items);
    await vi.waitFor(() => expect(fake.tokenRequests()).toHaveLength(2));
    if (when === 'during') {
      refusal.resolve(undefined);
      // The refusal is read in this turn, while the refresh still waits.
      await new Promise((resolve) => setImmediate(resolve));
    }
    plainRefresh.resolve(undefined);
    expect(await plain).toHaveLength(1);
    refusal.resolve(undefined);

    expect(await withChallenge).toEqual([]);
    expect(fake.tokenRequests().map((request) => request.form.get('claims')?.includes('nbf'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([
    [300, 149_000, 2_000],
    ['600', 299_000, 2_000],
    [86_400, 86_099_000, 2_000],
    // What makes no sense is read as an hour: the service refuses the token in time.
    [undefined, 3_299_000, 2_000],
    [0, 3_299_000, 2_000],
    [-5, 3_299_000, 2_000],
    ['soon', 3_299_000, 2_000],
  ])('that live %s seconds serve for a while', async (lifetime, firstMs, thenMs) => {
    const fake = fakeMicrosoft();
    fake.on('/token', { json: tokenAnswer({ expires_in: lifetime }) });
    fake.on('/me/calendars', calendars);
    const clock = sleepyClock();
    const connection = connectTo(fake, { settings: { runtime: { fetch: fake.fetch, clock } } });
    await connection.calendars.list();
    await clock.sleep(firstMs);
    await connection.calendars.list();
    expect(fake.tokenRequests()).toHaveLength(1);
    await clock.sleep(thenMs);
    await connection.calendars.list();
    expect(fake.tokenRequests()).toHaveLength(2);
  });

  it('are not asked for by a call that was aborted before it began', async () => {
    const fake = fakeMicrosoft();
    await expect(connectTo(fake).calendars.list({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(fake.requests).toEqual([]);
  });

  it('do not stand for a service the account lacks', async () => {
    const fake = fakeMicrosoft();
    fake.on('/me/calendars', { status: 401, json: { error: { code: 'UnknownError', message: '' } } });
    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({ code: 'accessDenied' });
  });

  test.each([
    [700_082, 'invalid_grant', 'reauthorizationRequired', 'not used for too long'],
    [50_173, 'invalid_grant', 'reauthorizationRequired', 'sessions of the account were ended'],
    [70_043, 'invalid_grant', 'reauthorizationRequired', 'policy'],
    [50_076, 'interaction_required', 'reauthorizationRequired', 'another proof'],
    [50_057, 'invalid_grant', 'reauthorizationRequired', 'disabled'],
    [65_001, 'invalid_grant', 'reauthorizationRequired', 'allow the application'],
    [7_000_222, 'invalid_client', 'invalidConfiguration', 'secret'],
    [999_999, 'invalid_grant', 'reauthorizationRequired', 'Sign in again'],
  ])('end with the reason of AADSTS%i (%s)', async (number, error, code, cure) => {
    const fake = fakeMicrosoft();
    fake.on('/token', { status: 400, json: { error, error_codes: [number], error_description: 'canary' } });
    await expect(connectTo(fake).calendars.list()).rejects.toMatchObject({
      code,
      vendorCode: `AADSTS${number}`,
      retryable: false,
      cure: { text: expect.stringContaining(cure) },
    });
    expect(fake.graphRequests()).toEqual([]);
    expect(fake.tokenRequests()).toHaveLength(1);
  });

  it('survive a sign-in service that is away for a moment', async () => {
    const fake = fakeMicrosoft();
    fake.on('/token', { status: 503, text: '<html>' }, { json: tokenAnswer() });
    fake.on('/me/calendars', calendars);
    await connectTo(fake).calendars.list();
    expect(fake.tokenRequests()).toHaveLength(2);
  });
});
