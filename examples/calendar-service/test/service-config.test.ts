import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readServiceConfig } from '../src/config/service-config.ts';

describe('readServiceConfig', () => {
  test('needs nothing', () => {
    expect(readServiceConfig({ PATH: '/bin', KALENDS_KEYS: '', KALENDS_GRAPH_CLIENT_ID: '  ' })).toEqual({
      port: 4400,
      host: '127.0.0.1',
      timeZone: 'Europe/Berlin',
      isVerbose: false,
      dataDirectory: '.kalends',
      usersMayConsent: true,
      contacts: 'none',
    });
  });

  test('reads what each provider needs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kalends-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'ca.pem'), 'certificate');
    expect(
      readServiceConfig({
        PORT: '8080',
        HOST: '[::1]',
        LOG_LEVEL: 'debug',
        KALENDS_PUBLIC_URL: 'https://calendar.example.com/',
        KALENDS_TIME_ZONE: 'Asia/Kolkata',
        KALENDS_KEYS: 'k1:key',
        KALENDS_DATA_DIR: '/var/lib/kalends',
        DATABASE_URL: 'postgresql://kalends:canary@db.example/kalends',
        KALENDS_ADMIN_TOKEN: 'a'.repeat(32),
        KALENDS_BROKER_TOKEN: 'b'.repeat(32),
        KALENDS_SSO_PROMPT: 'untilConnected',
        KALENDS_USERS_MAY_CONSENT: 'false',
        KALENDS_CONTACTS: 'read',
        KALENDS_GRAPH_CLIENT_ID: 'graph-id',
        KALENDS_GRAPH_CLIENT_SECRET: ' graph-secret ',
        KALENDS_GOOGLE_CLIENT_ID: 'google-id',
        KALENDS_GOOGLE_CLIENT_SECRET: 'google-secret',
        KALENDS_EWS_URL: 'https://mail.example.com/EWS/Exchange.asmx',
        KALENDS_EWS_CA_FILE: join(folder, 'ca.pem'),
      }),
    ).toEqual({
      port: 8080,
      host: '::1',
      publicUrl: 'https://calendar.example.com',
      timeZone: 'Asia/Kolkata',
      isVerbose: true,
      keys: 'k1:key',
      dataDirectory: '/var/lib/kalends',
      databaseUrl: 'postgresql://kalends:canary@db.example/kalends',
      adminToken: 'a'.repeat(32),
      brokerToken: 'b'.repeat(32),
      ssoPrompt: 'untilConnected',
      usersMayConsent: false,
      contacts: 'read',
      graph: { clientId: 'graph-id', clientSecret: 'graph-secret', tenantId: 'common' },
      google: { clientId: 'google-id', clientSecret: 'google-secret' },
      exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx', certificateAuthorities: ['certificate'] },
    });
  });

  test.each([
    [{ PORT: 'canary' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ LOG_LEVEL: 'canary' }, 'LOG_LEVEL'],
    [{ KALENDS_TIME_ZONE: 'Mars/Canary' }, 'KALENDS_TIME_ZONE'],
    [{ KALENDS_PUBLIC_URL: 'canary' }, 'KALENDS_PUBLIC_URL'],
    // Passwords would cross a network in the clear.
    [{ KALENDS_PUBLIC_URL: 'http://canary.example' }, 'KALENDS_PUBLIC_URL'],
    // The pages stand at the root of their origin.
    [{ KALENDS_PUBLIC_URL: 'https://calendar.example/canary' }, 'KALENDS_PUBLIC_URL'],
    [{ KALENDS_PUBLIC_URL: 'https://user:canary@calendar.example' }, 'KALENDS_PUBLIC_URL'],
    [{ DATABASE_URL: 'mysql://canary' }, 'DATABASE_URL'],
    [{ DATABASE_URL: 'canary' }, 'DATABASE_URL'],
    // Too short to stay unguessed.
    [{ KALENDS_ADMIN_TOKEN: 'canary' }, 'KALENDS_ADMIN_TOKEN'],
    [{ KALENDS_BROKER_TOKEN: 'canary' }, 'KALENDS_BROKER_TOKEN'],
    [{ KALENDS_SSO_PROMPT: 'canary' }, 'KALENDS_SSO_PROMPT'],
    [{ KALENDS_USERS_MAY_CONSENT: 'canary' }, 'KALENDS_USERS_MAY_CONSENT'],
    [{ KALENDS_CONTACTS: 'canary' }, 'KALENDS_CONTACTS'],
    // Nobody could ask.
    [{ KALENDS_SSO_PROMPT: 'firstSignIn' }, 'KALENDS_ADMIN_TOKEN'],
    // It would lead people to a provider that is not there.
    [
      {
        KALENDS_SSO_PROMPT: 'firstSignIn',
        KALENDS_ADMIN_TOKEN: 'canary'.repeat(8),
        KALENDS_GOOGLE_CLIENT_ID: 'canary',
        KALENDS_GOOGLE_CLIENT_SECRET: 'canary',
      },
      'KALENDS_GRAPH_CLIENT_ID',
    ],
    [{ KALENDS_GRAPH_CLIENT_ID: 'canary' }, 'KALENDS_GRAPH_CLIENT_SECRET'],
    [{ KALENDS_GOOGLE_CLIENT_ID: 'canary' }, 'KALENDS_GOOGLE_CLIENT_SECRET'],
    // Half a registration does not start the demo.
    [{ KALENDS_GRAPH_CLIENT_SECRET: 'canary' }, 'KALENDS_GRAPH_CLIENT_ID'],
    [{ KALENDS_GRAPH_TENANT_ID: 'canary' }, 'KALENDS_GRAPH_CLIENT_ID'],
    [{ KALENDS_GOOGLE_CLIENT_SECRET: 'canary' }, 'KALENDS_GOOGLE_CLIENT_ID'],
    [{ KALENDS_EWS_CA_FILE: '/canary' }, 'KALENDS_EWS_URL'],
    [
      { KALENDS_EWS_URL: 'https://mail.example/EWS/Exchange.asmx', KALENDS_EWS_CA_FILE: '/canary' },
      'KALENDS_EWS_CA_FILE',
    ],
  ])('says of %j which variable is at fault, without its value', (environment, name) => {
    const attempt = (): unknown => readServiceConfig(environment);
    expect(attempt).toThrow(new RegExp(`${name}\\b`));
    expect(attempt).not.toThrow(/canary/i);
  });

  test.each(['http://localhost:4400', 'http://127.0.0.1', 'http://[::1]:8080'])('%s is a public URL', (publicUrl) => {
    expect(readServiceConfig({ KALENDS_PUBLIC_URL: publicUrl }).publicUrl).toBe(publicUrl);
  });
});
