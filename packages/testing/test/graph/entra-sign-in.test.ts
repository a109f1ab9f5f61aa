import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { authorizeUrl, claimsOf, redeem, redirectUri, scope, signIn } from './entra-walk.ts';
import { startRig } from './fixture.ts';

describe('metadata', () => {
  it('points at the emulator and publishes the key that signs', async () => {
    await using rig = await startRig();
    const { origin, tenantId, authority } = rig.emulator;
    const metadata = await (await fetch(`${authority}/v2.0/.well-known/openid-configuration`)).json();
    expect(metadata).toMatchObject({
      authorization_endpoint: `${origin}/${tenantId}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenantId}/discovery/v2.0/keys`,
    });
    const { keys } = await (await fetch(`${authority}/discovery/v2.0/keys`)).json();
    const [head, body, signature] = rig.emulator.issueTokens({ person: 'ada' }).accessToken.split('.');
    const key = createPublicKey({ key: keys[0], format: 'jwk' });
    const isSigned = verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${body}`),
      key,
      Buffer.from(signature ?? '', 'base64url'),
    );
    expect(isSigned).toBe(true);
    const discovery = `${origin}/common/discovery/instance?api-version=1.1&authorization_endpoint=x`;
    expect((await (await fetch(discovery)).json()).tenant_discovery_endpoint).toContain(origin);
    const elsewhere = await fetch(`${origin}/nowhere.example/v2.0/.well-known/openid-configuration`);
    expect([elsewhere.status, (await elsewhere.json()).error_codes]).toEqual([400, [90002]]);
  });
});

describe('signing in', () => {
  it('goes from the page to tokens, with PKCE, state and nonce', async () => {
    await using rig = await startRig();
    const page = await (await fetch(authorizeUrl(rig, { login_hint: 'ada@tidewater.example' }))).text();
    expect(page).toContain('value="ada@tidewater.example"');
    expect(page).toContain('<li>Calendars.Read</li>');
    const answer = await signIn(rig);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(location.searchParams.get('state')).toBe('state&1');
    const { status, body } = await redeem(rig, location.searchParams.get('code') ?? '', { client_info: '1' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope });
    expect(body.expires_in).toBeGreaterThanOrEqual(3600);
    expect(body.expires_in).toBeLessThanOrEqual(5400);
    const oid = rig.emulator.objectIdOf('ada');
    expect(claimsOf(body.access_token)).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `https://sts.windows.net/${rig.emulator.tenantId}/`,
      ver: '1.0',
      scp: 'Calendars.Read openid profile',
      idtyp: 'user',
      oid,
      upn: 'ada@tidewater.example',
    });
    expect(claimsOf(body.id_token)).toMatchObject({ ver: '2.0', nonce: 'nonce-1', oid, aud: demoEntraClient.clientId });
    expect(JSON.parse(Buffer.from(body.client_info, 'base64url').toString())).toEqual({
      uid: oid,
      utid: rig.emulator.tenantId,
    });
    expect((await rig.get('/me/events', { token: body.access_token })).status).toBe(200);
  });

  it('shows the form again after a wrong password or name', async () => {
    await using rig = await startRig();
    const wrong = await signIn(rig, {}, { username: 'ada@tidewater.example', password: 'guess' });
    expect([wrong.status, await wrong.text()]).toEqual([200, expect.stringContaining('AADSTS50126')]);
    const unknown = await signIn(rig, {}, { username: '"><script>', password: 'x' });
    const text = await unknown.text();
    expect(text).toContain('AADSTS50034');
    expect(text).not.toContain('"><script>');
  });

  it('puts nothing that was sent into the page as markup', async () => {
    await using rig = await startRig();
    const hostile = `" onfocus='alert(1)' autofocus x="<b>&amp;`;
    const escaped = '&quot; onfocus=&#39;alert(1)&#39; autofocus x=&quot;&lt;b&gt;&amp;amp;';
    const pages = [
      await fetch(authorizeUrl(rig, { login_hint: hostile, state: hostile })),
      await fetch(authorizeUrl(rig, { client_id: hostile })),
      await signIn(rig, { state: hostile, response_mode: 'form_post' }),
    ];
    for (const page of pages) {
      const text = await page.text();
      expect(text).not.toContain(hostile);
      expect(text).toContain(escaped);
    }
  });

  it('redirects a refusal', async () => {
    await using rig = await startRig();
    const query = new URL((await signIn(rig, {}, { decision: 'deny' })).headers.get('location') ?? '').searchParams;
    expect(query.get('error')).toBe('access_denied');
    expect(query.get('error_description')).toMatch(/^AADSTS65004: /);
    expect(query.get('state')).toBe('state&1');
  });

  it('posts the answer as a form when asked', async () => {
    await using rig = await startRig();
    const answer = await signIn(rig, { response_mode: 'form_post' });
    const text = await answer.text();
    expect(text).toContain(`action="${redirectUri}"`);
    expect(text).toMatch(/name="code" value="1\.A/);
    expect(text).toContain('name="state" value="state&amp;1"');
  });

  it.each([
    [{ redirect_uri: 'http://localhost:3000/other' }, 'AADSTS50011'],
    [{ redirect_uri: 'http://localhost:3000/Callback' }, 'AADSTS50011'],
    [{ client_id: 'nobody' }, 'AADSTS700016'],
  ])('never redirects %o', async (change, code) => {
    await using rig = await startRig();
    const reply = await fetch(authorizeUrl(rig, change), { redirect: 'manual' });
    expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining(code)]);
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type', '70005'],
    [{ scope: 'Calendars.Raed' }, 'invalid_scope', '70011'],
    [{ scope: '' }, 'invalid_request', '900144'],
    [{ code_challenge_method: 'S512' }, 'invalid_request', '90023'],
    [{ code_challenge: 'short' }, 'invalid_request', '9002313'],
    [{ prompt: 'sometimes' }, 'invalid_request', '90023'],
    [{ prompt: 'none' }, 'login_required', '50058'],
  ])('redirects the mistake in %o', async (change, error, code) => {
    await using rig = await startRig();
    const reply = await fetch(authorizeUrl(rig, change), { redirect: 'manual' });
    const query = new URL(reply.headers.get('location') ?? '').searchParams;
    expect(query.get('error')).toBe(error);
    expect(query.get('error_description')).toContain(`AADSTS${code}:`);
  });

  it('remembers the browser until the sessions are revoked', async () => {
    await using rig = await startRig();
    const cookie = (await signIn(rig)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const silent = async (): Promise<URLSearchParams> => {
      const reply = await fetch(authorizeUrl(rig, { prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
      return new URL(reply.headers.get('location') ?? '').searchParams;
    };
    expect((await silent()).has('code')).toBe(true);
    rig.emulator.withdrawConsent('ada');
    expect((await silent()).get('error')).toBe('interaction_required');
    rig.emulator.revokeSessions('ada');
    expect((await silent()).get('error')).toBe('login_required');
  });

  it('takes a redirect URI that was registered late', async () => {
    await using rig = await startRig();
    rig.emulator.registerRedirectUri('http://127.0.0.1:49152/done');
    expect((await fetch(authorizeUrl(rig, { redirect_uri: 'http://127.0.0.1:49152/done' }))).status).toBe(200);
  });
});
