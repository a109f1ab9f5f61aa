import { Secret } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { google } from './index.ts';
import type { GoogleSettings } from './index.ts';

const settings: GoogleSettings = { clientId: 'client-1', clientSecret: 'secret-1' };

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

  it('asks for the least that reading needs, and lets the calendar scopes be chosen', () => {
    const prefix = 'https://www.googleapis.com/auth/calendar';
    expect(google(settings).signIn.scopes).toEqual([
      'openid',
      'email',
      `${prefix}.events.readonly`,
      `${prefix}.calendarlist.readonly`,
    ]);
    expect(google({ ...settings, scopes: [prefix] }).signIn.scopes).toEqual(['openid', 'email', prefix]);
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
    ['scopes', { scopes: [] }],
    ['scopes', { scopes: ['one two'] }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['maxResponseBytes', { maxResponseBytes: 1.5 }],
    ['retry.maxAttempts', { retry: { maxAttempts: 0 } }],
    ['retry.maxWaitMs', { retry: { maxWaitMs: -1 } }],
    ['endpoints.tokenUrl', { endpoints: { tokenUrl: '/token' } }],
    ['endpoints.tokenURL', { endpoints: { tokenURL: 'https://oauth2.googleapis.com/token' } }],
    ['clientID', { clientID: 'client-1' }],
  ])('refuses a wrong or unknown %s', (name, wrong) => {
    expect(() => google({ ...settings, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(name) }),
    );
  });
});
