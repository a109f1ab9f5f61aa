import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import { demoEntraClient } from '../../src/entra/entra-client.ts';
import { startGraphEmulator } from '../../src/graph/start-graph-emulator.ts';
import { throwawayCa } from '../../src/server/throwaway-ca.ts';
import { startTidewater } from './exchange-fixture.ts';
import { ask, codeOf, envelope, one, postRaw } from './soap-client.ts';
import { tidewater } from './tidewater-company.ts';

const resource = 'https://outlook.office365.com';
const getCalendar =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>';
const asBo =
  '<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>bo@tidewater.example</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';
const client = { ...demoEntraClient, applicationPermissions: [`${resource}/full_access_as_app`, 'Calendars.Read'] };

describe('tokens of the Entra emulator', () => {
  it('open Exchange Online to an application that asked the token endpoint for them', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    await using entra = await startGraphEmulator({ clock, company: tidewater(), clients: [client] });
    const exchange = await startTidewater([], {
      clock,
      version: '15.20',
      trustedIssuers: [{ keysUrl: `${entra.authority}/discovery/v2.0/keys` }],
    });
    const tokenFor = async (scope: string): Promise<string> => {
      const response = await fetch(`${entra.authority}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: client.clientId,
          client_secret: client.clientSecret ?? '',
          scope,
        }),
      });
      // The form of a successful answer, RFC 6749, section 5.1; anything else fails below.
      return ((await response.json()) as { access_token: string }).access_token;
    };
    const bearer = await tokenFor(`${resource}/.default`);
    expect((await ask(exchange, getCalendar, { bearer, headers: asBo })).status).toBe(200);
    expect(one((await ask(exchange, getCalendar, { bearer })).body, 'faultstring').text).toMatch(/must be present/);
    const forGraph = await postRaw(exchange, envelope(getCalendar), {
      bearer: await tokenFor('https://graph.microsoft.com/.default'),
    });
    expect([forGraph.status, forGraph.headers.get('x-ms-diagnostics')]).toEqual([
      401,
      expect.stringMatching(/audience/),
    ]);
    entra.withdrawAdminConsent();
    const without = await postRaw(exchange, envelope(getCalendar), { bearer: await tokenFor(`${resource}/.default`) });
    expect([without.status, without.headers.get('x-ms-diagnostics')]).toEqual([
      401,
      expect.stringMatching(/^2000008;.*invalid_grant/),
    ]);
    await clock.advance(2 * 3_600_000);
    expect((await postRaw(exchange, envelope(getCalendar), { bearer })).headers.get('x-ms-diagnostics')).toMatch(
      /token_expired/,
    );
  });

  it('open the mailbox of who signed in, with keys fetched over TLS', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const ca = await throwawayCa();
    await using entra = await startGraphEmulator({ clock, company: tidewater(), tls: await ca.issue() });
    const exchange = await startTidewater([], {
      clock,
      version: '15.20',
      trustedIssuers: [
        {
          keysUrl: `${entra.authority}/discovery/v2.0/keys`,
          issuer: `https://sts.windows.net/${entra.tenantId}/`,
          certificateAuthority: ca.certificate,
        },
      ],
    });
    const { accessToken } = entra.issueTokens({ person: 'bo', scopes: [`${resource}/EWS.AccessAsUser.All`] });
    expect(codeOf(await ask(exchange, getCalendar, { bearer: accessToken }))).toBe('NoError');
    const answer = await ask(exchange, getCalendar, { bearer: accessToken, headers: asBo });
    expect(one(answer.body, 'faultstring').text).toMatch(/must not exist/);
  });
});
