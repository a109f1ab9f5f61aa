import { Secret } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { google } from './index.ts';
import type { GoogleServiceAccount, GoogleServiceAccountSettings, GoogleSettings } from './index.ts';

const settings: GoogleSettings = { clientId: 'client-1', clientSecret: 'secret-1' };
const account: GoogleServiceAccount = { clientEmail: 'robot@p.iam.gserviceaccount.com', privateKey: 'PEM' };
const serviceAccount: GoogleServiceAccountSettings = { serviceAccount: account };

describe('google', () => {
  it('names the hosts it contacts', () => {
    expect(google(settings).hosts).toEqual(['www.googleapis.com', 'oauth2.googleapis.com']);
    expect(
      google({
        ...settings,
        endpoints: { apiRootUrl: 'http://127.0.0.1:9000/', tokenUrl: 'http://127.0.0.1:9000/token' },
      }).hosts,
    ).toEqual(['127.0.0.1:9000']);
  });

  it('asks for the least that its policy needs', () => {
    const prefix = 'https://www.googleapis.com/auth/calendar';
    const { signIn, permissionControl } = google(settings);
    expect(permissionControl).toEqual({ calendars: true, contacts: false });
    expect(signIn.scopesFor({ calendars: 'read', contacts: 'none' })).toEqual([
      'openid',
      'email',
      `${prefix}.events.readonly`,
      `${prefix}.freebusy`,
      `${prefix}.calendarlist.readonly`,
    ]);
  });

  it('refuses a policy that Google cannot be asked for', () => {
    for (const given of [settings, serviceAccount]) {
      // One of the two kinds; the overloads want to know which.
      expect(() => google({ ...given, policy: { calendars: 'read', contacts: 'read' } } as GoogleSettings)).toThrow(
        expect.objectContaining({ code: 'permissionControlUnavailable' }),
      );
    }
  });

  it('takes a secret as text, as Secret or from a function', () => {
    for (const clientSecret of ['a', new Secret('a'), () => Promise.resolve('a')]) {
      expect(() => google({ ...settings, clientSecret })).not.toThrow();
    }
  });

  it.each<[string, object]>([
    ['clientId', { clientId: '' }],
    ['clientSecret', { clientSecret: '' }],
    ['clientSecret', { clientSecret: undefined }],
    ['scopes', { scopes: ['https://www.googleapis.com/auth/calendar'] }],
    ['policy', { policy: { calendars: 'all', contacts: 'none' } }],
    ['policy', { policy: 'read' }],
    ['policy', { policy: null }],
    ['hostedDomain', { hostedDomain: 'https://example.com' }],
    ['hostedDomain', { hostedDomain: '' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['maxResponseBytes', { maxResponseBytes: 1.5 }],
    ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
    ['retry.maxWaitMs', { retry: { maxWaitMs: -1 } }],
    ['traffic.perMailbox', { traffic: { perMailbox: 0 } }],
    ['traffic.perPerson', { traffic: { perPerson: 5 } }],
    ['traffic', { traffic: null }],
    ['endpoints.tokenUrl', { endpoints: { tokenUrl: '/token' } }],
    ['endpoints.tokenURL', { endpoints: { tokenURL: 'https://oauth2.googleapis.com/token' } }],
    ['clientID', { clientID: 'client-1' }],
  ])('refuses a wrong or unknown %s', (name, wrong) => {
    expect(() => google({ ...settings, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});

describe('google with a service account', () => {
  it('is an own kind of provider', () => {
    const provider = google(serviceAccount);
    expect(provider.hosts).toEqual(['www.googleapis.com', 'oauth2.googleapis.com']);
    expect(provider).not.toHaveProperty('signIn');
    expect(provider.scopes).toEqual([
      'https://www.googleapis.com/auth/calendar.events.readonly',
      'https://www.googleapis.com/auth/calendar.freebusy',
      'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
    ]);
  });

  it('takes a key file as text, as Secret or from a function', () => {
    for (const text of ['{}', new Secret('{}'), () => Promise.resolve('{}')]) {
      expect(() => google({ serviceAccount: text })).not.toThrow();
    }
  });

  it.each<[string, object]>([
    ['serviceAccount', { serviceAccount: '' }],
    ['serviceAccount', { serviceAccount: null }],
    ['clientId', { clientId: 'client-1' }],
    ['clientSecret', { clientSecret: 'secret-1' }],
    ['hostedDomain', { hostedDomain: 'example.com' }],
    ['serviceAccount.clientEmail', { serviceAccount: { ...account, clientEmail: 'robot' } }],
    ['serviceAccount.keyId', { serviceAccount: { ...account, keyId: '' } }],
    ['serviceAccount.privateKey', { serviceAccount: { ...account, privateKey: '' } }],
    ['serviceAccount.passphrase', { serviceAccount: { ...account, passphrase: '' } }],
    ['one of privateKey and signer', { serviceAccount: { clientEmail: account.clientEmail } }],
    ['one of privateKey and signer', { serviceAccount: { ...account, signer: { sign: () => undefined } } }],
    ['serviceAccount.signer', { serviceAccount: { clientEmail: account.clientEmail, signer: {} } }],
    ['serviceAccount.keyFile', { serviceAccount: { ...account, keyFile: 'key.json' } }],
  ])('refuses a wrong or foreign %s', (name, wrong) => {
    expect(() => google({ ...serviceAccount, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});
