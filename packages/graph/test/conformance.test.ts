import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkGraphExchange, hasGraphContract } from '../../testing/test/contracts/graph-contract.ts';
import { graphSubject } from './support/graph-subject.ts';

const contract = contractWatch({
  name: 'Graph OpenAPI description',
  isPresent: hasGraphContract,
  check: (exchange) => (exchange.request.path.startsWith('/v1.0/') ? checkGraphExchange(exchange) : []),
});

describeProvider('graph', {
  differences: [
    { id: 'declinedMeetingsLeave', reason: 'Declining removes the event from the invitee’s calendar (observed).' },
    {
      id: 'attendeeAnswersHidden',
      reason: 'Only the organizer’s copy tracks answers; on other copies the status of others is none.',
    },
  ],
  create: () => graphSubject((emulator) => contract.watch(emulator)),
});
