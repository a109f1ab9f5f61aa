import { describe, expect, it } from 'vitest';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import type { GoogleEmulatorOptions } from '../../src/google/google-emulator.ts';
import { googleFaults } from '../../src/google/google-faults.ts';
import { calendarScope, redirectUri, startKit } from './google-kit.ts';
import type { Answer, Kit } from './google-kit.ts';

type Tokens = Answer<Record<string, string | number>>;

function refresh(kit: Kit, token: unknown): Promise<Tokens> {
  return kit.token({ grant_type: 'refresh_token', refresh_token: String(token) });
}

function start(options: GoogleEmulatorOptions = {}): Promise<Kit> {
  return startKit(undefined, options);
}

function issue(kit: Kit, person: string = 'ada'): string {
  return kit.emulator.issueTokens({ person, scopes: [calendarScope] }).refreshToken;
}

async function works(kit: Kit, accessToken: unknown): Promise<boolean> {
  const { status } = await kit.api('colors', {}, { headers: { authorization: `Bearer ${String(accessToken)}` } });
  return status === 200;
}

describe('refresh without rotation', () => {
  it('answers the same refresh token any number of times, at once and one after the other', async () => {
    await using kit = await start();
    const token = issue(kit);
    const answers = await Promise.all([refresh(kit, token), refresh(kit, token), refresh(kit, token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.every(({ body }) => !('refresh_token' in body))).toBe(true);
    expect(new Set(answers.map(({ body }) => body['access_token'])).size).toBe(3);
  });
});

describe('refresh with strict rotation', () => {
  it('gives a successor and ends the token that was used', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const first = await refresh(kit, issue(kit));
    expect(first.body['refresh_token']).toMatch(/^1\/\/0g/);
    const second = await refresh(kit, first.body['refresh_token']);
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).not.toBe(first.body['refresh_token']);
  });

  it('ends the family, access tokens included, when a used token is shown again', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const used = issue(kit);
    const other = issue(kit);
    const first = await refresh(kit, used);
    expect(await works(kit, first.body['access_token'])).toBe(true);
    expect((await refresh(kit, used)).body['error']).toBe('invalid_grant');
    expect(await works(kit, first.body['access_token'])).toBe(false);
    expect((await refresh(kit, first.body['refresh_token'])).body['error']).toBe('invalid_grant');
    expect((await refresh(kit, other)).status).toBe(200);
  });

  it('shows two refreshes of one token at once: one wins, and then nothing works', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const token = issue(kit);
    const answers = await Promise.all([refresh(kit, token), refresh(kit, token)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 400]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await refresh(kit, winner?.body['refresh_token'])).status).toBe(400);
  });

  it('keeps the end of a time-limited grant through rotation', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const { refreshToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope], accessSeconds: 7200 });
    await kit.clock.advance(3_600_000);
    const next = await refresh(kit, refreshToken);
    expect(next.body['refresh_token_expires_in']).toBe(3599);
    await kit.clock.advance(3_600_000);
    expect((await refresh(kit, next.body['refresh_token'])).body['error']).toBe('invalid_grant');
  });
});

describe('a time-limited grant', () => {
  const client = { ...demoGoogleClient, offersTimedAccess: true };
  const connect = async (kit: Kit, accessSeconds?: number): Promise<Tokens> => {
    const { location } = await kit.consent({
      parameters: { access_type: 'offline', prompt: 'consent' },
      ...(accessSeconds === undefined ? {} : { accessSeconds }),
    });
    const code = location?.searchParams.get('code') ?? '';
    return kit.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
  };

  it('says how long it lasts, and ends then', async () => {
    await using kit = await start({ clients: [client] });
    const { body } = await connect(kit, 86_400);
    expect(body['refresh_token_expires_in']).toBe(86_399);
    await kit.clock.advance(86_399_999);
    expect((await refresh(kit, body['refresh_token'])).body['refresh_token_expires_in']).toBe(0);
    await kit.clock.advance(1);
    expect((await refresh(kit, body['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it('is unlimited where nothing was chosen or nothing was offered', async () => {
    await using kit = await start({ clients: [client] });
    expect((await connect(kit)).body).not.toHaveProperty('refresh_token_expires_in');
    kit.emulator.registerClient(demoGoogleClient);
    expect((await connect(kit, 86_400)).body).not.toHaveProperty('refresh_token_expires_in');
  });
});

describe('lifetimes of access tokens', () => {
  it.each([300, 86_399])('of %d seconds are kept and stated', async (accessTokenSeconds) => {
    await using kit = await start();
    kit.emulator.setTokenLifetimes({ accessTokenSeconds });
    const { body } = await refresh(kit, issue(kit));
    expect(body['expires_in']).toBe(accessTokenSeconds);
    await kit.clock.advance(accessTokenSeconds * 1000 - 1);
    expect(await works(kit, body['access_token'])).toBe(true);
    await kit.clock.advance(1);
    expect(await works(kit, body['access_token'])).toBe(false);
  });

  it.each([[0], [-1], ['3600'], ['soon'], [1e15], [0.5]])('may be stated as %j, whatever they are', async (stated) => {
    await using kit = await start();
    kit.emulator.setTokenLifetimes({ statedExpiresIn: stated });
    const { body } = await refresh(kit, issue(kit));
    expect(body['expires_in']).toBe(stated);
    await kit.clock.advance(3_598_000);
    expect(await works(kit, body['access_token'])).toBe(true);
  });

  it('may go unstated, and are usual again afterwards', async () => {
    await using kit = await start();
    kit.emulator.setTokenLifetimes({ statedExpiresIn: null });
    expect((await refresh(kit, issue(kit))).body).not.toHaveProperty('expires_in');
    kit.emulator.setTokenLifetimes();
    expect((await refresh(kit, issue(kit))).body['expires_in']).toBe(3599);
    expect(() => kit.emulator.setTokenLifetimes({ accessTokenSeconds: 0 })).toThrow(RangeError);
  });
});

describe('session control', () => {
  it('refuses refreshes until the person signs in again', async () => {
    await using kit = await start();
    const token = issue(kit);
    const { cookie } = await kit.consent();
    kit.emulator.requireReauthentication('ada');
    expect((await refresh(kit, token)).body['error_subtype']).toBe('invalid_rapt');
    const silent = await fetch(kit.authorizeUrl({ prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
    expect(silent.headers.get('location')).toContain('error=login_required');
    await kit.consent();
    expect((await refresh(kit, token)).status).toBe(200);
  });
});

describe('held answers', () => {
  it('leave after release; meanwhile the tokens exist and the sender does not know them', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const token = issue(kit);
    const held = kit.emulator.holdTokenAnswers();
    expect(held.waiting).toBe(0);
    let isAnswered = false;
    const answer = refresh(kit, token).then((given) => {
      isAnswered = true;
      return given;
    });
    await held.arrived();
    expect(held.waiting).toBe(1);
    expect(isAnswered).toBe(false);
    expect(kit.emulator.tokenRequests()).toEqual([]);
    held.release();
    held.release();
    expect((await answer).body).toHaveProperty('refresh_token');
    expect(held.waiting).toBe(0);
    expect((await refresh(kit, token)).status).toBe(400);
  });

  it('of a grant revoked meanwhile carry dead tokens', async () => {
    await using kit = await start();
    const held = kit.emulator.holdTokenAnswers();
    const answer = refresh(kit, issue(kit));
    await held.arrived();
    kit.emulator.revokeGrants('ada');
    held.release();
    const { status, body } = await answer;
    expect(status).toBe(200);
    expect(await works(kit, body['access_token'])).toBe(false);
  });

  it('are only those asked for', async () => {
    await using kit = await start();
    const mine = issue(kit);
    const held = kit.emulator.holdTokenAnswers(({ body }) => body.includes(encodeURIComponent(mine)));
    expect((await refresh(kit, issue(kit, 'bo'))).status).toBe(200);
    const both = Promise.all([refresh(kit, mine), refresh(kit, mine)]);
    await held.arrived(2);
    await held.arrived();
    held.release();
    expect((await both).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('do not keep the emulator from closing', async () => {
    const kit = await start();
    const held = kit.emulator.holdTokenAnswers();
    const answer = refresh(kit, issue(kit)).then(
      () => 'answered',
      () => 'broken',
    );
    await held.arrived();
    await kit.emulator.close();
    expect(['answered', 'broken']).toContain(await answer);
  });
});

describe('a lost answer', () => {
  it('took effect: with strict rotation the old token is used up', async () => {
    await using kit = await start({ refreshTokenRotation: 'strict' });
    const token = issue(kit);
    kit.emulator.faults.add(googleFaults.tokenAnswerLost());
    await expect(refresh(kit, token)).rejects.toThrow('fetch failed');
    expect((await refresh(kit, token)).body['error']).toBe('invalid_grant');
  });

  it('costs nothing without rotation', async () => {
    await using kit = await start();
    const token = issue(kit);
    kit.emulator.faults.add(googleFaults.tokenAnswerLost());
    await expect(refresh(kit, token)).rejects.toThrow('fetch failed');
    expect((await refresh(kit, token)).status).toBe(200);
  });
});

describe('the list of token requests', () => {
  it('tells who asked for what and how it went, and no token', async () => {
    await using kit = await start();
    const token = issue(kit);
    await refresh(kit, token);
    await refresh(kit, issue(kit, 'bo'));
    kit.emulator.faults.add(googleFaults.tokenEndpointUnavailable());
    await refresh(kit, token);
    kit.emulator.faults.add(googleFaults.tokenAnswerLost());
    await refresh(kit, token).catch(() => undefined);
    kit.emulator.revokeGrants('ada');
    await refresh(kit, token);
    const { location } = await kit.consent();
    const code = location?.searchParams.get('code') ?? '';
    await kit.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    const client = demoGoogleClient.clientId;
    expect(kit.emulator.tokenRequests()).toEqual([
      { grantType: 'refresh_token', account: 'ada', client, outcome: 'granted' },
      { grantType: 'refresh_token', account: 'bo', client, outcome: 'granted' },
      { grantType: 'refresh_token', account: 'ada', client, outcome: 'failed', error: 'internal_failure' },
      { grantType: 'refresh_token', account: 'ada', client, outcome: 'lost' },
      { grantType: 'refresh_token', account: 'ada', client, outcome: 'refused', error: 'invalid_grant' },
      { grantType: 'authorization_code', account: 'ada', client, outcome: 'granted' },
    ]);
    expect(kit.emulator.tokenRequests({ account: 'ada', grantType: 'refresh_token' })).toHaveLength(4);
    expect(kit.emulator.tokenRequests({ account: 'ada', outcome: 'granted' })).toHaveLength(2);
    expect(kit.emulator.tokenRequests({ account: 'cy' })).toEqual([]);
  });
});

describe('revocation by hand', () => {
  const other = { clientId: 'other', redirectUris: [redirectUri] };

  it('of one client leaves the others', async () => {
    await using kit = await start({ clients: [demoGoogleClient, other] });
    const mine = issue(kit);
    const theirs = kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope], clientId: 'other' });
    kit.emulator.revokeGrants('ada', demoGoogleClient.clientId);
    expect((await refresh(kit, mine)).status).toBe(400);
    expect(await works(kit, theirs.accessToken)).toBe(true);
    expect(() => kit.emulator.revokeGrants('ada', 'nobody')).toThrow(RangeError);
    expect(() => kit.emulator.revokeGrants('nobody')).toThrow(RangeError);
  });

  it.each(['disabled', 'deleted'] as const)(
    'has no use for codes of an account that is %s meanwhile',
    async (status) => {
      await using kit = await start();
      const { location } = await kit.consent();
      kit.emulator.setAccountStatus('ada', status);
      const code = location?.searchParams.get('code') ?? '';
      const answer = await kit.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
      expect(answer.body['error']).toBe('invalid_grant');
    },
  );

  it('ends codes that are still under way', async () => {
    await using kit = await start();
    const { location } = await kit.consent();
    kit.emulator.revokeGrants('ada');
    const code = location?.searchParams.get('code') ?? '';
    const answer = await kit.token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    expect(answer.body['error']).toBe('invalid_grant');
  });

  it('has the person asked for consent again', async () => {
    await using kit = await start();
    const { cookie } = await kit.consent();
    const silent = async (): Promise<string> => {
      const url = kit.authorizeUrl({ prompt: 'none' });
      return (await fetch(url, { headers: { cookie }, redirect: 'manual' })).headers.get('location') ?? '';
    };
    expect(await silent()).toContain('code=');
    await fetch(`${kit.emulator.origin}/revoke?token=${encodeURIComponent(issue(kit))}`, { method: 'POST' });
    expect(await silent()).toContain('error=consent_required');
  });

  it('fails with 500 when the service does, and works the next time', async () => {
    await using kit = await start();
    const token = issue(kit);
    const revoke = (): Promise<Response> =>
      fetch(`${kit.emulator.origin}/revoke`, { method: 'POST', body: new URLSearchParams({ token }) });
    kit.emulator.faults.add(googleFaults.revokeUnavailable());
    const failed = await revoke();
    expect(failed.status).toBe(500);
    expect(await failed.json()).toMatchObject({ error: 'internal_failure' });
    expect((await refresh(kit, token)).status).toBe(200);
    expect((await revoke()).status).toBe(200);
    expect((await refresh(kit, token)).status).toBe(400);
  });

  it('needs a token', async () => {
    await using kit = await start();
    const answer = await fetch(`${kit.emulator.origin}/revoke`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: 'Missing required parameter: token' },
    ]);
  });
});
