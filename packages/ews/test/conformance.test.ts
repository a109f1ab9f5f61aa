import { Secret } from '@kalends/core';
import type { CalendarConnection, Credential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions } from '@kalends/testing';
import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { ews } from '../src/index.ts';
import type { EwsSettings } from '../src/index.ts';
import { scriptedIssuer } from './support/token-issuer.ts';

type Person = (typeof conformanceCompany.people)[number];

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });

const basic = ({ address, name }: Person, username: string, password: string): Credential => ({
  kind: 'basic',
  provider: 'ews',
  account: { id: address, address, name },
  username: new Secret(username),
  password: new Secret(password),
  issuedAt: conformanceNow,
});

const service = {
  id: 'service',
  name: 'Service',
  address: 'service@tidewater.example',
  password: 'service-password-3d',
};

/** Everything that a service user has to be given to work as the owner would. */
const everybodysCalendar: ExchangeEmulatorOptions = {
  serviceAccounts: [service],
  permissions: conformanceCompany.people.map(({ id }) => ({
    mailbox: id,
    grantee: service.id,
    level: 'Owner',
    viewPrivateItems: true,
  })),
};

/** The ways of a deployment to open somebody's mailbox. */
const modes: readonly {
  readonly name: string;
  readonly emulator?: ExchangeEmulatorOptions;
  readonly settings?: (emulator: ExchangeEmulator) => Partial<EwsSettings>;
  readonly credential: (person: Person) => Credential;
}[] = [
  { name: 'ews', credential: (person) => basic(person, person.address, person.password) },
  {
    name: 'ews, a service user with rights on folders',
    emulator: everybodysCalendar,
    settings: () => ({ useImpersonation: false }),
    credential: (person) => basic(person, service.address, service.password),
  },
  {
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
  },
];

for (const mode of modes) {
  describeProvider(mode.name, {
    differences: [
      { id: 'declinedMeetingsLeave', reason: 'Declining removes the item from the calendar (DeclineItem).' },
      { id: 'attendeeAnswersHidden', reason: 'Answers go to the organizer; other copies do not track them.' },
    ],
    async create() {
      const clock = manualClock(conformanceNow);
      const emulator = await startExchangeEmulator({ clock, company: conformanceCompany, ...mode.emulator });
      contract.watch(emulator);
      const provider = ews({
        url: emulator.ewsUrl,
        allowInsecureLoopback: true,
        runtime: { clock },
        ...mode.settings?.(emulator),
      });
      return {
        connect(personId): Promise<CalendarConnection> {
          const person = conformanceCompany.people.find(({ id }) => id === personId);
          if (person === undefined) throw new RangeError(`Nobody is called ${personId}`);
          return Promise.resolve(provider.connect({ credential: mode.credential(person) }));
        },
        close: () => emulator.close(),
      };
    },
  });
}
