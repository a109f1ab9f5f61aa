import { expect, test } from 'vitest';
import { adaClaims, entraAt, fakeEntra, tenantId, tokenAnswer, tokenPath, unsignedJwt } from './support/fake-entra.ts';

test.each([
  ['the person’s own organization where several may come', {}, { tid: tenantId }, tenantId],
  ['the one of the settings', { tenantId: 'tidewater.example' }, { tid: tenantId }, 'tidewater.example'],
  ['where the settings say when the token names none', {}, {}, 'organizations'],
  [
    'where the settings say for a personal account',
    { tenantId: 'common' },
    { tid: '9188040d-6c67-4c5b-b112-36a304b66dad' },
    'common',
  ],
  ['where the settings say when the token names a path', {}, { tid: '../common' }, 'organizations'],
])('the exchange happens in %s', async (_case, settings, claims, tenant) => {
  const fake = fakeEntra();
  fake.on(tokenPath, tokenAnswer({ id_token: unsignedJwt(adaClaims) }));
  const userToken = unsignedJwt(claims);
  const credential = await entraAt(fake, settings).signIn.onBehalfOf({ userToken });
  expect(credential).toMatchObject({ kind: 'oauth', account: { id: 'oid-ada', tenantId } });
  expect(fake.requests.map(({ url }) => url.pathname)).toEqual([`/${tenant}/oauth2/v2.0/token`]);
  expect(Object.fromEntries(fake.requests[0]?.form ?? [])).toMatchObject({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    assertion: userToken,
    client_secret: 'client-secret-1',
    scope: expect.stringContaining('Calendars.Read'),
  });
});
