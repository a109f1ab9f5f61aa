import { describe, expect, it } from 'vitest';
import { exchangeFaults } from '../../src/ews/exchange-faults.ts';
import type { Fault } from '../../src/server/faults.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, codeOf, envelope, one, postRaw, texts } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const view = calendarView('2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z', [
  'item:Subject',
  'calendar:LegacyFreeBusyStatus',
]);

async function show(fault: Fault): Promise<{ response: Response; text: string }> {
  const emulator = await startTidewater([meeting({ id: 'call' })]);
  emulator.faults.add(fault);
  const response = await postRaw(emulator, envelope(view));
  const text = await response.text();
  // One request is hit, the next one is fine again.
  expect(codeOf(await ask(emulator, view))).toBe('NoError');
  return { response, text };
}

describe('faults of an Exchange server', () => {
  it('throttle with a fault, with or without the time to wait', async () => {
    const emulator = await startTidewater();
    emulator.faults.add(exchangeFaults.serverBusy(297_749));
    emulator.faults.add(exchangeFaults.serverBusy());
    const told = await ask(emulator, view);
    expect([told.status, codeOf(told), texts(told.body, 'Value')]).toEqual([500, 'ErrorServerBusy', ['297749']]);
    expect(one(told.body, 'Value').attributes['Name']).toBe('BackOffMilliseconds');
    const untold = await ask(emulator, view);
    expect([codeOf(untold), all(untold.body, 'MessageXml')]).toEqual(['ErrorServerBusy', []]);
  });

  it('throttle inside a 200', async () => {
    const emulator = await startTidewater();
    emulator.faults.add(exchangeFaults.innerServerBusy());
    emulator.faults.add(exchangeFaults.innerServerBusy());
    for (const body of [view, '<m:GetRoomLists/>']) {
      const answer = await ask(emulator, body);
      expect([answer.status, codeOf(answer)]).toEqual([200, 'ErrorInternalServerError']);
      const inner = all(answer.body, 'Value').find((value) => value.attributes['Name'] === 'InnerErrorResponseCode');
      expect(inner?.text).toBe('ErrorServerBusy');
    }
  });

  it.each([
    ['unavailable', exchangeFaults.unavailable(30), 503, /Service Unavailable/],
    ['locked', exchangeFaults.accountLocked(), 456, /^$/],
    ['unauthorized', exchangeFaults.unauthorized(), 401, /^$/],
    ['blocked', exchangeFaults.blocked(), 403, /^$/],
    ['blocked with a page', exchangeFaults.blocked('html'), 403, /^<!DOCTYPE html>/],
    ['behind a sign-in page', exchangeFaults.loginPage(), 200, /<form/],
    ['somewhere else', exchangeFaults.redirect('https://elsewhere.example/EWS/Exchange.asmx'), 302, /^$/],
  ])('make the server %s', async (_name, fault, status, body) => {
    const { response, text } = await show(fault);
    expect(response.status).toBe(status);
    expect(text).toMatch(body);
    expect(response.headers.get('retry-after')).toBe(status === 503 ? '30' : null);
    expect(response.headers.get('location')).toBe(
      status === 302 ? 'https://elsewhere.example/EWS/Exchange.asmx' : null,
    );
    expect(response.headers.has('www-authenticate')).toBe(status === 401);
  });

  it('put a document type in front of the answer', async () => {
    const { text } = await show(exchangeFaults.doctype());
    expect(text).toMatch(/^<\?xml [^>]*><!DOCTYPE s:Envelope \[<!ENTITY company /);
    expect(text).toContain('<t:Subject>&company;call');
  });

  it('cut the answer and end it properly', async () => {
    const { response, text } = await show(exchangeFaults.truncatedXml(200));
    expect([response.status, response.headers.get('content-length'), text.length]).toEqual([200, '200', 200]);
  });

  it('put what no schema knows into the answer', async () => {
    const value = await show(exchangeFaults.unknownValue('LegacyFreeBusyStatus', 'Dreaming'));
    expect(value.text).toContain('<t:LegacyFreeBusyStatus>Dreaming</t:LegacyFreeBusyStatus>');
    const elements = await show(exchangeFaults.unknownElements());
    expect(elements.text.match(/<t:FutureProperty /g)).toHaveLength(2);
    const characters = await show(exchangeFaults.forbiddenCharacters());
    expect(characters.text).toContain('call&#x1;</t:Subject>');
  });

  it('hide the build, or tell another one', async () => {
    expect((await show(exchangeFaults.withoutServerVersion())).text).not.toContain('ServerVersionInfo');
    const { text } = await show(exchangeFaults.serverVersion('15.1.543.99'));
    expect(text).toContain(
      '<h:ServerVersionInfo MajorVersion="15" MinorVersion="1" MajorBuildNumber="543" MinorBuildNumber="99" Version="',
    );
  });
});
