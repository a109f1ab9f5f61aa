import { Secret } from '@kalends/core';
import {
  conformanceCompany,
  conformanceNow,
  demoGoogleClient,
  manualClock,
  startGoogleEmulator,
} from '@kalends/testing';
import type { Emulator } from '@kalends/testing';
import type { ConformanceSubject } from '@kalends/testing/conformance';
import { companyPerson } from '../../../testing/test/conformance/company-person.ts';
import { impatientClock } from '../../../testing/test/conformance/impatient-clock.ts';
import { google } from '../../src/index.ts';

const root = 'https://www.googleapis.com/auth';
/** What a person consents to. */
const scopes = [
  'openid',
  `${root}/userinfo.email`,
  `${root}/calendar.events`,
  `${root}/calendar.calendarlist.readonly`,
  `${root}/calendar.freebusy`,
  `${root}/contacts`,
  `${root}/directory.readonly`,
  `${root}/admin.directory.resource.calendar.readonly`,
];

/** An emulator that holds the conformance company, and the provider in front of it. */
export async function googleSubject(watch: (emulator: Emulator) => void): Promise<ConformanceSubject> {
  const clock = manualClock(conformanceNow);
  const emulator = await startGoogleEmulator({ clock, company: conformanceCompany });
  // Rooms are for administrators.
  for (const { id } of conformanceCompany.people) emulator.setAdministrator(id, true);
  // Colleagues see when somebody is busy, as domains are set up.
  for (const { address } of [...conformanceCompany.people, ...conformanceCompany.rooms]) {
    emulator.shareCalendar({
      calendarId: address,
      with: `domain:${conformanceCompany.domain}`,
      role: 'freeBusyReader',
      isListed: false,
    });
  }
  watch(emulator);
  const provider = google({
    clientId: demoGoogleClient.clientId,
    clientSecret: demoGoogleClient.clientSecret ?? '',
    endpoints: {
      authorizationUrl: `${emulator.origin}/o/oauth2/v2/auth`,
      tokenUrl: `${emulator.origin}/token`,
      apiRootUrl: `${emulator.origin}/`,
    },
    contacts: { access: 'readWrite', directory: true },
    rooms: true,
    allowInsecureLoopback: true,
    runtime: { clock: impatientClock(clock) },
  });
  return {
    connect(personId, { calendars = 'readWrite' } = {}) {
      const tokens = emulator.issueTokens({ person: personId, scopes });
      const { address } = companyPerson(personId);
      return Promise.resolve(
        provider.connect({
          credential: {
            kind: 'oauth',
            provider: 'google',
            account: { id: personId, address },
            scopes: tokens.scopes,
            refreshToken: new Secret(tokens.refreshToken),
            issuedAt: conformanceNow,
          },
          policy: { calendars, contacts: 'none' },
        }),
      );
    },
    // Lists and searches of contacts lag behind by some seconds.
    settle: () => clock.advance(20_000),
    sentMails: () => emulator.sentMails,
    requestCount: () => emulator.exchanges.length,
    close: () => emulator.close(),
  };
}
