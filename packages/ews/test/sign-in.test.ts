import { credentialFromPlaintext, credentialToPlaintext } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { answerOf, failure, fakeExchange, fault, folderAnswer, password, success } from './support/fake-exchange.ts';
import type { FakeExchange } from './support/fake-exchange.ts';

const resolution =
  '<m:ResolutionSet TotalItemsInView="1" IncludesLastItemInRange="true"><t:Resolution><t:Mailbox><t:Name>Ada Brandt</t:Name>' +
  '<t:EmailAddress>ada.brandt@tidewater.example</t:EmailAddress><t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox></t:Resolution></m:ResolutionSet>';
const server = (names = success('ResolveNames', resolution)): FakeExchange =>
  fakeExchange((request) => (request.operation === 'GetFolder' ? folderAnswer() : answerOf('ResolveNames', [names])));

describe('signIn.verify', () => {
  it('proves the password and finds out whose it is', async () => {
    const fake = server();
    const credential = await fake.provider.signIn.verify({ username: 'ada@tidewater.example', password });
    expect(credential).toMatchObject({
      kind: 'basic',
      provider: 'ews',
      account: { id: 'ada.brandt@tidewater.example', address: 'ada.brandt@tidewater.example', name: 'Ada Brandt' },
      issuedAt: '2026-03-20T08:00:00Z',
    });
    expect(credential.password.reveal()).toBe(password);
    expect(fake.requests.map(({ operation }) => operation)).toEqual(['GetFolder', 'ResolveNames', 'GetFolder']);
    expect(fake.requests[2]?.body).toContain('<t:EmailAddress>ada.brandt@tidewater.example</t:EmailAddress>');
    expect(fake.requests[1]?.body).toContain('<m:UnresolvedEntry>smtp:ada@tidewater.example</m:UnresolvedEntry>');
    expect(credentialFromPlaintext(credentialToPlaintext(credential))).toEqual(credential);
  });

  it.each([
    ['nobody', failure('ResolveNames', 'ErrorNameResolutionNoResults')],
    ['several people', failure('ResolveNames', 'ErrorNameResolutionMultipleResults', '', 'Warning')],
    ['trouble', failure('ResolveNames', 'ErrorADUnavailable')],
  ])('keeps the given address when the directory knows %s', async (_name, names) => {
    const { account } = await server(names).provider.signIn.verify({ username: 'ada@tidewater.example', password });
    expect(account).toEqual({ id: 'ada@tidewater.example', address: 'ada@tidewater.example' });
  });

  it('claims no address that leads to another mailbox, or to none', async () => {
    const answers = [
      folderAnswer('OTHER='),
      answerOf('GetFolder', [failure('GetFolder', 'ErrorFolderNotFound')]),
      fault('ErrorNonExistentMailbox'),
    ];
    for (const named of answers) {
      const fake = fakeExchange((request) => {
        if (request.operation === 'ResolveNames')
          return answerOf('ResolveNames', [success('ResolveNames', resolution)]);
        return request.body.includes('<t:Mailbox>') ? named : folderAnswer();
      });
      const { account } = await fake.provider.signIn.verify({ username: 'ada@tidewater.example', password });
      expect(account).toEqual({ id: expect.stringMatching(/^user-[0-9a-f]{32}$/) });
    }
  });

  it('does not say who it is while the server cannot say', async () => {
    const fake = fakeExchange((request) => {
      if (request.operation === 'ResolveNames') return answerOf('ResolveNames', [success('ResolveNames', resolution)]);
      return request.body.includes('<t:Mailbox>') ? fault('ErrorServerBusy') : folderAnswer();
    });
    await expect(fake.provider.signIn.verify({ username: 'ada@tidewater.example', password })).rejects.toMatchObject({
      code: 'rateLimited',
      operation: 'signIn.verify',
    });
  });

  it('takes DOMAIN\\user without an address, and does not give the name away in the identity', async () => {
    const fake = server();
    const { account } = await fake.provider.signIn.verify({ username: 'TIDEWATER\\ada', password });
    expect(account).toEqual({ id: expect.stringMatching(/^user-[0-9a-f]{32}$/) });
    expect(fake.requests).toHaveLength(1);
    const again = await fake.provider.signIn.verify({ username: 'Tidewater\\Ada', password });
    const other = await fake.provider.signIn.verify({ username: 'TIDEWATER\\ben', password });
    expect([again.account.id, other.account.id === account.id]).toEqual([account.id, false]);
  });

  it('proves access to the mailbox of a given address', async () => {
    const fake = server();
    await fake.provider.signIn.verify({ username: 'TIDEWATER\\svc', password, address: 'room1@tidewater.example' });
    expect(fake.requests[0]?.body).toContain('<t:EmailAddress>room1@tidewater.example</t:EmailAddress>');
    const closed = fakeExchange(() => answerOf('GetFolder', [failure('GetFolder', 'ErrorNonExistentMailbox')]));
    await expect(
      closed.provider.signIn.verify({ username: 'TIDEWATER\\svc', password, address: 'x@tidewater.example' }),
    ).rejects.toMatchObject({ code: 'mailboxUnavailable', operation: 'signIn.verify' });
  });

  it.each([
    ['a refused password', new Response(null, { status: 401 }), 'authenticationFailed'],
    ['EWS switched off', new Response('', { status: 403 }), 'serviceDisabled'],
    ['a locked account', new Response('', { status: 456 }), 'authenticationFailed'],
    ['nothing at the path', new Response('<html/>', { status: 404 }), 'invalidConfiguration'],
    ['a sign-in page', new Response('<!DOCTYPE html><html/>', { status: 200 }), 'invalidConfiguration'],
    ['another service', new Response('{}', { status: 200 }), 'invalidConfiguration'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }), 'untrustedUrl'],
  ])('tells %s apart', async (_name, response, code) => {
    const fake = fakeExchange(() => response);
    await expect(fake.provider.signIn.verify({ username: 'ada', password })).rejects.toMatchObject({
      code,
      operation: 'signIn.verify',
    });
    expect(fake.requests).toHaveLength(1);
  });

  it.each([
    [{ username: '', password }],
    [{ username: 'ada', password: '' }],
    [{ username: 'a:b', password }],
    [{ username: 'ada', password: 'a\nb' }],
    [{ username: 'ada', password, address: 'nobody' }],
    [{ username: 'ada', password, domain: 'TIDEWATER' }],
  ])('refuses %j before anything is sent', async (options) => {
    const fake = server();
    await expect(fake.provider.signIn.verify(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(fake.requests).toEqual([]);
  });
});
