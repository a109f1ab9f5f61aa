import { Secret } from '@kalends/core';
import type { CalendarConnection, Runtime } from '@kalends/core';
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
import type { SeededRandom } from '../seeded-random.ts';
import { soakNow } from './random-company.ts';
import { unhurriedClock } from './unhurried-clock.ts';
import type { UnhurriedClock } from './unhurried-clock.ts';

/** A service with the company in it, and a connection to the first person's mailbox. */
export interface ReadTarget extends AsyncDisposable {
  readonly name: 'graph' | 'google' | 'ews';
  readonly emulator: Emulator;
  readonly clock: UnhurriedClock;
  readonly connection: CalendarConnection;
  /** Makes the tokens in use invalid, where there are tokens. */
  expireTokens(): void;
}

/** Not a number that anything else would wait for, so that the clock knows it. */
export const timeLimitMs = 29_989;

// One for all seeds: each holds a pool of connections of its own.
const fetch = nodeFetch();

/** Starts one of the three services. */
export type StartTarget = (company: Company, random: SeededRandom) => Promise<ReadTarget>;

/** Starts the emulator of Graph. */
export const startGraphTarget: StartTarget = async (company, random) => {
  const { clock, runtime, reader } = surroundings(company, random);
  const emulator = await startGraphEmulator({ clock, company });
  const { refreshToken = '', scope } = emulator.issueTokens({ person: reader.id });
  const connection = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.origin,
    graphBaseUrl: emulator.origin,
    allowInsecureLoopback: true,
    timeoutMs: timeLimitMs,
    runtime,
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: emulator.objectIdOf(reader.id), address: reader.address, tenantId: emulator.tenantId },
      scopes: scope.split(' '),
      refreshToken: new Secret(refreshToken),
      issuedAt: soakNow,
    },
  });
  return target({ name: 'graph', emulator, clock, connection, expireTokens: () => emulator.expireAccessTokens() });
};

/** Starts the emulator of Google. */
export const startGoogleTarget: StartTarget = async (company, random) => {
  const { clock, runtime, reader } = surroundings(company, random);
  const emulator = await startGoogleEmulator({ clock, company });
  const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  );
  const tokens = emulator.issueTokens({ person: reader.id, scopes: ['openid', 'email', ...scopes] });
  const connection = google({
    clientId: demoGoogleClient.clientId,
    clientSecret: demoGoogleClient.clientSecret ?? '',
    endpoints: { tokenUrl: `${emulator.origin}/token`, apiRootUrl: `${emulator.origin}/` },
    allowInsecureLoopback: true,
    timeoutMs: timeLimitMs,
    runtime,
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'google',
      account: { id: reader.id, address: reader.address },
      scopes: tokens.scopes,
      refreshToken: new Secret(tokens.refreshToken),
      issuedAt: soakNow,
    },
  });
  return target({ name: 'google', emulator, clock, connection, expireTokens: () => emulator.expireAccessTokens() });
};

/** Starts the emulator of Exchange. */
export const startExchangeTarget: StartTarget = async (company, random) => {
  const { clock, runtime, reader } = surroundings(company, random);
  const emulator = await startExchangeEmulator({ clock, company });
  const connection = ews({
    url: emulator.ewsUrl,
    allowInsecureLoopback: true,
    timeoutMs: timeLimitMs,
    runtime,
  }).connect({
    credential: {
      kind: 'basic',
      provider: 'ews',
      account: { id: reader.address, address: reader.address },
      username: new Secret(reader.address),
      password: new Secret(reader.password),
      issuedAt: soakNow,
    },
  });
  return target({ name: 'ews', emulator, clock, connection, expireTokens: () => undefined });
};

function surroundings(
  company: Company,
  random: SeededRandom,
): { readonly clock: UnhurriedClock; readonly runtime: Partial<Runtime>; readonly reader: Company['people'][number] } {
  const [reader] = company.people;
  if (reader === undefined) throw new RangeError('The company has no people');
  const clock = unhurriedClock(soakNow, timeLimitMs);
  return { clock, runtime: { fetch, clock, random }, reader };
}

function target(parts: Omit<ReadTarget, keyof AsyncDisposable>): ReadTarget {
  return {
    ...parts,
    async [Symbol.asyncDispose]() {
      await parts.connection.close();
      await parts.emulator.close();
    },
  };
}
