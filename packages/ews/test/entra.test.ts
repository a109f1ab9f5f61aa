import type { CalendarError, CalendarEvent, TokenCredential } from '@kalends/core';
import { entra } from '@kalends/entra';
import type { Entra } from '@kalends/entra';
import {
  conformanceCompany,
  conformanceNow,
  demoEntraClient,
  manualClock,
  startExchangeEmulator,
  startGraphEmulator,
} from '@kalends/testing';
import type { ExchangeEmulator, GraphEmulator, ManualClock } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { ews } from '../src/index.ts';
import type { EwsCalendarConnection, EwsOAuthProvider } from '../src/index.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const ada = 'ada@tidewater.example';
const ben = 'ben@tidewater.example';
const resource = 'https://outlook.office365.com';
const client = {
  ...demoEntraClient,
  applicationPermissions: [`${resource}/full_access_as_app`],
  allowsPublicClientFlows: true,
};
const window = { start: '2026-03-23T00:00:00Z', end: '2026-04-06T00:00:00Z' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

interface Online {
  readonly clock: ManualClock;
  readonly directory: GraphEmulator;
  readonly exchange: ExchangeEmulator;
  readonly signIn: Entra['signIn'];
  readonly provider: EwsOAuthProvider;
}

/** Exchange Online with its directory, and an application of either kind. */
async function online(kind: 'confidential' | 'public' = 'confidential', useImpersonation?: boolean): Promise<Online> {
  const clock = manualClock(conformanceNow);
  const directory = await startGraphEmulator({ clock, company: conformanceCompany, clients: [client] });
  running.push(directory);
  const exchange = await startExchangeEmulator({
    clock,
    company: conformanceCompany,
    version: '15.20',
    trustedIssuers: [{ keysUrl: `${directory.authority}/discovery/v2.0/keys` }],
    permissions: [{ mailbox: ada, grantee: ben, level: 'Editor', viewPrivateItems: true }],
  });
  running.push(exchange);
  contract.watch(exchange);
  const runtime = { clock };
  const oauth = entra({
    clientId: client.clientId,
    ...(kind === 'public' ? {} : { clientSecret: client.clientSecret ?? '' }),
    tenantId: directory.tenantId,
    authority: directory.authority,
    resource: 'exchange',
    allowInsecureLoopback: true,
    runtime,
  });
  const provider = ews({
    url: exchange.ewsUrl,
    oauth,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime,
    ...(useImpersonation === undefined ? {} : { useImpersonation }),
  });
  return { clock, directory, exchange, signIn: oauth.signIn, provider };
}

function connect(provider: EwsOAuthProvider, credential: TokenCredential): EwsCalendarConnection {
  const connection = provider.connect({ credential });
  running.push(connection);
  return connection;
}

const bodiesOf = (exchange: ExchangeEmulator): string[] =>
  exchange.exchanges.map(({ request }) => Buffer.from(request.body).toString('utf8'));

/** The two ways in which a deployment opens somebody's mailbox. */
const modes = [
  {
    mode: 'impersonation',
    open: async (): Promise<Online & { readonly credential: TokenCredential }> => {
      const world = await online();
      return {
        ...world,
        credential: await world.signIn.application({ mailbox: ada, tenantId: world.directory.tenantId }),
      };
    },
  },
  {
    mode: 'delegated',
    open: async (): Promise<Online & { readonly credential: TokenCredential }> => {
      const world = await online('public', false);
      world.directory.grantAdminConsent({ scopes: [`${resource}/EWS.AccessAsUser.All`] });
      const password = 'ben-password-41d0';
      return { ...world, credential: await world.signIn.signInWithPassword({ username: ben, password, address: ada }) };
    },
  },
] as const;

describe.each(modes)('Exchange Online by $mode', ({ mode, open }) => {
  it('lists calendars and events, and reads one', async () => {
    const { provider, credential } = await open();
    const connection = connect(provider, credential);
    expect((await connection.calendars.list()).items.map(({ name }) => name)).toContain('Garden');
    const events = await connection.events.list({ window, timeZone: 'Europe/Berlin' }).toArray();
    const offsite = events.find(({ title }) => title === 'Offsite');
    expect(offsite?.time).toEqual({ kind: 'allDay', startDate: '2026-04-02', endDate: '2026-04-04' });
    const read: CalendarEvent = await connection.events.get({ eventId: offsite?.id ?? '' });
    expect(read.title).toBe('Offsite');
    expect(connection.serverVersion?.minor).toBe(20);
  });

  it('says whose mailbox it is in one way on every call, and never in the other', async () => {
    const { provider, credential, exchange } = await open();
    await connect(provider, credential).events.list({ window }).toArray();
    const bodies = bodiesOf(exchange);
    expect(bodies.length).toBeGreaterThan(2);
    const impersonating = bodies.filter((body) => body.includes(`<t:PrimarySmtpAddress>${ada}</t:PrimarySmtpAddress>`));
    const naming = bodies.filter((body) =>
      body.includes(`<t:Mailbox><t:EmailAddress>${ada}</t:EmailAddress></t:Mailbox>`),
    );
    expect([impersonating.length, naming.length > 0]).toEqual(
      mode === 'impersonation' ? [bodies.length, false] : [0, true],
    );
  });

  it('renews tokens before they end', async () => {
    const { provider, credential, clock, exchange } = await open();
    const connection = connect(provider, credential);
    for (let hour = 0; hour < 5; hour += 1) {
      await connection.events.list({ window });
      await clock.advance(50 * 60_000);
    }
    expect(exchange.exchanges.filter(({ response }) => response?.status === 401)).toEqual([]);
  });

  it('is told to be at its end', async () => {
    const { provider, credential } = await open();
    const diagnosis = await connect(provider, credential).diagnose();
    expect(diagnosis.findings.map(({ code }) => code)).toContain('ewsRetirement');
  });
});

describe('Exchange Online', () => {
  it('needs the role, and says which', async () => {
    const { provider, signIn, directory } = await online();
    const credential = await signIn.application({ mailbox: ada, tenantId: directory.tenantId });
    const connection = connect(provider, credential);
    directory.withdrawAdminConsent();
    const error = await connection.calendars.list().then(
      () => undefined,
      (thrown: CalendarError) => thrown,
    );
    expect(error).toMatchObject({ code: 'adminConsentRequired', missingScopes: ['full_access_as_app'] });
  });

  it('is switched off on the day', async () => {
    const { provider, signIn, directory, clock } = await online();
    const credential = await signIn.application({ mailbox: ada, tenantId: directory.tenantId });
    await clock.advance(Date.parse('2026-10-01T00:00:00Z') - clock.now());
    const connection = connect(provider, credential);
    await expect(connection.calendars.list()).rejects.toMatchObject({ code: 'serviceDisabled', reason: 'ewsBlocked' });
    expect((await connection.diagnose()).findings.map(({ code }) => code)).toContain('ewsBlocked');
  });

  it('refuses a policy at sign-in, which says everything or nothing', async () => {
    const { provider } = await online();
    expect(provider.signIn.scopesFor({ calendars: 'readWrite', contacts: 'readWrite' })).toContain(
      'EWS.AccessAsUser.All',
    );
    expect(() => provider.signIn.scopesFor({ calendars: 'read', contacts: 'none' })).toThrow(
      expect.objectContaining({ code: 'permissionControlUnavailable' }),
    );
  });
});
