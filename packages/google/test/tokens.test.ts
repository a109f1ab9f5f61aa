import { Secret } from '@kalends/core';
import type { OAuthCredential } from '@kalends/core';
import { describe, expect, it, vi } from 'vitest';
import { apiError, json } from './support/fake-google.ts';
import type { Answer } from './support/fake-google.ts';
import { credential, rejection, setup } from './support/setup.ts';

const listPath = '/calendar/v3/users/me/calendarList';
const emptyList = json({ items: [] });
const accessToken = (value: string, more: object = {}): Answer =>
  json({ access_token: value, expires_in: 3599, token_type: 'Bearer', ...more });

describe('access tokens', () => {
  it('asks for one with the refresh token and uses it as a bearer token', async () => {
    const { service, connection } = setup();
    service.on(listPath, emptyList);
    await connection.calendars.list();
    expect(Object.fromEntries(service.sentTo('/token')[0]?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      client_secret: 'secret-1',
    });
    expect(service.sentTo(listPath)[0]?.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('keeps one until five minutes before its end by the injected clock', async () => {
    const { service, connection, clock } = setup();
    service.on('/token', accessToken('access-1'), accessToken('access-2'));
    service.on(listPath, emptyList);
    await connection.calendars.list();
    await clock.advance((3599 - 301) * 1000);
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(1);
    await clock.advance(1000);
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(2);
    expect(service.sentTo(listPath).at(-1)?.headers.get('authorization')).toBe('Bearer access-2');
  });

  it('uses a token that lives for a minute more than once', async () => {
    const { service, connection } = setup();
    service.on('/token', accessToken('access-1', { expires_in: 60 }));
    service.on(listPath, emptyList);
    await connection.calendars.list();
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(1);
  });

  it.each([0, -3600, 1e300, '', 'soon', null, [], undefined])(
    'reads a lifetime of %j as the usual hour',
    async (expiresIn) => {
      const { service, connection, clock } = setup();
      service.on('/token', accessToken('access-1', { expires_in: expiresIn }), accessToken('access-2'));
      service.on(listPath, emptyList);
      await connection.calendars.list();
      await clock.advance(54 * 60_000);
      await connection.calendars.list();
      expect(service.sentTo('/token')).toHaveLength(1);
      await clock.advance(2 * 60_000);
      await connection.calendars.list();
      expect(service.sentTo('/token')).toHaveLength(2);
    },
  );

  it.each([
    ['five minutes', 300],
    ['a day', 86_399],
    ['five minutes as a text', '300'],
  ])('believes a lifetime of %s', async (_what, expiresIn) => {
    const { service, connection, clock } = setup();
    service.on('/token', accessToken('access-1', { expires_in: expiresIn }), accessToken('access-2'));
    service.on(listPath, emptyList);
    await connection.calendars.list();
    const lifetimeMs = Number(expiresIn) * 1000;
    await clock.advance(lifetimeMs - Math.min(300_000, lifetimeMs / 2) - 1);
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(1);
    await clock.advance(1);
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(2);
  });

  it('asks for none in a call that was given up before it began', async () => {
    const { service, connection } = setup();
    const failed = rejection(connection.calendars.list({ signal: AbortSignal.abort() }));
    expect(await failed).toMatchObject({ code: 'aborted', operation: 'calendars.list' });
    expect(service.requests).toHaveLength(0);
  });

  it('stops asking for one when the connection is closed', async () => {
    const { service, connection } = setup();
    const signals: (AbortSignal | undefined)[] = [];
    service.on('/token', (_request, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const failed = rejection(connection.calendars.list());
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    await connection.close();
    expect(await failed).toMatchObject({ code: 'disposed' });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('asks once for calls that start together', async () => {
    const { service, connection } = setup();
    service.on(listPath, emptyList);
    await Promise.all(Array.from({ length: 8 }, async () => connection.calendars.list()));
    expect(service.sentTo('/token')).toHaveLength(1);
    expect(service.sentTo(listPath)).toHaveLength(8);
  });

  it('replaces a refused token once and tries again', async () => {
    const { service, connection } = setup();
    service.on('/token', accessToken('access-1'), accessToken('access-2'));
    service.on(listPath, apiError(401, 'authError'), emptyList);
    await connection.calendars.list();
    expect(service.sentTo(listPath).map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer access-1',
      'Bearer access-2',
    ]);
  });

  it('gives up when the new token is refused as well', async () => {
    const { service, connection } = setup();
    service.on('/token', accessToken('access-1'), accessToken('access-2'));
    service.on(listPath, apiError(401, 'authError'));
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'reauthorizationRequired',
      status: 401,
      operation: 'calendars.list',
    });
    expect(service.sentTo('/token')).toHaveLength(2);
    expect(service.sentTo(listPath)).toHaveLength(2);
  });

  it('replaces a token once for all calls it was refused in', async () => {
    const { service, connection } = setup();
    service.on('/token', accessToken('access-1'), accessToken('access-2'));
    service.on(listPath, (request) =>
      request.headers.get('authorization') === 'Bearer access-1'
        ? apiError(401, 'authError')(request, undefined)
        : emptyList(request, undefined),
    );
    await Promise.all(Array.from({ length: 5 }, async () => connection.calendars.list()));
    expect(service.sentTo('/token')).toHaveLength(2);
  });

  it('asks nobody any more once the grant has ended', async () => {
    const { service, connection } = setup();
    service.on(
      '/token',
      json({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 400),
    );
    const expected = { code: 'reauthorizationRequired', vendorCode: 'invalid_grant', retryable: false };
    expect(await rejection(connection.calendars.list())).toMatchObject(expected);
    expect(await rejection(connection.calendars.list())).toMatchObject(expected);
    expect(service.requests).toHaveLength(1);
  });

  it('tells a session that ran out by policy from a withdrawn grant', async () => {
    const { service, connection } = setup();
    service.on(
      '/token',
      json({ error: 'invalid_grant', error_description: 'reauth related error', error_subtype: 'invalid_rapt' }, 400),
    );
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'reauthorizationRequired',
      vendorCode: 'invalid_rapt',
    });
  });

  it('does not take a failing token endpoint for the end of the connection', async () => {
    const { service, connection } = setup();
    service.on('/token', json({ error: 'internal_failure' }, 503), accessToken('access-1'));
    service.on(listPath, emptyList);
    expect(await rejection(connection.calendars.list())).toMatchObject({ code: 'serviceUnavailable', retryable: true });
    await expect(connection.calendars.list()).resolves.toEqual({ items: [] });
  });

  it('refuses an answer without a token', async () => {
    const { service, connection } = setup();
    service.on('/token', json({ token_type: 'Bearer' }));
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'invalidResponse',
      message: expect.stringContaining('access_token'),
    });
  });
});

describe('a refresh token that the service replaces', () => {
  const rotated = accessToken('access-2', { refresh_token: 'refresh-2', refresh_token_expires_in: 7200 });

  it('is handed out before the new access token is used', async () => {
    const order: string[] = [];
    const { service, connection } = setup({
      connect: {
        onCredentialChanged: async (changed) => {
          await Promise.resolve();
          order.push(`saved ${changed.refreshToken.reveal()} ${changed.refreshExpiresAt}`);
        },
      },
    });
    service.on('/token', rotated);
    service.on(listPath, (request) => {
      order.push('used');
      return emptyList(request, undefined);
    });
    await connection.calendars.list();
    expect(order).toEqual(['saved refresh-2 2026-11-16T10:00:00.000Z', 'used']);
  });

  it.each([1e300, 1e12, 0, 'x'])('is not lost to an end in %j seconds that no date can hold', async (seconds) => {
    const saved: OAuthCredential[] = [];
    const { service, connection } = setup({
      connect: { onCredentialChanged: (changed) => Promise.resolve(void saved.push(changed)) },
    });
    service.on('/token', accessToken('access-2', { refresh_token: 'refresh-2', refresh_token_expires_in: seconds }));
    service.on(listPath, emptyList);
    await connection.calendars.list();
    expect(saved.map((changed) => changed.refreshToken.reveal())).toEqual(['refresh-2']);
    expect(saved[0]).not.toHaveProperty('refreshExpiresAt');
  });

  it('is handed out once', async () => {
    const saved: string[] = [];
    const { service, connection, clock } = setup({
      connect: {
        onCredentialChanged: (changed) => Promise.resolve(void saved.push(changed.refreshToken.reveal())),
      },
    });
    service.on('/token', rotated, accessToken('access-3'));
    service.on(listPath, emptyList);
    await connection.calendars.list();
    await clock.advance(3_600_000);
    await connection.calendars.list();
    expect(service.sentTo('/token')).toHaveLength(2);
    expect(saved).toEqual(['refresh-2']);
  });

  it('stays known when saving it fails, and the call fails', async () => {
    const saved: string[] = [];
    let isBroken = true;
    const onCredentialChanged = (changed: OAuthCredential): Promise<void> => {
      if (isBroken) return Promise.reject(new Error('disk full'));
      saved.push(changed.refreshToken.reveal());
      return Promise.resolve();
    };
    const { service, connection } = setup({ connect: { onCredentialChanged } });
    service.on('/token', rotated, accessToken('access-3'));
    service.on(listPath, emptyList);
    expect(await rejection(connection.calendars.list())).toMatchObject({ message: 'disk full' });
    expect(service.sentTo(listPath)).toHaveLength(0);
    isBroken = false;
    await connection.calendars.list();
    expect(saved).toEqual(['refresh-2']);
    expect(service.sentTo('/token')[1]?.form.get('refresh_token')).toBe('refresh-2');
  });
});

describe('connect', () => {
  it.each([
    [
      'a user name and password',
      { ...credential, kind: 'basic', username: new Secret('a'), password: new Secret('b') },
    ],
    ['a credential of another provider', { ...credential, provider: 'graph' }],
  ])('refuses %s before anything is sent', (_what, wrong) => {
    const { provider, service } = setup();
    // What a caller without types could pass.
    const untyped = { credential: wrong as unknown as OAuthCredential };
    expect(() => provider.connect(untyped)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
    expect(service.requests).toHaveLength(0);
  });

  it('keeps connections apart', async () => {
    const { provider, service, connection } = setup();
    service.on('/token', (request) => accessToken(`for ${request.form.get('refresh_token')}`)(request, undefined));
    service.on(listPath, emptyList);
    const other = provider.connect({ credential: { ...credential, refreshToken: new Secret('refresh-other') } });
    await Promise.all([connection.calendars.list(), other.calendars.list()]);
    expect(new Set(service.sentTo(listPath).map(({ headers }) => headers.get('authorization')))).toEqual(
      new Set(['Bearer for refresh-1', 'Bearer for refresh-other']),
    );
  });

  it('derives capabilities from what was granted', () => {
    const { provider } = setup();
    const scopes = ['https://www.googleapis.com/auth/calendar.events'];
    expect(provider.connect({ credential: { ...credential, scopes } }).capabilities).toMatchObject({
      calendars: { list: false },
      events: { list: true, get: true },
    });
  });
});
