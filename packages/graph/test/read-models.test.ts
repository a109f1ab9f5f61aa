import { createPkcePair, systemRandom } from '@kalends/core';
import type { AccessPolicy, CalendarConnection, OAuthCredential } from '@kalends/core';
import { contactDirectory, meetingList } from '@kalends/core/agenda';
import { demoEntraClient } from '@kalends/testing';
import { expect, test } from 'vitest';
import { march, setUp } from './support/harbour.ts';
import type { Setup } from './support/harbour.ts';

const [redirectUri = ''] = demoEntraClient.redirectUris;

/** Signs Ada in on the page, under a policy. */
async function signIn({ provider }: Setup, policy: AccessPolicy): Promise<OAuthCredential> {
  const { codeChallenge, codeVerifier } = await createPkcePair(systemRandom);
  const url = await provider.signIn.createAuthorizationUrl({ redirectUri, state: 's', codeChallenge, policy });
  const page = await (await fetch(url)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ username: 'ada@harbour.example', password: 'tide-1', decision: 'accept' }),
  });
  const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  return provider.signIn.exchangeCode({ code, codeVerifier, redirectUri, policy });
}

async function readModels(connection: CalendarConnection) {
  const meetings = await meetingList({ connection, window: march, timeZone: 'Europe/Berlin' });
  const { contacts, closed } = await contactDirectory({ connection });
  return {
    meetings: meetings.map(({ title, isRecurring }) => `${title}${isRecurring ? ', again and again' : ''}`),
    contacts: contacts.map(({ displayName }) => displayName),
    closed,
  };
}

test('signing in fills the list of meetings and the directory of contacts', async () => {
  const setup = await setUp();
  setup.emulator.addContact('ada', { displayName: 'Harbour master' });
  const policy = { calendars: 'read', contacts: 'read' } as const;
  const connection = setup.provider.connect({ credential: await signIn(setup, policy), policy });
  expect(await readModels(connection)).toEqual({
    meetings: [
      'Berth planning, again and again',
      'Regatta',
      'Berth planning, later, again and again',
      'Berth planning, again and again',
    ],
    contacts: ['Harbour master'],
    // The scopes of the policy are those of the account's own contacts.
    closed: [{ source: 'directory', reason: 'unavailable' }],
  });
});

test('a policy without contacts leaves the directory empty, asks for no scope of theirs and no contact', async () => {
  const setup = await setUp();
  setup.emulator.addContact('ada', { displayName: 'Harbour master' });
  const policy = { calendars: 'read', contacts: 'none' } as const;
  const credential = await signIn(setup, policy);
  const connection = setup.provider.connect({ credential, policy });
  expect(await readModels(connection)).toMatchObject({ meetings: { length: 4 }, contacts: [] });
  const { exchanges } = setup.emulator;
  const asked = exchanges.flatMap(({ request }) => [request.query.get('scope') ?? '', request.body]);
  expect([...asked, ...credential.scopes].filter((text) => /contacts|people/i.test(text))).toEqual([]);
  expect(exchanges.filter(({ request }) => /contacts|people|users$/i.test(request.path))).toEqual([]);
});
