import { createPkcePair, systemRandom } from '@kalends/core';
import type { AuthorizationUrlOptions, CalendarConnection, Fetch, OAuthCredential, OAuthProvider } from '@kalends/core';
import { demoGoogleClient, manualClock, startGoogleEmulator } from '@kalends/testing';
import type { GoogleEmulator, GoogleEmulatorOptions, ManualClock } from '@kalends/testing';
import { google } from '../../src/index.ts';
import type {
  GoogleCommonSettings,
  GoogleServiceAccountProvider,
  GoogleServiceAccountSettings,
  GoogleSettings,
} from '../../src/index.ts';
import { now } from './setup.ts';
import { tidewater } from './tidewater.ts';

/** What a person does on the sign-in and consent pages. */
export interface SignInChoice {
  /** Which boxes stay ticked. Default: all. */
  readonly tick?: (scope: string) => boolean;
  /** Default `allow`. */
  readonly action?: 'allow' | 'deny';
  readonly options?: Partial<AuthorizationUrlOptions>;
}

/** What a sign-in left behind. */
export interface SignedIn {
  readonly url: URL;
  readonly callback: URLSearchParams;
  readonly codeVerifier: string;
}

/** An emulator with a provider that talks to it. */
export interface EmulatedGoogle {
  readonly emulator: GoogleEmulator;
  readonly clock: ManualClock;
  readonly provider: OAuthProvider<OAuthCredential>;
  readonly redirectUri: string;
  /** Hosts that were contacted. */
  readonly contacted: Set<string>;
  /** Settings for further providers. */
  readonly common: GoogleCommonSettings;
  oauth(settings?: Partial<GoogleSettings>): OAuthProvider<OAuthCredential>;
  serviceAccount(settings: GoogleServiceAccountSettings): GoogleServiceAccountProvider;
  /** Fills in the pages as a person does. */
  signIn(person: string, choice?: SignInChoice, provider?: OAuthProvider<OAuthCredential>): Promise<SignedIn>;
  /** Signs a person in with every box ticked. */
  credential(person: string, provider?: OAuthProvider<OAuthCredential>): Promise<OAuthCredential>;
  connect(person: string): Promise<CalendarConnection>;
  /** Makes the transport's answers tell another time than this machine's clock: that is `ms` ahead. */
  setSkew(ms: number): void;
}

/** Starts an emulator of Google with the company `tidewater`. Its answers carry the time of the manual clock. */
export async function emulatedGoogle(options: GoogleEmulatorOptions = {}): Promise<EmulatedGoogle> {
  const clock = manualClock(now);
  const emulator = await startGoogleEmulator({ clock, company: tidewater, ...options });
  const redirectUri = demoGoogleClient.redirectUris[0] ?? '';
  const contacted = new Set<string>();
  let skewMs = 0;
  /** What Google's pages left in the browser. */
  const cookies = new Map<string, string>();
  const clockedFetch: Fetch = async (input, init) => {
    contacted.add(new URL(input instanceof Request ? input.url : input).host);
    const response = await fetch(input, init);
    const headers = new Headers(response.headers);
    headers.set('date', new Date(clock.now() - skewMs).toUTCString());
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers });
  };
  const common: GoogleCommonSettings = {
    endpoints: {
      authorizationUrl: `${emulator.origin}/o/oauth2/v2/auth`,
      tokenUrl: `${emulator.origin}/token`,
      apiRootUrl: `${emulator.origin}/`,
    },
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock, fetch: clockedFetch },
  };
  const oauth: EmulatedGoogle['oauth'] = (settings = {}) =>
    google({
      ...common,
      clientId: demoGoogleClient.clientId,
      clientSecret: demoGoogleClient.clientSecret ?? '',
      ...settings,
    });
  const provider = oauth();

  const signIn: EmulatedGoogle['signIn'] = async (person, choice = {}, at = provider) => {
    const { codeVerifier, codeChallenge } = await createPkcePair(systemRandom);
    const request = { redirectUri, state: 'state-1', codeChallenge, ...choice.options };
    const url = await at.signIn.createAuthorizationUrl(request);
    const cookie = cookies.get(person);
    // Who is signed in is of interest to requests without a page only.
    const isSilent = choice.options?.prompt === 'none' && cookie !== undefined;
    const page = await fetch(url, { redirect: 'manual', headers: isSilent ? { cookie } : {} });
    const silent = page.headers.get('location');
    if (silent !== null) return { url: new URL(url), callback: new URL(silent).searchParams, codeVerifier };
    const html = await page.text();
    const { address = '', password = '' } = tidewater.people.find(({ id }) => id === person) ?? {};
    const action = choice.action ?? 'allow';
    const form = new URLSearchParams({ username: address, password, granular: 'true', action });
    for (const [, scope = ''] of html.matchAll(/type="checkbox" name="scope" value="([^"]+)"/g)) {
      if (choice.tick?.(scope) ?? true) form.append('scope', scope);
    }
    const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    cookies.set(person, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
    const callback = new URL(answer.headers.get('location') ?? 'http://nowhere.example/').searchParams;
    return { url: new URL(url), callback, codeVerifier };
  };
  const credential: EmulatedGoogle['credential'] = async (person, at = provider) => {
    const { callback, codeVerifier } = await signIn(person, {}, at);
    return at.signIn.exchangeCode({ code: callback.get('code') ?? '', codeVerifier, redirectUri });
  };

  return {
    emulator,
    clock,
    provider,
    redirectUri,
    contacted,
    common,
    oauth,
    serviceAccount: (settings) => google({ ...common, ...settings }),
    signIn,
    credential,
    connect: async (person) => provider.connect({ credential: await credential(person) }),
    setSkew(ms) {
      skewMs = ms;
    },
  };
}
