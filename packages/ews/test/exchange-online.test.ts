import { CalendarError } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { exchangeOnlineUrl, isExchangeOnlineHost } from '../src/index.ts';
import { credential, fakeExchange, folderAnswer, viewAnswer } from './support/fake-exchange.ts';
import type { FakeExchange } from './support/fake-exchange.ts';
import { person, room, scriptedIssuer } from './support/token-issuer.ts';

const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
const notices = (fake: FakeExchange): readonly string[] =>
  fake.logged.filter((line) => line.includes('ews.retirement'));
const answer = (request: { readonly operation: string }): Response =>
  request.operation === 'FindItem' ? viewAnswer([]) : folderAnswer();
const online = (text: Response): Promise<Response> =>
  text
    .text()
    .then((xml) => new Response(xml.replace('MinorVersion="2"', 'MinorVersion="20"'), { status: text.status }));

describe('the end of EWS in Exchange Online', () => {
  it('is said once for each account of a process', async () => {
    const fake = fakeExchange(answer, { url: exchangeOnlineUrl, oauth: { tokens: scriptedIssuer() } }, room);
    await fake.connection.events.list({ window });
    await fake.connection.events.list({ window });
    await fake.provider.connect({ credential: room }).events.list({ window });
    expect(notices(fake)).toEqual([
      '["ews.retirement",{"provider":"ews","host":"outlook.office365.com","reason":"exchangeOnlineEndsEws"}]',
    ]);
    await fake.provider.connect({ credential: person }).events.list({ window });
    expect(notices(fake)).toHaveLength(2);
  });

  it('is not said on premises', async () => {
    const fake = fakeExchange(answer);
    await fake.connection.events.list({ window });
    expect(notices(fake)).toEqual([]);
    expect(fake.connection.serverVersion).toEqual({ major: 15, minor: 2, build: 2562, revision: 46 });
  });

  it('is known from the version where the host has another name', async () => {
    const fake = fakeExchange((request) => online(answer(request)));
    await fake.connection.events.list({ window });
    expect(notices(fake)).toHaveLength(1);
    expect(fake.connection.serverVersion?.minor).toBe(20);
  });
});

describe('EWS that is switched off', () => {
  const blocked = async (fake: FakeExchange): Promise<CalendarError> => {
    const error: unknown = await fake.connection.events.list({ window }).then(undefined, (thrown: unknown) => thrown);
    if (!CalendarError.is(error)) throw new TypeError('expected a CalendarError');
    expect(error).toMatchObject({ code: 'serviceDisabled', reason: 'ewsBlocked', retryable: false, status: 403 });
    return error;
  };
  const settings = { url: exchangeOnlineUrl, oauth: { tokens: scriptedIssuer() } };
  const refuse =
    (body: string): (() => Response) =>
    () =>
      new Response(body, { status: 403 });

  it.each(['', '<html>CANARY</html>'])(
    'is told from a missing right, whatever the body (%j), and not asked again',
    async (body) => {
      const fake = fakeExchange(refuse(body), { ...settings, retry: { maxAttempts: 3 } }, room);
      const error = await blocked(fake);
      expect(error.cure?.text).toContain('Microsoft Graph');
      expect(JSON.stringify(error)).not.toContain('CANARY');
      expect(fake.requests).toHaveLength(1);
    },
  );

  it('has a cure that follows the dates', async () => {
    const fake = fakeExchange(refuse(''), settings, room);
    const cures: string[] = [];
    for (const at of ['2026-09-30T23:59:59Z', '2026-10-01T00:00:00Z', '2027-03-31T23:59:59Z', '2027-04-01T00:00:00Z']) {
      await fake.clock.advance(Date.parse(at) - fake.clock.now());
      cures.push((await blocked(fake)).cure?.text ?? '');
    }
    expect(cures[0]).toContain('EWSAllowedAppIDs');
    expect(cures[1]).toContain('since 1 October 2026');
    expect(cures[1]).toContain('EWSAllowedAppIDs');
    expect(cures[2]).toBe(cures[1]);
    expect(cures[3]).toContain('ended on 1 April 2027');
    expect(cures[3]).not.toContain('EWSAllowedAppIDs');
  });

  it('is the administrator’s decision on premises', async () => {
    const fake = fakeExchange(refuse(''), {}, credential);
    const error = await blocked(fake);
    expect(error.cure?.text).toContain('EwsEnabled');
    expect(error.cure?.text).not.toContain('2027');
  });
});

describe('isExchangeOnlineHost', () => {
  it.each([
    'outlook.office365.com',
    'OUTLOOK.office365.com.',
    'outlook.office365.us',
    'partner.outlook.cn',
    'autodiscover-s.outlook.com',
  ])('knows %s', (host) => {
    expect(isExchangeOnlineHost(host)).toBe(true);
  });
  it.each(['mail.example.com', 'notoutlook.com', 'outlook.office365.com.evil.example'])(
    'does not take %s for it',
    (host) => {
      expect(isExchangeOnlineHost(host)).toBe(false);
    },
  );
});
