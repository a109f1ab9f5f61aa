import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import { startTidewater } from './exchange-fixture.ts';
import { ask, codeOf, envelope, one, postRaw, textOf } from './soap-client.ts';

const getCalendar =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>';
const impersonate = (identity: string): string =>
  `<t:ExchangeImpersonation><t:ConnectingSID>${identity}</t:ConnectingSID></t:ExchangeImpersonation>`;
const asBo = impersonate('<t:PrimarySmtpAddress>bo@tidewater.example</t:PrimarySmtpAddress>');

describe('passwords', () => {
  it.each([
    ['a mail address', 'ada@tidewater.example:ada-secret'],
    ['a mail address in other case', 'ADA@Tidewater.Example:ada-secret'],
    ['DOMAIN\\user', 'TIDEWATER\\ada:ada-secret'],
    ['UTF-8 and a colon in the password', 'bo@tidewater.example:pässword:ü'],
  ])('are taken with %s', async (_name, basic) => {
    const emulator = await startTidewater();
    expect(await ask(emulator, getCalendar, { basic })).toMatchObject({ status: 200 });
  });

  it.each([
    ['a wrong password', 'ada@tidewater.example:Ada-Secret'],
    ['an unknown user', 'eve@tidewater.example:ada-secret'],
    ['a room', 'lagoon@tidewater.example:'],
    ['nobody', ''],
  ])('are refused for %s with an empty 401 and one challenge a line', async (_name, basic) => {
    const emulator = await startTidewater();
    const response = await postRaw(emulator, envelope(getCalendar), { basic });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    const challenges = response.headers.get('www-authenticate') ?? '';
    expect(challenges).toMatch(/, Negotiate, NTLM, Basic realm="/);
  });

  it('are challenged with separate header lines', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const rawHeaders = await new Promise<string[]>((resolve, reject) => {
      get(emulator.ewsUrl, (response) => {
        response.resume();
        resolve(response.rawHeaders);
      }).on('error', reject);
    });
    const challenges = rawHeaders.filter((_value, at) => rawHeaders[at - 1]?.toLowerCase() === 'www-authenticate');
    expect(challenges.map((challenge) => challenge.split(' ')[0])).toEqual(['Bearer', 'Negotiate', 'NTLM', 'Basic']);
    expect(emulator.exchanges[0]?.response?.headers['www-authenticate']).toBe(challenges.join(', '));
  });

  it('are not offered and not taken where Basic is off', async () => {
    const emulator = await startTidewater([], { authentication: { basic: false } });
    const response = await postRaw(emulator, envelope(getCalendar));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).not.toMatch(/Basic/);
  });
});

describe('tokens', () => {
  it('act as their person', async () => {
    const emulator = await startTidewater();
    const { accessToken } = emulator.issueTokens({ person: 'ada' });
    expect(await ask(emulator, getCalendar, { bearer: accessToken })).toMatchObject({ status: 200 });
  });

  it('of a person must not impersonate', async () => {
    const emulator = await startTidewater();
    const { accessToken } = emulator.issueTokens({ person: 'ada' });
    const answer = await ask(emulator, getCalendar, { bearer: accessToken, headers: asBo });
    expect(answer.status).toBe(500);
    expect(one(answer.body, 'faultstring').text).toBe(
      'ExchangeImpersonation SOAP header must not exist for this type of OAuth token.',
    );
  });

  it('of an application must impersonate', async () => {
    const emulator = await startTidewater();
    const { accessToken } = emulator.issueTokens({ appOnly: true });
    const bare = await ask(emulator, getCalendar, { bearer: accessToken });
    expect(one(bare.body, 'faultstring').text).toBe(
      'ExchangeImpersonation SOAP header must be present for this type of OAuth token.',
    );
    expect(await ask(emulator, getCalendar, { bearer: accessToken, headers: asBo })).toMatchObject({ status: 200 });
  });

  it('are refused with the reason once they expired, and when they are for another audience or unknown', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    const reasonFor = async (bearer: string): Promise<string> => {
      const response = await postRaw(emulator, envelope(getCalendar), { bearer });
      expect(response.status).toBe(401);
      return response.headers.get('x-ms-diagnostics') ?? '';
    };
    const short = emulator.issueTokens({ person: 'ada', lifetimeSeconds: 60 });
    const graph = emulator.issueTokens({ person: 'ada', audience: 'https://graph.microsoft.com' });
    const long = emulator.issueTokens({ person: 'ada' });
    await clock.advance(60_000);
    expect(await reasonFor(short.accessToken)).toMatch(/token_expired/);
    expect(await reasonFor(graph.accessToken)).toMatch(/audience/);
    expect(await reasonFor('made-up')).toMatch(/invalid_token/);
    expect(await ask(emulator, getCalendar, { bearer: long.accessToken })).toMatchObject({ status: 200 });
    emulator.expireAccessTokens();
    expect(await reasonFor(long.accessToken)).toMatch(/token_expired/);
  });
});

describe('impersonation with a password', () => {
  it('needs the role', async () => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, getCalendar, { headers: asBo });
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorImpersonateUserDenied']);
  });

  it.each(['PrincipalName', 'PrimarySmtpAddress', 'SmtpAddress'])('works by %s', async (kind) => {
    const emulator = await startTidewater([], { impersonators: ['ada'] });
    const headers = impersonate(`<t:${kind}>lagoon@tidewater.example</t:${kind}>`);
    expect(await ask(emulator, getCalendar, { headers })).toMatchObject({ status: 200 });
  });

  it('names unknown people and empty identities', async () => {
    const emulator = await startTidewater([], { impersonators: ['ada'] }, { sendsBadRequests: true });
    const code = async (identity: string): Promise<string> =>
      codeOf(await ask(emulator, getCalendar, { headers: impersonate(identity) }));
    expect(await code('<t:SmtpAddress>eve@tidewater.example</t:SmtpAddress>')).toBe('ErrorNonExistentMailbox');
    expect(await code('<t:SmtpAddress></t:SmtpAddress>')).toBe('ErrorInvalidExchangeImpersonationHeaderData');
    expect(await code('')).toBe('ErrorInvalidExchangeImpersonationHeaderData');
  });
});

describe('the server version', () => {
  it.each([
    ['15.2.2562.46', '15.2.2562.46', 'V2017_07_11'],
    ['15.1.2507.72', '15.1.2507.72', 'V2017_07_11'],
    ['15.2.1544.4', '15.2.1544.4', 'V2017_07_11'],
    ['15.1.669.32', '15.1.669.32', 'V2016_10_10'],
    ['15.1.544.27', '15.1.544.27', 'V2016_07_13'],
    ['15.1.466.34', '15.1.466.34', 'V2016_04_13'],
    ['15.0.847.32', '15.0.847.32', 'V2_3'],
    ['15.0.1497', '15.0.1497.2', 'V2_23'],
    ['14.3', '14.3.123.4', 'Exchange2010_SP1'],
    ['15.20', '15.20.9343.12', 'V2018_01_08'],
  ] as const)('%s is told in the header', async (version, numbers, name) => {
    const emulator = await startTidewater([], { version, authentication: { basic: true } });
    const { text } = await ask(emulator, getCalendar, { version: 'Exchange2010_SP2' });
    const [major, minor, build, patch] = numbers.split('.');
    expect(text).toContain(
      `<h:ServerVersionInfo MajorVersion="${major}" MinorVersion="${minor}" MajorBuildNumber="${build}" MinorBuildNumber="${patch}" Version="${name}"`,
    );
  });

  it.each([
    ['14.3', 'Exchange2010_SP2', 'Exchange2013'],
    ['15.0.1497', 'Exchange2013_SP1', 'Exchange2016'],
    ['15.0.847.32', 'Exchange2013_SP1', 'Exchange2015'],
    ['15.1.466.34', 'V2016_04_13', 'V2016_07_13'],
    ['15.1.544.27', 'V2016_07_13', 'V2016_10_10'],
    ['15.1.669.32', 'V2016_10_10', 'V2017_01_07'],
    ['15.20', 'V2018_01_08', 'V2019_01_01'],
    ['15.2.2562.46', 'V2017_07_11', 'V2018_01_08'],
  ] as const)('%s takes %s and refuses %s', async (version, taken, refused) => {
    const emulator = await startTidewater([], { version, authentication: { basic: true } }, { sendsBadRequests: true });
    expect(await ask(emulator, getCalendar, { version: taken })).toMatchObject({ status: 200 });
    const answer = await ask(emulator, getCalendar, { version: refused });
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorInvalidServerVersion']);
    expect(answer.text).not.toContain('ServerVersionInfo');
  });

  it('is the oldest schema when the request names none', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    expect(codeOf(await ask(emulator, '<m:GetRoomLists/>', { version: '' }))).toBe('ErrorInvalidRequest');
    expect(await ask(emulator, getCalendar, { version: '' })).toMatchObject({ status: 200 });
  });
});

describe('the endpoint', () => {
  it('answers 403 without SOAP while EWS is switched off, to those who signed in', async () => {
    const emulator = await startTidewater([], { isBlocked: true });
    const blocked = await postRaw(emulator, envelope(getCalendar));
    expect([blocked.status, await blocked.text()]).toEqual([403, '']);
    expect((await postRaw(emulator, envelope(getCalendar), { basic: '' })).status).toBe(401);
    emulator.setBlocked(false);
    expect(await ask(emulator, getCalendar)).toMatchObject({ status: 200 });
  });

  it('knows one path, one method and one kind of content', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const authorization = `Basic ${Buffer.from('ada@tidewater.example:ada-secret').toString('base64')}`;
    const other = await fetch(`${emulator.origin}/EWS/Services.wsdl`, { headers: { authorization } });
    expect(other.status).toBe(404);
    expect((await fetch(emulator.ewsUrl, { headers: { authorization } })).status).toBe(405);
    const json = await postRaw(emulator, '{}', { httpHeaders: { 'content-type': 'application/json' } });
    expect(json.status).toBe(415);
    const lower = await fetch(`${emulator.origin}/ews/exchange.asmx`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/xml; charset=utf-8' },
      body: envelope(getCalendar),
    });
    expect(lower.status).toBe(200);
  });

  it.each([
    ['no XML', 'hello'],
    ['an unfinished document', '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'],
    ['a document type', `<!DOCTYPE a [<!ENTITY e "x">]>${envelope(getCalendar).replace(/^<\?xml[^>]*\?>\n/, '')}`],
    ['elements a hundred deep', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`],
  ])('refuses %s with 400', async (_name, text) => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    const response = await postRaw(emulator, text);
    expect([response.status, await response.text()]).toEqual([400, '']);
  });

  it('refuses a body larger than any item the server takes', async () => {
    const emulator = await startTidewater([], { maxItemBytes: 0 }, { sendsBadRequests: true });
    const response = await postRaw(emulator, ' '.repeat(1024 * 1024 + 1));
    expect(response.status).toBe(413);
  });

  it('chooses the operation by the body, not by SOAPAction', async () => {
    const emulator = await startTidewater();
    const httpHeaders = { soapaction: '"http://schemas.microsoft.com/exchange/services/2006/messages/FindItem"' };
    const answer = await ask(emulator, getCalendar, { httpHeaders });
    expect(answer.body.name).toBe('GetFolderResponse');
    expect(textOf(one(answer.body, 'CalendarFolder'), 'DisplayName')).toBe('Calendar');
  });

  it('refuses an empty body and operations it does not have', async () => {
    const emulator = await startTidewater([], {}, { sendsBadRequests: true });
    expect(codeOf(await ask(emulator, ''))).toBe('ErrorInvalidRequest');
    expect(codeOf(await ask(emulator, '<m:constructor/>'))).toBe('ErrorInvalidRequest');
    const answer = await ask(emulator, '<m:EmptyFolder DeleteType="HardDelete" DeleteSubFolders="false"/>');
    expect([answer.status, codeOf(answer)]).toEqual([500, 'ErrorInvalidRequest']);
  });

  it('returns the request id of the client when asked', async () => {
    const emulator = await startTidewater();
    const httpHeaders = { 'client-request-id': 'b7c1', 'return-client-request-id': 'true' };
    const { headers } = await ask(emulator, getCalendar, { httpHeaders });
    expect(headers.get('client-request-id')).toBe('b7c1');
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
