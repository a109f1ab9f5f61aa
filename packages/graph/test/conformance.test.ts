import { Secret } from '@kalends/core';
import { conformanceCompany, conformanceNow, demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkGraphExchange, hasGraphContract } from '../../testing/test/contracts/graph-contract.ts';
import { graph } from '../src/index.ts';

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
  async create() {
    const clock = manualClock(conformanceNow);
    const emulator = await startGraphEmulator({ clock, company: conformanceCompany });
    contract.watch(emulator);
    const provider = graph({
      clientId: demoEntraClient.clientId,
      clientSecret: demoEntraClient.clientSecret ?? '',
      tenantId: emulator.tenantId,
      authority: emulator.origin,
      graphBaseUrl: emulator.origin,
      allowInsecureLoopback: true,
      runtime: { clock },
    });
    return {
      connect(personId) {
        const { refreshToken = '', scope } = emulator.issueTokens({ person: personId });
        const person = conformanceCompany.people.find(({ id }) => id === personId);
        return Promise.resolve(
          provider.connect({
            credential: {
              kind: 'oauth',
              provider: 'graph',
              account: {
                id: emulator.objectIdOf(personId),
                address: person?.address ?? '',
                tenantId: emulator.tenantId,
              },
              scopes: scope.split(' '),
              refreshToken: new Secret(refreshToken),
              issuedAt: conformanceNow,
            },
          }),
        );
      },
      close: () => emulator.close(),
    };
  },
});
