import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { codeOf, setUp } from './support/harbour.ts';

describe('faults of the service, by the emulator', () => {
  test.each([
    [
      'claims challenge that a fresh token does not meet',
      graphFaults.claimsChallenge({ times: 2 }),
      'reauthorizationRequired',
    ],
    ['401 that is not about the token', graphFaults.emptyUnauthorized({ times: 2 }), 'accessDenied'],
    ['source that personal accounts lack', graphFaults.personalAccountUnsupported(), 'unsupported'],
    ['missing mailbox', graphFaults.mailboxNotEnabled(), 'mailboxUnavailable'],
    ['access policy', graphFaults.accessPolicyDenied(), 'accessDenied'],
    ['broken backend', graphFaults.internalServerError(), 'serviceUnavailable'],
    ['proxy page', graphFaults.htmlAnswer(), 'serviceUnavailable'],
  ])('a %s has its own code', async (_case, fault, code) => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(fault);
    await expect(connect('ada').calendars.list()).rejects.toMatchObject({ code, provider: 'graph' });
  });

  it('a claims challenge is met silently', async () => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(graphFaults.claimsChallenge());
    expect((await connect('ada').calendars.list()).items).not.toEqual([]);
  });

  it('throttling carries the wait that was asked for', async () => {
    const { connect, emulator } = await setUp();
    emulator.faults.add(graphFaults.throttled(90));
    await expect(connect('ada').calendars.list()).rejects.toMatchObject({ code: 'rateLimited', retryAfterMs: 90_000 });
  });
});

describe('a broken way to the emulator', () => {
  test.each([
    ['a reset connection', { kind: 'reset', when: 'beforeHandling' } as const, 'networkError'],
    ['a cut-off answer', { kind: 'truncate', bytes: 40 } as const, /networkError|invalidResponse/],
    ['a gateway’s page', { kind: 'respond', status: 502, body: '<html>' } as const, 'serviceUnavailable'],
  ])('%s has its own error', async (_case, action, code) => {
    const { connect, emulator } = await setUp();
    emulator.faults.add({ when: (request) => request.path.startsWith('/v1.0/'), action });
    const error: unknown = await connect('ada')
      .calendars.list()
      .then(undefined, (reason: unknown) => reason);
    expect(codeOf(error)).toEqual(expect.stringMatching(code));
  });

  it('a server that never answers ends with a timeout by the injected clock', async () => {
    const { connect, emulator, clock } = await setUp();
    const reached = Promise.withResolvers<undefined>();
    emulator.faults.add({
      when: (request) => {
        if (!request.path.startsWith('/v1.0/')) return false;
        reached.resolve(undefined);
        return true;
      },
      action: { kind: 'hang' },
    });
    const failed = connect('ada')
      .calendars.list()
      .then(undefined, (reason: unknown) => reason);
    await reached.promise;
    await clock.advance(30_000);
    expect(await failed).toMatchObject({ code: 'timeout', retryable: true });
  });
});
