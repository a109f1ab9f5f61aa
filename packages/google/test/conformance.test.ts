import { Secret } from '@kalends/core';
import {
  conformanceCompany,
  conformanceNow,
  demoGoogleClient,
  manualClock,
  startGoogleEmulator,
} from '@kalends/testing';
import { describeProvider } from '@kalends/testing/conformance';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkGoogleExchange, hasGoogleContract } from '../../testing/test/contracts/google-contract.ts';
import { google } from '../src/index.ts';

const scopes = [
  'openid',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/calendar.events.readonly',
  'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
];

const contract = contractWatch({
  name: 'Google discovery document',
  isPresent: hasGoogleContract,
  check: (exchange) => (exchange.request.path.startsWith('/calendar/v3/') ? checkGoogleExchange(exchange) : []),
});

describeProvider('google', {
  differences: [{ id: 'cancelledMeetingsLeave', reason: 'Cancelled events are listed only with showDeleted.' }],
  async create() {
    const clock = manualClock(conformanceNow);
    const emulator = await startGoogleEmulator({ clock, company: conformanceCompany });
    contract.watch(emulator);
    const provider = google({
      clientId: demoGoogleClient.clientId,
      clientSecret: demoGoogleClient.clientSecret ?? '',
      endpoints: {
        authorizationUrl: `${emulator.origin}/o/oauth2/v2/auth`,
        tokenUrl: `${emulator.origin}/token`,
        apiRootUrl: `${emulator.origin}/`,
      },
      allowInsecureLoopback: true,
      runtime: { clock },
    });
    return {
      connect(personId) {
        const tokens = emulator.issueTokens({ person: personId, scopes });
        const person = conformanceCompany.people.find(({ id }) => id === personId);
        return Promise.resolve(
          provider.connect({
            credential: {
              kind: 'oauth',
              provider: 'google',
              account: { id: personId, address: person?.address ?? '' },
              scopes: tokens.scopes,
              refreshToken: new Secret(tokens.refreshToken),
              issuedAt: conformanceNow,
            },
          }),
        );
      },
      close: () => emulator.close(),
    };
  },
});
