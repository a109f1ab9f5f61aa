import { Secret } from '@kalends/core';
import type { CalendarConnection, Runtime } from '@kalends/core';
import { ews } from '@kalends/ews';
import { google } from '@kalends/google';
import { graph } from '@kalends/graph';
import {
  demoEntraClient,
  demoGoogleClient,
  manualClock,
  startExchangeEmulator,
  startGoogleEmulator,
  startGraphEmulator,
} from '@kalends/testing';
import type { Emulator } from '@kalends/testing';
import { benchCompany, benchEventCount, benchNow, benchPerson, benchWindow } from './bench-company.ts';
import { recorder } from './recorder.ts';

/** A list of 1,000 events that can be read again and again from memory. */
export interface RecordedList {
  /** Reads the list through the provider's public interface. */
  readonly list: () => Promise<void>;
  /** The bodies of the answers that one such read goes through, in order. */
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
}

type Surroundings = Pick<Runtime, 'fetch' | 'clock'>;
type Start = (
  surroundings: Surroundings,
) => Promise<{ readonly emulator: Emulator; readonly connection: CalendarConnection }>;

const issuedAt = benchNow;
const company = benchCompany();

const startGraph: Start = async (runtime) => {
  const emulator = await startGraphEmulator({ clock: runtime.clock, company });
  const { refreshToken = '', scope } = emulator.issueTokens({ person: benchPerson.id });
  const { tenantId } = emulator;
  const connection = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId,
    authority: emulator.origin,
    graphBaseUrl: emulator.origin,
    allowInsecureLoopback: true,
    runtime,
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: emulator.objectIdOf(benchPerson.id), address: benchPerson.address, tenantId },
      scopes: scope.split(' '),
      refreshToken: new Secret(refreshToken),
      issuedAt,
    },
  });
  return { emulator, connection };
};

const startGoogle: Start = async (runtime) => {
  const emulator = await startGoogleEmulator({ clock: runtime.clock, company });
  const scopes = ['calendar.events.readonly', 'calendar.calendarlist.readonly'].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  );
  const tokens = emulator.issueTokens({ person: benchPerson.id, scopes: ['openid', 'email', ...scopes] });
  const connection = google({
    clientId: demoGoogleClient.clientId,
    clientSecret: demoGoogleClient.clientSecret ?? '',
    endpoints: { tokenUrl: `${emulator.origin}/token`, apiRootUrl: `${emulator.origin}/` },
    allowInsecureLoopback: true,
    runtime,
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'google',
      account: { id: benchPerson.id, address: benchPerson.address },
      scopes: tokens.scopes,
      refreshToken: new Secret(tokens.refreshToken),
      issuedAt,
    },
  });
  return { emulator, connection };
};

const startEws: Start = async (runtime) => {
  const emulator = await startExchangeEmulator({ clock: runtime.clock, company });
  const { address, password } = benchPerson;
  const connection = ews({ url: emulator.ewsUrl, allowInsecureLoopback: true, runtime }).connect({
    credential: {
      kind: 'basic',
      provider: 'ews',
      account: { id: address, address },
      username: new Secret(address),
      password: new Secret(password),
      issuedAt,
    },
  });
  return { emulator, connection };
};

const starts: Readonly<Record<'graph' | 'google' | 'ews', Start>> = {
  graph: startGraph,
  google: startGoogle,
  ews: startEws,
};

/** Has the emulator of a service answer once, and keeps what it said. */
export async function recordList(provider: keyof typeof starts): Promise<RecordedList> {
  const recorded = recorder();
  // The clock stands still, so that no token ends while measuring.
  const { emulator, connection } = await starts[provider]({ fetch: recorded.fetch, clock: manualClock(benchNow) });
  const list = async (): Promise<void> => {
    // 1,000 is the most that all three give at once.
    const { events } = connection;
    const found = await events.list({ window: benchWindow, pageSize: benchEventCount, include: ['body'] }).toArray();
    if (found.length !== benchEventCount) throw new Error(`${found.length} events were read`);
  };
  // Once with sign-in and whatever is remembered afterwards, once as it is from then on.
  await list();
  recorded.clearGiven();
  await list();
  const bodies = recorded.given().map(({ bytes }) => bytes);
  recorded.stopRecording();
  await emulator.close();
  return {
    bodies,
    async list() {
      recorded.clearGiven();
      await list();
    },
  };
}
