import { Secret } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { ews } from '../src/index.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });

describeProvider('ews', {
  differences: [
    { id: 'declinedMeetingsLeave', reason: 'Declining removes the item from the calendar (DeclineItem).' },
    { id: 'attendeeAnswersHidden', reason: 'Answers go to the organizer; other copies do not track them.' },
  ],
  async create() {
    const clock = manualClock(conformanceNow);
    const emulator = await startExchangeEmulator({ clock, company: conformanceCompany });
    contract.watch(emulator);
    const provider = ews({ url: emulator.ewsUrl, allowInsecureLoopback: true, runtime: { clock } });
    return {
      connect(personId) {
        const person = conformanceCompany.people.find(({ id }) => id === personId);
        if (person === undefined) throw new RangeError(`Nobody is called ${personId}`);
        return Promise.resolve(
          provider.connect({
            credential: {
              kind: 'basic',
              provider: 'ews',
              account: { id: person.address, address: person.address, name: person.name },
              username: new Secret(person.address),
              password: new Secret(person.password),
              issuedAt: conformanceNow,
            },
          }),
        );
      },
      close: () => emulator.close(),
    };
  },
});
