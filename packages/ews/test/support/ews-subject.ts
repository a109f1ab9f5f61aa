import { Secret } from '@kalends/core';
import type { Credential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import type { Emulator, ExchangeEmulator, ExchangeEmulatorOptions, Person } from '@kalends/testing';
import type { ConformanceSubject, Difference } from '@kalends/testing/conformance';
import { companyPerson } from '../../../testing/test/conformance/company-person.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import { ews } from '../../src/index.ts';
import type { EwsSettings } from '../../src/index.ts';
import { scriptedIssuer } from './token-issuer.ts';

/** A way of a deployment to open somebody's mailbox. */
export interface EwsMode {
  readonly name: string;
  readonly emulator?: ExchangeEmulatorOptions;
  readonly settings?: (emulator: ExchangeEmulator) => Partial<EwsSettings>;
  readonly credential: (person: Person) => Credential;
  /** Differences beside those of Exchange itself. Default: none. */
  readonly differences?: readonly Difference[];
}

const basic = ({ address, name }: Person, username: string, password: string): Credential => ({
  kind: 'basic',
  provider: 'ews',
  account: { id: address, address, name },
  username: new Secret(username),
  password: new Secret(password),
  issuedAt: conformanceNow,
});

/** Everybody signs in with a password of their own. */
export const ownPasswords: EwsMode = {
  name: 'ews',
  credential: (person) => basic(person, person.address, person.password),
};

const service = {
  id: 'service',
  name: 'Service',
  address: 'service@tidewater.example',
  password: 'service-password-3d',
};

/** Everything that a service user has to be given to work as the owner would. */
export const serviceUser: EwsMode = {
  name: 'ews, a service user with rights on folders',
  emulator: {
    serviceAccounts: [service],
    permissions: conformanceCompany.people.flatMap(({ id: mailbox }) => [
      { mailbox, grantee: service.id, level: 'Owner' as const, viewPrivateItems: true },
      // Answers leave a copy behind, removed events go to the trash.
      ...(['contacts', 'deleteditems', 'sentitems'] as const).map((folder) => ({
        mailbox,
        grantee: service.id,
        level: 'Owner' as const,
        folder,
      })),
    ]),
  },
  settings: () => ({ useImpersonation: false }),
  credential: (person) => basic(person, service.address, service.password),
};

/** An application that impersonates. */
export const application: EwsMode = {
  name: 'ews, an application that impersonates',
  settings: (emulator) => ({
    oauth: {
      tokens: {
        ...scriptedIssuer(),
        issue: () => {
          const { accessToken } = emulator.issueTokens({ appOnly: true });
          return Promise.resolve({ accessToken: new Secret(accessToken), expiresIn: 3_600 });
        },
      },
    },
  }),
  credential: ({ address, name }) => ({
    kind: 'application',
    provider: 'ews',
    account: { id: address, address, name },
    issuedAt: conformanceNow,
  }),
};

/** An emulator that holds the conformance company, and the provider in front of it. */
export async function ewsSubject(mode: EwsMode, watch: (emulator: Emulator) => void): Promise<ConformanceSubject> {
  const clock = manualClock(conformanceNow);
  const emulator = await startExchangeEmulator({ clock, company: conformanceCompany, ...mode.emulator });
  watch(emulator);
  const provider = ews({
    url: emulator.ewsUrl,
    allowInsecureLoopback: true,
    runtime: { clock: impatientClock(clock) },
    ...mode.settings?.(emulator),
  });
  return {
    connect(personId, { calendars = 'readWrite' } = {}) {
      const contacts = calendars === 'readWrite' ? 'readWrite' : 'none';
      const credential = mode.credential(companyPerson(personId));
      return Promise.resolve(provider.connect({ credential, policy: { calendars, contacts } }));
    },
    settle: () => clock.advance(1_000),
    sentMails: () => emulator.sentMails,
    requestCount: () => emulator.exchanges.length,
    close: () => emulator.close(),
  };
}
