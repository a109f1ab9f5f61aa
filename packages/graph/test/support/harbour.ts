import { Secret } from '@kalends/core';
import type { CalendarConnection, OAuthCredential } from '@kalends/core';
import { demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import type { Company, GraphEmulator, GraphEmulatorOptions, ManualClock } from '@kalends/testing';
import { afterEach } from 'vitest';
import { graph } from '../../src/index.ts';
import type { GraphProvider, GraphSettings } from '../../src/index.ts';

/** Two people, a room, a series over a change of clocks and two whole days. */
const harbour: Company = {
  name: 'Harbour Office',
  domain: 'harbour.example',
  timeZone: 'Europe/Berlin',
  people: [
    { id: 'ada', name: 'Ada Quay', address: 'ada@harbour.example', timeZone: 'Europe/Berlin', password: 'tide-1' },
    { id: 'bo', name: 'Bo Marsh', address: 'bo@harbour.example', timeZone: 'America/New_York', password: 'tide-2' },
  ],
  rooms: [
    { id: 'pier', name: 'Pier room', address: 'pier@harbour.example', capacity: 6, building: 'Main', floor: '1' },
  ],
  meetings: [
    {
      id: 'berths',
      title: 'Berth planning',
      description: 'Who lies where',
      organizer: 'ada',
      invitees: [
        { who: 'bo', response: 'tentative' },
        { who: 'pier', response: 'accepted' },
      ],
      when: { kind: 'timed', start: '2026-03-23T09:00:00', end: '2026-03-23T09:30:00', timeZone: 'Europe/Berlin' },
      series: {
        rule: 'FREQ=WEEKLY;BYDAY=MO;COUNT=4',
        deleted: ['2026-04-06T09:00:00'],
        exceptions: [
          {
            originalStart: '2026-03-30T09:00:00',
            title: 'Berth planning, later',
            when: {
              kind: 'timed',
              start: '2026-03-31T11:00:00',
              end: '2026-03-31T11:30:00',
              timeZone: 'Europe/Berlin',
            },
          },
        ],
      },
      conferenceUrl: 'https://teams.microsoft.com/l/meetup-join/berths',
    },
    {
      id: 'regatta',
      title: 'Regatta',
      organizer: 'ada',
      when: { kind: 'allDay', start: '2026-03-28', end: '2026-03-30' },
      busyStatus: 'free',
    },
  ],
};

/** A window around the change of clocks in Europe. */
export const march: { readonly start: string; readonly end: string } = {
  start: '2026-03-20T00:00:00Z',
  end: '2026-04-20T00:00:00Z',
};

/** An emulator with a provider that talks to it. */
export interface Setup extends AsyncDisposable {
  readonly emulator: GraphEmulator;
  readonly clock: ManualClock;
  readonly provider: GraphProvider;
  /** A provider with other settings. */
  readonly providerWith: (settings: Partial<GraphSettings>) => GraphProvider;
  /** A provider of a client that has neither secret nor certificate. */
  readonly publicProvider: (clientId: string) => GraphProvider;
  /** The stored credential of a person, with these scopes beside those of a reader. */
  readonly credentialOf: (person: string, scopes?: readonly string[]) => OAuthCredential;
  readonly connect: (person: string) => CalendarConnection;
}

const open: Setup[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

/** Starts an emulator of the harbour office; it ends with the test. */
export async function setUp(options: GraphEmulatorOptions = {}): Promise<Setup> {
  const clock = manualClock('2026-03-20T08:00:00Z');
  const emulator = await startGraphEmulator({ clock, company: harbour, ...options });
  const place = {
    tenantId: emulator.tenantId,
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
    retry: { maxAttempts: 1 },
    runtime: { clock },
  };
  const publicProvider = (clientId: string): GraphProvider => graph({ ...place, clientId });
  const providerWith = (settings: Partial<GraphSettings>): GraphProvider =>
    graph({
      ...place,
      clientId: demoEntraClient.clientId,
      ...('certificate' in settings ? {} : { clientSecret: demoEntraClient.clientSecret ?? '' }),
      ...settings,
    });
  const provider = providerWith({});
  const credentialOf = (person: string, scopes?: readonly string[]): OAuthCredential => {
    const asked = scopes === undefined ? {} : { scopes: ['openid', 'profile', 'offline_access', ...scopes] };
    const { refreshToken = '', scope } = emulator.issueTokens({ person, isChallengeCapable: true, ...asked });
    return {
      kind: 'oauth',
      provider: 'graph',
      account: {
        id: emulator.objectIdOf(person),
        address: `${person}@harbour.example`,
        tenantId: emulator.tenantId,
      },
      scopes: scope.split(' '),
      refreshToken: new Secret(refreshToken),
      issuedAt: '2026-03-20T08:00:00Z',
    };
  };
  const setup: Setup = {
    emulator,
    clock,
    provider,
    providerWith,
    publicProvider,
    credentialOf,
    connect: (person) => provider.connect({ credential: credentialOf(person) }),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  open.push(setup);
  return setup;
}

/** The code of an error, or nothing. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
