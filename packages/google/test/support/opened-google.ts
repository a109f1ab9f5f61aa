import { Secret } from '@kalends/core';
import type { CalendarConnection } from '@kalends/core';
import type { GoogleEmulatorOptions } from '@kalends/testing';
import { contractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import type { ContractWatch } from '../../../testing/test/contracts/contract-watch.ts';
import { checkGoogleExchange, hasGoogleContract } from '../../../testing/test/contracts/google-contract.ts';
import type { GoogleSettings } from '../../src/index.ts';
import { emulatedGoogle } from './emulated-google.ts';
import type { EmulatedGoogle } from './emulated-google.ts';
import { now } from './setup.ts';
import { tidewater } from './tidewater.ts';

const prefix = 'https://www.googleapis.com/auth/';

/** Everything that this package ever asks for. */
export const everyScope: readonly string[] = [
  'openid',
  'email',
  ...['calendar', 'contacts', 'directory.readonly', 'admin.directory.resource.calendar.readonly'].map(
    (name) => prefix + name,
  ),
];

/** What an application opens that opens everything. */
export const everythingOpen: Partial<GoogleSettings> = {
  contacts: { access: 'readWrite', directory: true },
  rooms: true,
};

/** An emulator whose accounts were granted everything. */
export interface OpenedGoogle extends EmulatedGoogle {
  /** @param scopes - Default: {@link everyScope}. */
  open(person: string, settings?: Partial<GoogleSettings>, scopes?: readonly string[]): CalendarConnection;
}

/** Starts one. */
export async function openedGoogle(options: GoogleEmulatorOptions = {}): Promise<OpenedGoogle> {
  const kit = await emulatedGoogle(options);
  return {
    ...kit,
    open(personId, settings = everythingOpen, scopes = everyScope) {
      const tokens = kit.emulator.issueTokens({ person: personId, scopes });
      const { people } = options.company ?? tidewater;
      const person = people.find(({ id }) => id === personId);
      return kit.oauth(settings).connect({
        credential: {
          kind: 'oauth',
          provider: 'google',
          account: { id: personId, ...(person === undefined ? {} : { address: person.address }) },
          scopes,
          refreshToken: new Secret(tokens.refreshToken),
          issuedAt: now,
        },
      });
    },
  };
}

/** Makes the tests of a file hold every exchange against Google's own descriptions of its APIs. */
export function watchContract(): ContractWatch {
  return contractWatch({
    name: 'Google discovery documents',
    isPresent: hasGoogleContract,
    check: checkGoogleExchange,
  });
}
