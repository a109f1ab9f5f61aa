import { Secret } from '@kalends/core';
import { conformanceCompany, conformanceNow, demoEntraClient, manualClock, startGraphEmulator } from '@kalends/testing';
import type { Emulator } from '@kalends/testing';
import type { ConformanceMail, ConformanceSubject } from '@kalends/testing/conformance';
import { companyPerson } from '../../../testing/test/conformance/company-person.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import { graph } from '../../src/index.ts';

const kinds: Readonly<Record<string, ConformanceMail['kind']>> = {
  invitation: 'invitation',
  update: 'update',
  cancellation: 'cancellation',
  reply: 'reply',
};

/** What a person consents to beside the sign-in itself. */
const scopes = [
  'openid',
  'profile',
  'offline_access',
  'Calendars.ReadWrite',
  'Contacts.ReadWrite',
  'People.Read',
  'Place.Read.All',
  'User.Read',
  'User.ReadBasic.All',
];

/** An emulator that holds the conformance company, and the provider in front of it. */
export async function graphSubject(watch: (emulator: Emulator) => void): Promise<ConformanceSubject> {
  const clock = manualClock(conformanceNow);
  const emulator = await startGraphEmulator({ clock, company: conformanceCompany });
  watch(emulator);
  const provider = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.origin,
    graphBaseUrl: emulator.origin,
    allowInsecureLoopback: true,
    runtime: { clock: impatientClock(clock) },
  });
  return {
    connect(personId, { calendars } = {}) {
      const { refreshToken = '', scope } = emulator.issueTokens({ person: personId, scopes });
      const { address } = companyPerson(personId);
      return Promise.resolve(
        provider.connect({
          credential: {
            kind: 'oauth',
            provider: 'graph',
            account: { id: emulator.objectIdOf(personId), address, tenantId: emulator.tenantId },
            scopes: scope.split(' '),
            refreshToken: new Secret(refreshToken),
            issuedAt: conformanceNow,
          },
          ...(calendars === undefined ? {} : { policy: { calendars, contacts: 'none' } }),
        }),
      );
    },
    settle: () => clock.advance(1_000),
    sentMails: () => emulator.sentMails.map(({ kind, ...mail }) => ({ ...mail, kind: kinds[kind] ?? 'other' })),
    requestCount: () => emulator.exchanges.length,
    close: () => emulator.close(),
  };
}
