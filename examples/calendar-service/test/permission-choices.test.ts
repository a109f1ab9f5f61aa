import { createPkcePair, systemRandom } from '@kalends/core';
import { graph } from '@kalends/graph';
import { conformanceCompany, conformanceNow, demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import { expect, onTestFinished, test } from 'vitest';

const [redirectUri = ''] = demoEntraClient.redirectUris;

test.each([
  ['read', 'read', ['Calendars.Read', 'Contacts.Read']],
  ['read', 'readWrite', ['Calendars.Read', 'Contacts.ReadWrite']],
  ['readWrite', 'read', ['Calendars.ReadWrite', 'Contacts.Read']],
  ['readWrite', 'readWrite', ['Calendars.ReadWrite', 'Contacts.ReadWrite']],
] as const)(
  'calendars %s and contacts %s: Microsoft is asked for exactly that',
  async (calendars, contacts, expected) => {
    const clock = manualClock(conformanceNow);
    const emulator = await startGraphEmulator({ clock, company: conformanceCompany });
    onTestFinished(() => emulator.close());
    const { signIn } = graph({
      clientId: demoEntraClient.clientId,
      clientSecret: demoEntraClient.clientSecret ?? '',
      authority: emulator.authority,
      graphBaseUrl: emulator.graphBaseUrl,
      allowInsecureLoopback: true,
      runtime: { clock },
    });
    const { codeChallenge } = await createPkcePair(systemRandom);
    const policy = { calendars, contacts };
    const url = await signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge, policy });
    expect((await fetch(url)).status).toBe(200);

    const asked = emulator.exchanges.map(({ request }) => request.query.get('scope')?.split(' ') ?? []);
    expect(asked.map((scopes) => scopes.filter((scope) => /^(?:Calendars|Contacts)\./.test(scope)))).toEqual([
      expected,
    ]);
  },
);
