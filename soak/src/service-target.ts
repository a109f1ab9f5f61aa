import { Secret } from '@kalends/core';
import type { CalendarConnection, Fetch, Runtime } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import {
  demoEntraClient,
  demoGoogleClient,
  startExchangeEmulator,
  startGoogleEmulator,
  startGraphEmulator,
} from '@kalends/testing';
import type { Company, Emulator } from '@kalends/testing';
import type { SeededRandom } from './seeded-random.ts';
import { soakNow } from './reads/random-company.ts';
import { unhurriedClock } from './unhurried-clock.ts';
import type { UnhurriedClock } from './unhurried-clock.ts';
import { holdingTransport } from './writes/held-request.ts';
import type { HoldingTransport } from './writes/held-request.ts';

/** A service with the company in it, and a connection to the first person's mailbox. */
export interface ServiceTarget extends AsyncDisposable {
  readonly name: 'graph' | 'google' | 'ews';
  readonly emulator: Emulator;
  readonly clock: UnhurriedClock;
  readonly connection: CalendarConnection;
  /** Opens another connection to the same mailbox, as another process would. */
  connect(): CalendarConnection;
  /** A connection to the same mailbox that shares nothing with the others, to look at what they do. */
  readonly observer: CalendarConnection;
  /** Everything that lies in somebody's calendars, by their id in the company; what was deleted or called off is not. */
  stored(personId: string): readonly StoredMeeting[];
  /** Mails that invite somebody, oldest first. */
  invitations(): readonly Invitation[];
  /** Keeps requests of all connections but the observer's back. */
  readonly transport: HoldingTransport;
  /** Makes the tokens in use invalid, where there are tokens. */
  expireTokens(): void;
}

/** A single event, or a series once, as it is stored. */
export interface StoredMeeting {
  readonly uid: string;
  readonly title: string;
  readonly attendees: readonly string[];
}

/** A mail that invites somebody. */
export interface Invitation {
  readonly uid: string;
  readonly to: string;
}

/** Not a number that anything else would wait for, so that the clock knows it. */
export const timeLimitMs = 29_989;

// One for all seeds: each holds a pool of connections of its own.
const fetch = nodeFetch();

/** Starts one of the three services. */
export type StartTarget = (
  company: Company,
  random: SeededRandom,
  access?: 'read' | 'readWrite',
) => Promise<ServiceTarget>;

/** Starts the emulator of Graph. */
export const startGraphTarget: StartTarget = async (company, random, access = 'read') => {
  const { clock, runtime, transport, reader } = surroundings(company, random);
  const emulator = await startGraphEmulator({ clock, company });
  const { refreshToken = '', scope } = emulator.issueTokens({
    person: reader.id,
    ...(access === 'read'
      ? {}
      : { scopes: ['openid', 'profile', 'offline_access', 'User.Read', 'Calendars.ReadWrite'] }),
  });
  const newProvider = (through: Fetch) =>
    graph({
      clientId: demoEntraClient.clientId,
      clientSecret: demoEntraClient.clientSecret ?? '',
      tenantId: emulator.tenantId,
      authority: emulator.origin,
      graphBaseUrl: emulator.origin,
      allowInsecureLoopback: true,
      timeoutMs: timeLimitMs,
      runtime: { ...runtime, fetch: through },
    });
  const provider = newProvider(transport.fetch);
  const connect = (through = provider): CalendarConnection =>
    through.connect({
      credential: {
        kind: 'oauth',
        provider: 'graph',
        account: { id: emulator.objectIdOf(reader.id), address: reader.address, tenantId: emulator.tenantId },
        scopes: scope.split(' '),
        refreshToken: new Secret(refreshToken),
        issuedAt: soakNow,
      },
    });
  return target({
    name: 'graph',
    emulator,
    clock,
    connect,
    transport,
    observe: () => connect(newProvider(fetch)),
    stored: (who) =>
      emulator
        .storedEvents(who)
        .filter(({ isCancelled }) => !isCancelled)
        .map(({ uid, subject, attendees }) => ({ uid, title: subject, attendees: attendees.map(addressOf) })),
    invitations: () => emulator.sentMails.filter(invites),
    expireTokens: () => emulator.expireAccessTokens(),
  });
};

/** Starts the emulator of Google. */
export const startGoogleTarget: StartTarget = async (company, random, access = 'read') => {
  const { clock, runtime, transport, reader } = surroundings(company, random);
  const emulator = await startGoogleEmulator({ clock, company });
  const scopes = [
    access === 'read' ? 'calendar.events.readonly' : 'calendar.events',
    'calendar.calendarlist.readonly',
  ].map((scope) => `https://www.googleapis.com/auth/${scope}`);
  const tokens = emulator.issueTokens({ person: reader.id, scopes: ['openid', 'email', ...scopes] });
  const newProvider = (through: Fetch) =>
    google({
      clientId: demoGoogleClient.clientId,
      clientSecret: demoGoogleClient.clientSecret ?? '',
      endpoints: { tokenUrl: `${emulator.origin}/token`, apiRootUrl: `${emulator.origin}/` },
      allowInsecureLoopback: true,
      timeoutMs: timeLimitMs,
      runtime: { ...runtime, fetch: through },
    });
  const provider = newProvider(transport.fetch);
  const connect = (through = provider): CalendarConnection =>
    through.connect({
      credential: {
        kind: 'oauth',
        provider: 'google',
        account: { id: reader.id, address: reader.address },
        scopes: tokens.scopes,
        refreshToken: new Secret(tokens.refreshToken),
        issuedAt: soakNow,
      },
    });
  return target({
    name: 'google',
    emulator,
    clock,
    connect,
    transport,
    observe: () => connect(newProvider(fetch)),
    stored: (who) =>
      emulator
        .storedEvents(who)
        .filter(({ kind, status }) => kind !== 'exception' && status !== 'cancelled')
        .map(({ uid, title, attendees }) => ({ uid, title, attendees: attendees.map(addressOf) })),
    invitations: () => emulator.sentMails.filter(invites),
    expireTokens: () => emulator.expireAccessTokens(),
  });
};

/** Starts the emulator of Exchange. */
export const startExchangeTarget: StartTarget = async (company, random) => {
  const { clock, runtime, transport, reader } = surroundings(company, random);
  const emulator = await startExchangeEmulator({ clock, company });
  const newProvider = (through: Fetch) =>
    ews({
      url: emulator.ewsUrl,
      allowInsecureLoopback: true,
      timeoutMs: timeLimitMs,
      runtime: { ...runtime, fetch: through },
    });
  const provider = newProvider(transport.fetch);
  const connect = (through = provider): CalendarConnection =>
    through.connect({
      credential: {
        kind: 'basic',
        provider: 'ews',
        account: { id: reader.address, address: reader.address },
        username: new Secret(reader.address),
        password: new Secret(reader.password),
        issuedAt: soakNow,
      },
    });
  return target({
    name: 'ews',
    emulator,
    clock,
    connect,
    transport,
    observe: () => connect(newProvider(fetch)),
    stored: (who) =>
      emulator
        .storedEvents(who)
        .filter(({ folder, isCancelled }) => folder === 'calendar' && !isCancelled)
        .map(({ uid, subject, attendees }) => ({ uid, title: subject, attendees: attendees.map(addressOf) })),
    invitations: () => emulator.sentMails.filter(invites),
    expireTokens: () => undefined,
  });
};

function surroundings(
  company: Company,
  random: SeededRandom,
): {
  readonly clock: UnhurriedClock;
  readonly runtime: Partial<Runtime>;
  readonly transport: HoldingTransport;
  readonly reader: Company['people'][number];
} {
  const [reader] = company.people;
  if (reader === undefined) throw new RangeError('The company has no people');
  const clock = unhurriedClock(soakNow, timeLimitMs);
  return { clock, runtime: { clock, random }, transport: holdingTransport(fetch), reader };
}

function addressOf({ address }: { readonly address: string }): string {
  return address.toLowerCase();
}

function invites({ kind }: { readonly kind: string }): boolean {
  return kind === 'invitation';
}

function target({
  observe,
  ...parts
}: Omit<ServiceTarget, keyof AsyncDisposable | 'connection' | 'observer'> & {
  readonly observe: () => CalendarConnection;
}): ServiceTarget {
  const opened: CalendarConnection[] = [];
  const owned = (connection: CalendarConnection): CalendarConnection => {
    opened.push(connection);
    return connection;
  };
  const connect = (): CalendarConnection => owned(parts.connect());
  return {
    ...parts,
    connect,
    connection: connect(),
    observer: owned(observe()),
    async [Symbol.asyncDispose]() {
      for (const connection of opened) await connection.close();
      await parts.emulator.close();
    },
  };
}
