import { describe, expect, it } from 'vitest';
import { demoGoogleClient } from '../../src/google/google-client.ts';
import { calendarScope, startKit } from './google-kit.ts';

const readonlyScope = 'https://www.googleapis.com/auth/calendar.readonly';
const settingsScope = 'https://www.googleapis.com/auth/calendar.settings.readonly';

describe('authorization page', () => {
  it('asks for name and password, prefilled, with a box for each scope but those of sign-in', async () => {
    await using kit = await startKit();
    const scope = `openid email ${readonlyScope} ${settingsScope}`;
    const url = kit.authorizeUrl({ scope, login_hint: 'ada@tidewater.example' });
    const response = await fetch(url);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain(
      'name="username" type="email" autocomplete="username" required value="ada@tidewater.example"',
    );
    expect(page).toContain('type="password"');
    expect(page.match(/type="checkbox"/g)).toHaveLength(2);
    expect(page).toContain(`value="${readonlyScope}" checked`);
  });

  it('has no box when there is one scope to grant: Allow or Deny says it all', async () => {
    await using kit = await startKit();
    const page = await (await fetch(kit.authorizeUrl({ scope: `openid email ${readonlyScope}` }))).text();
    expect(page).not.toContain('type="checkbox"');
    expect(page).toContain(`<input type="hidden" name="scope" value="${readonlyScope}">`);
  });

  it('escapes what it repeats', async () => {
    await using kit = await startKit();
    const page = await (await fetch(kit.authorizeUrl({ login_hint: '"><script>x</script>', state: '"><b>' }))).text();
    expect(page).not.toContain('<script>');
    expect(page).not.toContain('"><b>');
  });

  it('redirects with code, state and the granted scopes', async () => {
    await using kit = await startKit();
    const { status, location } = await kit.consent({ parameters: { state: 'a b&c' } });
    expect(status).toBe(302);
    expect(location?.origin + (location?.pathname ?? '')).toBe('http://127.0.0.1:3000/oauth/google/callback');
    expect(location?.searchParams.get('state')).toBe('a b&c');
    expect(location?.searchParams.get('code')).toMatch(/^4\/0A/);
    expect(location?.searchParams.get('scope')).toBe(calendarScope);
  });

  it('works as a browser posts it: to the action of the form, with every field as it stands', async () => {
    await using kit = await startKit();
    const page = await (await fetch(kit.authorizeUrl({ state: 'x&y', login_hint: 'ada@tidewater.example' }))).text();
    const unescape = (text = ''): string => text.replaceAll('&amp;', '&');
    const action = unescape(/<form method="post" action="([^"]*)"/.exec(page)?.[1]);
    const form = new URLSearchParams({ action: 'allow', password: 'ada-secret' });
    for (const [input] of page.matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1] ?? '';
      if (name !== 'password') form.append(name, unescape(/value="([^"]*)"/.exec(input)?.[1]));
    }
    const response = await fetch(new URL(action, kit.emulator.origin), {
      method: 'POST',
      body: form,
      redirect: 'manual',
    });
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.searchParams.get('state')).toBe('x&y');
    expect(location.searchParams.get('scope')).toBe(calendarScope);
  });

  it('takes a form that only names person and password as consent to everything', async () => {
    await using kit = await startKit();
    const response = await fetch(kit.authorizeUrl(), {
      method: 'POST',
      body: new URLSearchParams({ username: 'ada@tidewater.example', password: 'ada-secret' }),
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('scope')).toBe(calendarScope);
  });

  it('grants the ticked part only', async () => {
    await using kit = await startKit();
    const scope = `openid ${readonlyScope} ${settingsScope}`;
    const { location } = await kit.consent({ parameters: { scope }, scopes: [settingsScope] });
    expect(location?.searchParams.get('scope')).toBe(`openid ${settingsScope}`);
  });

  it('reports access_denied when everything is refused, by button or by unticking', async () => {
    await using kit = await startKit();
    const denied = await kit.consent({ parameters: { state: 's' }, action: 'deny' });
    expect(denied.location?.search).toBe('?state=s&error=access_denied');
    const unticked = await kit.consent({ scopes: [] });
    expect(unticked.location?.searchParams.get('error')).toBe('access_denied');
  });

  it('shows the form again after a wrong password', async () => {
    await using kit = await startKit();
    const { status, location, text } = await kit.consent({ password: 'wrong' });
    expect(status).toBe(200);
    expect(location).toBeUndefined();
    expect(text).toContain('Wrong email or password');
  });

  it.each([
    ['redirect_uri_mismatch', 400, { redirect_uri: 'http://127.0.0.1:3000/oauth/google/callback/' }],
    ['invalid_client', 401, { client_id: 'nobody' }],
    ['invalid_request', 400, { response_type: 'token' }],
    ['invalid_request', 400, { access_type: 'always' }],
    ['invalid_request', 400, { prompt: 'none consent' }],
    ['invalid_request', 400, { code_challenge: 'short' }],
    ['invalid_request', 400, { code_challenge_method: 'S256' }],
    ['invalid_request', 400, { access_type: 'offline', prompt: 'login' }],
    ['invalid_scope', 400, { scope: 'https://www.googleapis.com/auth/nonsense' }],
  ])('shows %s on its own page instead of redirecting', async (error, status, parameters) => {
    await using kit = await startKit();
    const response = await fetch(kit.authorizeUrl(parameters), { redirect: 'manual' });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`Error ${status}: ${error}`);
  });

  it.each([
    ['deleted', 'deleted_client'],
    ['disabled', 'disabled_client'],
  ] as const)('shows that the client was %s', async (status, error) => {
    await using kit = await startKit();
    kit.emulator.registerClient({ ...demoGoogleClient, status });
    const response = await fetch(kit.authorizeUrl(), { redirect: 'manual' });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(`Error 401: ${error}`);
  });

  it('offers a time limit where the client asks for it', async () => {
    await using kit = await startKit();
    expect(await (await fetch(kit.authorizeUrl())).text()).not.toContain('access_seconds');
    kit.emulator.registerClient({ ...demoGoogleClient, offersTimedAccess: true });
    expect(await (await fetch(kit.authorizeUrl())).text()).toContain('<option value="604800">7 days</option>');
  });

  it('accepts a redirect URI registered later', async () => {
    await using kit = await startKit();
    kit.emulator.registerRedirectUri('http://127.0.0.1:4567/back');
    const { location } = await kit.consent({ parameters: { redirect_uri: 'http://127.0.0.1:4567/back' } });
    expect(location?.host).toBe('127.0.0.1:4567');
  });

  it('passes a signed-in person through without a screen once consent was given', async () => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    const again = await fetch(kit.authorizeUrl(), { headers: { cookie }, redirect: 'manual' });
    expect(again.status).toBe(302);
    const more = await fetch(kit.authorizeUrl({ scope: `${calendarScope} ${settingsScope}` }), { headers: { cookie } });
    expect(await more.text()).toContain('type="password"');
  });

  it.each([
    ['login_required', false, {}],
    ['consent_required', true, { scope: `${calendarScope} ${settingsScope}` }],
  ])('answers prompt=none with %s', async (error, isSignedIn, parameters) => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    const response = await fetch(kit.authorizeUrl({ ...parameters, prompt: 'none' }), {
      headers: isSignedIn ? { cookie } : {},
      redirect: 'manual',
    });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });
});

describe('what the organisation decided', () => {
  const twoScopes = `${readonlyScope} ${settingsScope}`;

  it('an application it trusts gets all or nothing', async () => {
    await using kit = await startKit();
    kit.emulator.setAppAccess('tidewater.example', demoGoogleClient.clientId, 'trusted');
    const url = kit.authorizeUrl({ scope: twoScopes, login_hint: 'ada@tidewater.example' });
    expect(await (await fetch(url)).text()).not.toContain('type="checkbox"');
    const { location } = await kit.consent({ parameters: { scope: twoScopes }, scopes: [settingsScope] });
    expect(location?.searchParams.get('scope')).toBe(twoScopes);
  });

  it('an application it blocks is refused on the page, also to who is signed in', async () => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    kit.emulator.setAppAccess('tidewater.example', demoGoogleClient.clientId, 'blocked');
    const posted = await kit.consent();
    expect(posted).toMatchObject({ status: 400, location: undefined });
    expect(posted.text).toContain('Error 400: admin_policy_enforced');
    const silent = await fetch(kit.authorizeUrl({ prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
    expect(await silent.text()).toContain('Error 400: admin_policy_enforced');
  });

  it('an internal application is for its own people', async () => {
    await using kit = await startKit();
    kit.emulator.registerClient({ ...demoGoogleClient, organization: 'elsewhere.example' });
    expect(await kit.consent()).toMatchObject({
      status: 403,
      text: expect.stringContaining('Error 403: org_internal'),
    });
    kit.emulator.registerClient({ ...demoGoogleClient, organization: 'Tidewater.example' });
    expect((await kit.consent()).status).toBe(302);
  });

  it.each([
    ['disabled', 'This account was disabled.'],
    ['deleted', 'This account was deleted.'],
  ] as const)('a %s account signs in nowhere', async (status, text) => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    kit.emulator.setAccountStatus('ada', status);
    expect((await kit.consent()).text).toContain(text);
    const silent = await fetch(kit.authorizeUrl({ prompt: 'none' }), { headers: { cookie }, redirect: 'manual' });
    expect(silent.headers.get('location')).toContain('error=login_required');
    kit.emulator.setAccountStatus('ada', 'active');
    expect((await kit.consent()).status).toBe(302);
  });
});

describe('hints', () => {
  it('a hosted domain is named on the page and in the redirect, and forces nobody', async () => {
    await using kit = await startKit();
    const page = await (await fetch(kit.authorizeUrl({ hd: 'elsewhere.example' }))).text();
    expect(page).toContain('Use an account of elsewhere.example');
    const { location } = await kit.consent({ parameters: { hd: 'elsewhere.example' } });
    expect(location?.searchParams.get('hd')).toBe('tidewater.example');
  });

  it.each([
    ['elsewhere.example', 'login_required', undefined],
    ['tidewater.example', null, 'tidewater.example'],
    ['*', null, 'tidewater.example'],
  ])('a session counts for hd=%s as far as it fits', async (hd, error, granted) => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    const url = kit.authorizeUrl({ hd, prompt: 'none' });
    const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
    const parameters = new URL(answer.headers.get('location') ?? '').searchParams;
    expect(parameters.get('error')).toBe(error);
    expect(parameters.get('hd') ?? undefined).toBe(granted);
  });

  it('a login hint picks the session that fits, by address and by subject', async () => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    const silent = (login_hint: string): Promise<Response> =>
      fetch(kit.authorizeUrl({ prompt: 'none', login_hint }), { headers: { cookie }, redirect: 'manual' });
    expect((await silent('ADA@tidewater.example')).headers.get('location')).toContain('code=');
    expect((await silent('bo@tidewater.example')).headers.get('location')).toContain('error=login_required');
  });

  it('select_account shows the page to who is signed in', async () => {
    await using kit = await startKit();
    const { cookie } = await kit.consent();
    const answer = await fetch(kit.authorizeUrl({ prompt: 'select_account' }), { headers: { cookie } });
    expect(await answer.text()).toContain('type="password"');
  });
});

describe('browsers', () => {
  it.each([
    ['Android', 'Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 Version/4.0 Chrome/131.0 Mobile'],
    [
      'iOS',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    ],
    ['another application', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 [FBAN/x]'],
  ])('inside %s are disallowed', async (_, userAgent) => {
    await using kit = await startKit();
    const answer = await fetch(kit.authorizeUrl(), { headers: { 'user-agent': userAgent } });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Error 403: disallowed_useragent');
  });

  it('of their own are welcome', async () => {
    await using kit = await startKit();
    const userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
    expect((await fetch(kit.authorizeUrl(), { headers: { 'user-agent': userAgent } })).status).toBe(200);
  });
});
