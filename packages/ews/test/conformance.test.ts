import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { application, ewsSubject, ownPasswords, serviceUser } from './support/ews-subject.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });

for (const mode of [ownPasswords, serviceUser, application]) {
  describeProvider(mode.name, {
    differences: [
      ...(mode.differences ?? []),
      { id: 'declinedMeetingsLeave', reason: 'Declining removes the item from the calendar (DeclineItem).' },
      {
        id: 'changedSeriesNotSplit',
        reason: 'A changed pattern drops all exceptions ([MS-OXOCAL] 3.1.4.7.3.5).',
      },
      { id: 'directoryOnlySearched', reason: 'FindPeople and ResolveNames ask for a text to look for.' },
      { id: 'attendeeAnswersHidden', reason: 'Answers go to the organizer; other copies do not track them.' },
    ],
    create: () => ewsSubject(mode, (emulator) => contract.watch(emulator)),
  });
}
