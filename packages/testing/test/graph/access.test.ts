import { describe, expect, it } from 'vitest';
import { entraFaults } from '../../src/entra/entra-faults.ts';
import { graphFaults } from '../../src/graph/graph-faults.ts';
import { companyWith, meeting, startRig } from './fixture.ts';

describe('access to Graph', () => {
  it('says what is wrong with a token', async () => {
    await using rig = await startRig();
    const answer = async (token: string): Promise<unknown> => {
      const reply = await fetch(`${rig.emulator.graphBaseUrl}/me/events`, { headers: { authorization: token } });
      const { error } = await reply.json();
      expect(reply.headers.get('www-authenticate')).toMatch(/^Bearer realm=""/);
      return [reply.status, error.code, error.message];
    };
    const { accessToken, idToken, expiresInSeconds } = rig.emulator.issueTokens({ person: 'ada' });
    const invalid = (message: unknown): unknown => [401, 'InvalidAuthenticationToken', message];
    expect(await answer('')).toEqual(invalid('Access token is empty.'));
    expect(await answer('Bearer nonsense')).toEqual(invalid(expect.stringContaining('IDX14100')));
    expect(await answer(`Bearer ${accessToken.slice(0, -8)}AAAAAAAA`)).toEqual(
      invalid(expect.stringContaining('80049217')),
    );
    expect(await answer(`Bearer ${idToken}`)).toEqual(invalid(expect.stringContaining('Invalid audience')));
    await rig.clock.advance(expiresInSeconds * 1_000 - 1);
    expect((await rig.get('/me', { token: accessToken })).status).toBe(200);
    await rig.clock.advance(1);
    expect(await answer(`Bearer ${accessToken}`)).toEqual(invalid(expect.stringContaining('the token is expired')));
  });

  it('can cut access tokens short', async () => {
    await using rig = await startRig();
    const token = rig.emulator.issueTokens({ person: 'ada' }).accessToken;
    expect((await rig.get('/me', { token })).status).toBe(200);
    rig.emulator.expireAccessTokens();
    expect((await rig.get('/me', { token })).status).toBe(401);
    expect((await rig.get('/me')).status).toBe(200);
  });

  it('challenges capable clients after a revocation and leaves ordinary tokens alone', async () => {
    await using rig = await startRig();
    const capable = rig.emulator.issueTokens({ person: 'ada', isChallengeCapable: true });
    const ordinary = rig.emulator.issueTokens({ person: 'ada' });
    expect(capable.expiresInSeconds).toBe(86_400);
    rig.emulator.revokeSessions('ada');
    const challenged = await rig.get('/me', { token: capable.accessToken });
    expect(challenged.status).toBe(401);
    expect(challenged.headers.get('www-authenticate')).toMatch(/error="insufficient_claims", claims="[A-Za-z0-9+/=]+"/);
    expect((await rig.get('/me', { token: ordinary.accessToken })).status).toBe(200);
  });

  it('asks for scopes', async () => {
    await using rig = await startRig();
    const token = rig.emulator.issueTokens({ person: 'ada', scopes: ['openid', 'User.Read'] }).accessToken;
    expect((await rig.get('/me', { token })).status).toBe(200);
    const refused = await rig.get('/me/events', { token });
    expect([refused.status, refused.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
    expect((await rig.get('/me/mailboxSettings', { token })).status).toBe(403);
  });

  it('leaves bodies out for the basic scope', async () => {
    await using rig = await startRig({ company: companyWith(meeting('one', { description: 'hidden' })) });
    const token = rig.emulator.issueTokens({ person: 'ada', scopes: ['Calendars.ReadBasic'] }).accessToken;
    const [event] = (await rig.get('/me/events', { token })).body.value;
    expect(event.subject).toBe('one');
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('bodyPreview');
  });

  it('keeps mailboxes apart for people and open for applications', async () => {
    await using rig = await startRig();
    expect((await rig.get(`/users/${rig.emulator.objectIdOf('ada')}/events`)).status).toBe(200);
    const others = await rig.get('/users/ben@tidewater.example/events');
    expect([others.status, others.body.error.code]).toEqual([403, 'ErrorAccessDenied']);
    const app = rig.emulator.issueAppToken().accessToken;
    const me = await rig.get('/me/events', { token: app });
    expect([me.status, me.body.error.code]).toEqual([400, 'BadRequest']);
    expect((await rig.get('/users/BEN@tidewater.example/events', { token: app })).status).toBe(200);
    const nobody = await rig.get('/users/nobody@tidewater.example/events', { token: app });
    expect([nobody.status, nobody.body.error.code]).toEqual([404, 'ErrorInvalidUser']);
    const powerless = rig.emulator.issueAppToken({ roles: [] }).accessToken;
    expect((await rig.get('/users/ben@tidewater.example/events', { token: powerless })).status).toBe(403);
  });

  it('limits requests at once in one mailbox, not across mailboxes', async () => {
    await using rig = await startRig({ mailboxConcurrency: { limit: 4, serviceTimeMs: 200, retryAfterSeconds: 2 } });
    const ask = (person: string): Promise<number> => rig.get('/me/events', { person }).then(({ status }) => status);
    const statuses = await Promise.all([...Array.from({ length: 6 }, () => ask('ada')), ask('ben')]);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect(statuses.at(-1)).toBe(200);
    expect(await ask('ada')).toBe(200);
  });
});

describe('faults', () => {
  it.each([
    ['throttled', graphFaults.throttled(7), 429, 'ApplicationThrottled'],
    ['serviceUnavailable', graphFaults.serviceUnavailable(), 503, 'ServiceUnavailable'],
    ['gatewayTimeout', graphFaults.gatewayTimeout(), 504, 'GatewayTimeout'],
    ['internalServerError', graphFaults.internalServerError(), 500, 'ErrorInternalServerError'],
    ['claimsChallenge', graphFaults.claimsChallenge(), 401, 'InvalidAuthenticationToken'],
    ['emptyUnauthorized', graphFaults.emptyUnauthorized(), 401, 'UnknownError'],
    ['mailboxNotEnabled', graphFaults.mailboxNotEnabled(), 404, 'MailboxNotEnabledForRESTAPI'],
    ['accessDenied', graphFaults.accessDenied(), 403, 'ErrorAccessDenied'],
    ['accessPolicyDenied', graphFaults.accessPolicyDenied(), 403, 'ErrorAccessDenied'],
    ['personalAccountUnsupported', graphFaults.personalAccountUnsupported(), 400, 'BadRequest'],
    ['itemNotFound', graphFaults.itemNotFound(), 404, 'ErrorItemNotFound'],
  ])('%s answers once in the words of Graph', async (_name, fault, status, code) => {
    await using rig = await startRig();
    rig.emulator.faults.add(fault);
    const reply = await rig.get('/me/events');
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
    expect((await rig.get('/me/events')).status).toBe(200);
  });

  it('name their wait and carry their challenge', async () => {
    await using rig = await startRig();
    rig.emulator.faults.add(graphFaults.throttled(7));
    expect((await rig.get('/me/events')).headers.get('retry-after')).toBe('7');
    rig.emulator.faults.add(graphFaults.claimsChallenge());
    const header = (await rig.get('/me/events')).headers.get('www-authenticate') ?? '';
    const claims = Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? '', 'base64').toString('utf8');
    expect(JSON.parse(claims)).toEqual({ access_token: { nbf: { essential: true, value: '1726258122' } } });
    rig.emulator.faults.add(graphFaults.htmlAnswer());
    expect((await rig.get('/me/events')).headers.get('content-type')).toContain('text/html');
  });

  it('hit only the requests they are meant for', async () => {
    await using rig = await startRig();
    rig.emulator.faults.add(graphFaults.throttled(1, { when: ({ path }) => path.endsWith('/calendars'), times: 2 }));
    rig.emulator.faults.add(entraFaults.refused(50173));
    expect((await rig.get('/me/events')).status).toBe(200);
    expect((await rig.get('/me/calendars')).status).toBe(429);
    const post = (): Promise<Response> => fetch(`${rig.emulator.authority}/oauth2/v2.0/token`, { method: 'POST' });
    const refused = await post();
    expect([refused.status, (await refused.json()).error_codes]).toEqual([400, [50173]]);
    expect((await (await post()).json()).error_codes).toEqual([900144]);
  });
});
