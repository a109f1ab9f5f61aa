import type { AccessPolicy } from '@kalends/core';
import type { Company, GraphEmulatorOptions, RecordedExchange, RecordedRequest } from '@kalends/testing';
import { contractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import { checkGraphExchange, hasGraphContract } from '../../../testing/test/contracts/graph-contract.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import type { GraphCalendarConnection, GraphSettings } from '../../src/index.ts';
import { setUp } from './harbour.ts';
import type { Setup } from './harbour.ts';

/** Everything that people of the office may consent to. */
export const allScopes: readonly string[] = [
  'User.Read',
  'User.ReadBasic.All',
  'Calendars.ReadWrite',
  'Contacts.ReadWrite',
  'Place.Read.All',
];

/** How a connection of {@link DirectorySetup} differs from the usual one. */
export interface DirectoryConnect {
  /** Default: Ada. */
  readonly person?: string;
  /** Default {@link allScopes}. */
  readonly scopes?: readonly string[];
  /** Default: everything the scopes allow. */
  readonly policy?: AccessPolicy;
  readonly settings?: Partial<GraphSettings>;
  /** Tenant that the account is kept with. Default: the office's. */
  readonly tenantId?: string;
}

/** A {@link Setup} whose waits end at once. */
export interface DirectorySetup extends Setup {
  readonly open: (options?: DirectoryConnect) => GraphCalendarConnection;
  /** Requests to Graph so far, without those for tokens. */
  readonly requests: () => readonly RecordedRequest[];
  /** Forgets the requests so far. */
  readonly forget: () => void;
}

/** Checks all exchanges of the emulators of a test file against the description of Graph. */
export function directoryTests(): (options?: GraphEmulatorOptions) => Promise<DirectorySetup> {
  const contract = contractWatch({
    name: 'Graph OpenAPI description',
    isPresent: hasGraphContract,
    check: (exchange) => (exchange.request.path.startsWith('/v1.0/') ? checkGraphExchange(exchange) : []),
  });
  return async (options = {}) => {
    const setup = await setUp(options);
    const { emulator, clock, providerWith, credentialOf } = setup;
    contract.watch(emulator);
    let forgotten = 0;
    const isGraph = ({ request }: RecordedExchange): boolean => request.path.startsWith('/v1.0/');
    return {
      ...setup,
      open({ person = 'ada', scopes = allScopes, policy, settings, tenantId } = {}) {
        const kept = credentialOf(person, scopes);
        const credential = tenantId === undefined ? kept : { ...kept, account: { ...kept.account, tenantId } };
        return providerWith({ retry: {}, runtime: { clock: impatientClock(clock) }, ...settings }).connect({
          credential,
          ...(policy === undefined ? {} : { policy }),
        });
      },
      requests: () =>
        emulator.exchanges
          .filter(isGraph)
          .slice(forgotten)
          .map(({ request }) => request),
      forget: () => {
        forgotten = emulator.exchanges.filter(isGraph).length;
      },
    };
  };
}

/** A company of many rooms. */
export function officeOf(rooms: number): Company {
  return {
    name: 'Long pier',
    domain: 'harbour.example',
    timeZone: 'Europe/Berlin',
    people: [
      { id: 'ada', name: 'Ada Quay', address: 'ada@harbour.example', timeZone: 'Europe/Berlin', password: 'tide-1' },
    ],
    rooms: Array.from({ length: rooms }, (_, index) => ({
      id: `room-${index}`,
      name: `Room ${index}`,
      address: `room-${index}@harbour.example`,
      capacity: index + 1,
      building: index % 2 === 0 ? 'North' : 'South',
      floor: String(index % 3),
    })),
    meetings: [],
  };
}
