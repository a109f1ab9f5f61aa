import { describe, expect, it } from 'vitest';
import { calendarScope, startKit } from './google-kit.ts';

const readonlyScope = 'https://www.googleapis.com/auth/calendar.readonly';
const settingsScope = 'https://www.googleapis.com/auth/calendar.settings.readonly';

describe('authorization page', () => {
  it('asks for name and password, prefilled, with a box for each scope but those of sign-in', async () => {
    await using kit = await startKit();
    const url = kit.authorizeUrl({ scope: `openid email ${readonlyScope}`, login_hint: 'ada@tidewater.example' });
    const response = await fetch(url);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain(
      'name="username" type="email" autocomplete="username" required value="ada@tidewater.example"',
    );
    expect(page).toContain('type="password"');
    expect(page.match(/type="checkbox"/g)).toHaveLength(1);
    expect(page).toContain(`value="${readonlyScope}" checked`);
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
    ['invalid_scope', 400, { scope: 'https://www.googleapis.com/auth/nonsense' }],
  ])('shows %s on its own page instead of redirecting', async (error, status, parameters) => {
    await using kit = await startKit();
    const response = await fetch(kit.authorizeUrl(parameters), { redirect: 'manual' });
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`Error ${status}: ${error}`);
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
