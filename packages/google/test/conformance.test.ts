import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkGoogleExchange, hasGoogleContract } from '../../testing/test/contracts/google-contract.ts';
import { googleSubject } from './support/google-subject.ts';

const contract = contractWatch({
  name: 'Google discovery documents',
  isPresent: hasGoogleContract,
  check: checkGoogleExchange,
});

describeProvider('google', {
  differences: [
    { id: 'cancelledMeetingsLeave', reason: 'Cancelled events are listed only with showDeleted.' },
    {
      id: 'unmovedExceptionsUnmarked',
      reason: 'Instances carry no mark: only a start that differs from originalStartTime tells a changed one.',
    },
    { id: 'freeBusyWithoutKinds', reason: 'A busy period of freeBusy.query is a start and an end.' },
  ],
  create: () => googleSubject((emulator) => contract.watch(emulator)),
});
