import { CalendarError, Secret } from '@kalends/core';
import { inspect } from 'node:util';
import type { ManualClock } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import { errorTable } from '../src/errors/error-table.ts';
import {
  answerOf,
  envelopeOf,
  failure,
  fakeExchange,
  fault,
  folderAnswer,
  itemMessage,
  password,
  requestedIds,
  viewAnswer,
} from './support/fake-exchange.ts';
import type { SentRequest } from './support/fake-exchange.ts';

const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-30T00:00:00Z' };
const backOff = '<t:Value Name="BackOffMilliseconds">297749</t:Value>';

async function errorOf(promise: PromiseLike<unknown>): Promise<CalendarError> {
  const outcome = await Promise.resolve(promise).then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (CalendarError.is(outcome)) return outcome;
  throw new TypeError(`expected a CalendarError, got ${inspect(outcome)}`);
}

/** Lets time pass until a call is through with its retries. */
async function whileTimePasses<T>(clock: ManualClock, call: PromiseLike<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = (): void => {
    state.isSettled = true;
  };
  call.then(settle, settle);
  while (!state.isSettled) {
    await clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return call;
}

const getError = (answer: (request: SentRequest, index: number) => Response): Promise<CalendarError> =>
  errorOf(fakeExchange(answer).connection.events.get({ eventId: 'x', calendarId: 'c' }));

describe('response codes', () => {
  it.each(errorTable.map((row) => [row.vendorCode, row] as const))('%s is read from a fault', async (code, row) => {
    expect(await getError(() => fault(code))).toMatchObject({
      code: row.code,
      vendorCode: code,
      status: 500,
      provider: 'ews',
      operation: 'events.get',
      ...(row.cure === undefined ? {} : { cure: row.cure }),
    });
  });

  it.each(errorTable.map((row) => [row.vendorCode, row] as const))(
    '%s is read from a response message',
    async (code, row) => {
      const error = await getError(() => answerOf('GetItem', [failure('GetItem', code)]));
      expect(error).toMatchObject({ code: row.code, vendorCode: code, status: 200 });
    },
  );

  it('are listed once each', () => {
    expect(new Set(errorTable.map(({ vendorCode }) => vendorCode)).size).toBe(errorTable.length);
  });

  it('keeps a code it does not know', async () => {
    expect(await getError(() => fault('ErrorFromTheFuture'))).toMatchObject({
      code: 'invalidResponse',
      vendorCode: 'ErrorFromTheFuture',
      retryable: false,
    });
  });

  it('reads the code of a fault without detail', async () => {
    const xml =
      '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>a:ErrorAccessDenied</faultcode></s:Fault></s:Body></s:Envelope>';
    expect(await getError(() => new Response(xml, { status: 500 }))).toMatchObject({ code: 'accessDenied' });
  });
});

describe('throttling', () => {
  it('keeps the whole back-off of a fault', async () => {
    expect(await getError(() => fault('ErrorServerBusy', backOff))).toMatchObject({
      code: 'rateLimited',
      retryable: true,
      retryAfterMs: 297_749,
    });
  });

  it('is seen from the back-off where the code is not known', async () => {
    const error = await getError(() => fault('ErrorFromTheFuture', backOff));
    expect(error).toMatchObject({ code: 'rateLimited', vendorCode: 'ErrorFromTheFuture', retryAfterMs: 297_749 });
  });

  it('is found inside an internal error of a 200', async () => {
    const inner = '<t:Value Name="InnerErrorResponseCode">ErrorServerBusy</t:Value>';
    const error = await getError(() =>
      answerOf('GetItem', [failure('GetItem', 'ErrorInternalServerError', inner + backOff)]),
    );
    expect(error).toMatchObject({ code: 'rateLimited', vendorCode: 'ErrorServerBusy', retryAfterMs: 297_749 });
  });

  it('of one item of a batch repeats the batch', async () => {
    let reads = 0;
    const fake = fakeExchange(
      (request) => {
        if (request.operation === 'FindItem') {
          return viewAnswer(['a', 'b'].map((id) => ({ id, start: '2026-03-24T08:00:00Z' })));
        }
        reads += 1;
        return answerOf('GetItem', [
          itemMessage('a'),
          reads === 1 ? failure('GetItem', 'ErrorServerBusy') : itemMessage('b'),
        ]);
      },
      { retry: { maxAttempts: 2 } },
    );
    const list = fake.connection.events.list({ window, calendarId: 'c' }).toArray();
    const events = await whileTimePasses(fake.clock, list);
    expect(events.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(reads).toBe(2);
  });

  it('is waited out when the policy allows, and not shortened when it does not', async () => {
    const busy = '<t:Value Name="BackOffMilliseconds">2000</t:Value>';
    const fake = fakeExchange(
      (_request, index) => (index === 0 ? fault('ErrorServerBusy', busy) : answerOf('GetItem', [itemMessage('x')])),
      { retry: { maxAttempts: 2 } },
    );
    const event = fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    while (fake.logged.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(fake.requests).toHaveLength(1);
    await fake.clock.advance(2_000);
    expect(await event).toMatchObject({ id: 'x' });

    const impatient = fakeExchange(() => fault('ErrorServerBusy', backOff), { retry: { maxAttempts: 3 } });
    const error = await errorOf(impatient.connection.events.get({ eventId: 'x' }));
    expect(error.retryAfterMs).toBe(297_749);
    expect(impatient.requests).toHaveLength(1);
  });
});

describe('answers without SOAP', () => {
  const html = '<!DOCTYPE html><html><body>CANARY page</body></html>';
  it.each([
    [401, 'reauthorizationRequired', 'password was changed'],
    [403, 'serviceDisabled', 'Microsoft Graph'],
    [404, 'invalidConfiguration', '/EWS/Exchange.asmx'],
    [405, 'invalidConfiguration', '/EWS/Exchange.asmx'],
    [456, 'authenticationFailed', 'unlock'],
    [429, 'rateLimited', ''],
    [449, 'rateLimited', ''],
    [500, 'serviceUnavailable', ''],
    [502, 'serviceUnavailable', ''],
    [503, 'serviceUnavailable', ''],
    [400, 'invalidResponse', ''],
    [418, 'invalidResponse', ''],
  ] as const)('%i is %s', async (status, code, cure) => {
    const error = await getError(() => new Response(html, { status, headers: { 'request-id': 'rq-1' } }));
    expect(error).toMatchObject({ code, status, requestId: 'rq-1' });
    expect(error.cure?.text ?? '').toContain(cure);
  });

  it('keeps Retry-After', async () => {
    const error = await getError(() => new Response(html, { status: 503, headers: { 'retry-after': '7200' } }));
    expect(error.retryAfterMs).toBe(7_200_000);
  });

  it.each([
    ['a sign-in page', html],
    ['nothing', ''],
    ['JSON', '{"ok":true}'],
    ['an envelope of something else', envelopeOf('<m:GetFolderResponse/>')],
    ['an answer that was cut off', envelopeOf('<m:GetItemResponse/>').slice(0, -20)],
    ['fewer messages than were asked for', envelopeOf('<m:GetItemResponse/>')],
  ])('status 200 with %s is invalidResponse', async (_name, body) => {
    expect(await getError(() => new Response(body, { status: 200 }))).toMatchObject({ code: 'invalidResponse' });
  });

  it('refuses a redirect', async () => {
    const error = await getError(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/' } }),
    );
    expect(error).toMatchObject({ code: 'untrustedUrl' });
  });

  it('refuses an answer that is too large, also one item alone', async () => {
    const large = answerOf('GetItem', [itemMessage('x', `<t:Subject>${'x'.repeat(5_000)}</t:Subject>`)]);
    const fake = fakeExchange(() => large.clone(), { maxResponseBytes: 2_000 });
    const error = await errorOf(fake.connection.events.get({ eventId: 'x', calendarId: 'c' }));
    expect(error.code).toBe('responseTooLarge');
  });
});

describe('a refused password', () => {
  const refused = (): Response => new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic' } });

  it('means that it was changed, and is not tried twice', async () => {
    const fake = fakeExchange(refused, { retry: { maxAttempts: 3 } });
    const error = await errorOf(fake.connection.events.get({ eventId: 'x' }));
    expect(error).toMatchObject({ code: 'reauthorizationRequired', status: 401, retryable: false });
    expect(error.cure?.text).toContain('password was changed');
    expect(fake.requests).toHaveLength(1);
  });

  it('is tried once more after it worked before: busy servers answer 401 too', async () => {
    const fake = fakeExchange((_request, index) => (index === 1 ? refused() : answerOf('GetItem', [itemMessage('x')])));
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    await fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    expect(fake.requests).toHaveLength(3);
  });

  it('is not tried twice again after it was refused twice: failures lock accounts', async () => {
    const fake = fakeExchange((_request, index) => (index > 0 ? refused() : answerOf('GetItem', [itemMessage('x')])));
    const get = (): PromiseLike<unknown> => fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    await get();
    expect((await errorOf(get())).code).toBe('reauthorizationRequired');
    expect(fake.requests).toHaveLength(3);
    expect((await errorOf(get())).code).toBe('reauthorizationRequired');
    expect(fake.requests).toHaveLength(3);
    await fake.clock.advance(60_000);
    expect((await errorOf(get())).code).toBe('reauthorizationRequired');
    expect(fake.requests).toHaveLength(4);
  });

  it('is sent once, however many calls wait, and then ever more seldom', async () => {
    const fake = fakeExchange(refused);
    const get = (): Promise<CalendarError> => errorOf(fake.connection.events.get({ eventId: 'x' }));
    const errors = await Promise.all(Array.from({ length: 20 }, get));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['reauthorizationRequired']));
    expect(fake.requests).toHaveLength(1);
    for (let minute = 1; minute <= 180; minute += 1) {
      await fake.clock.advance(60_000);
      await get();
    }
    // After 1, 3, 7, 15, 31, 63 minutes, and then hourly.
    expect(fake.requests).toHaveLength(8);
  });

  it('is told from the next one, which is sent at once', async () => {
    const fake = fakeExchange((request) =>
      request.headers.get('authorization') === `Basic ${btoa('ada:new')}`
        ? answerOf('GetItem', [itemMessage('x')])
        : refused(),
    );
    let secret = 'old';
    const connection = fake.provider.connect({
      account: { id: 'ada' },
      authorization: {
        get: () => Promise.resolve({ kind: 'basic', username: new Secret('ada'), password: new Secret(secret) }),
        replace: () => Promise.reject(new CalendarError({ code: 'reauthorizationRequired', message: 'x' })),
      },
    });
    const get = (): PromiseLike<unknown> => connection.events.get({ eventId: 'x', calendarId: 'c' });
    expect((await errorOf(get())).code).toBe('reauthorizationRequired');
    secret = 'new';
    await get();
    expect(fake.requests).toHaveLength(2);
  });

  it('is no reason to wait for a silent server one call after the other', async () => {
    let isSilent = true;
    const fake = fakeExchange(
      () => (isSilent ? new Promise<Response>(() => undefined) : answerOf('GetItem', [itemMessage('x')])),
      { timeoutMs: 5_000 },
    );
    const get = (options: object = {}): PromiseLike<unknown> =>
      fake.connection.events.get({ eventId: 'x', calendarId: 'c', ...options });
    const calls = Array.from({ length: 5 }, () => errorOf(get()));
    const leaving = new AbortController();
    const left = errorOf(get({ signal: leaving.signal }));
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    expect((await left).code).toBe('aborted');
    await fake.clock.advance(5_000);
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ code: 'timeout', retryable: true });
    expect(fake.requests).toHaveLength(1);
    isSilent = false;
    await get();
  });

  it('that works is sent by all calls side by side', async () => {
    const held: (() => void)[] = [];
    const fake = fakeExchange(async (_request, index) => {
      if (index > 0) await new Promise<void>((resolve) => held.push(resolve));
      return answerOf('GetItem', [itemMessage('x')]);
    });
    const get = (): PromiseLike<unknown> => fake.connection.events.get({ eventId: 'x', calendarId: 'c' });
    const calls = Array.from({ length: 5 }, get);
    await calls[0];
    while (held.length < 4) await new Promise((resolve) => setImmediate(resolve));
    for (const resume of held) resume();
    await Promise.all(calls);
  });
});

describe('time', () => {
  it('ends a call that the server never answers', async () => {
    const fake = fakeExchange(() => new Promise<Response>(() => undefined), { timeoutMs: 5_000 });
    const error = errorOf(fake.connection.events.get({ eventId: 'x', calendarId: 'c' }));
    while (fake.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await fake.clock.advance(5_000);
    expect((await error).code).toBe('timeout');
  });

  it('ends a call that its caller aborts, and one whose connection is closed', async () => {
    const fake = fakeExchange(() => new Promise<Response>(() => undefined));
    const controller = new AbortController();
    const aborted = errorOf(fake.connection.events.get({ eventId: 'x', signal: controller.signal }));
    const closed = errorOf(fake.connection.calendars.list());
    const closedWithSignal = errorOf(fake.connection.calendars.list({ signal: new AbortController().signal }));
    while (fake.requests.length < 1) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect((await aborted).code).toBe('aborted');
    while (fake.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await fake.connection.close();
    expect((await closed).code).toBe('disposed');
    expect((await closedWithSignal).code).toBe('disposed');
    expect((await errorOf(fake.connection.events.get({ eventId: 'x' }))).code).toBe('disposed');
  });
});

describe('secrets and content', () => {
  it('are in no error and no log entry', async () => {
    const canaries = ['CANARY', password, Buffer.from(`ada@tidewater.example:${password}`).toString('base64'), 'ada@'];
    const answers: ((request: SentRequest) => Response)[] = [
      () => fault('ErrorServerBusy', '<t:Value Name="BackOffMilliseconds">1</t:Value>'),
      () => fault('CANARY with spaces'),
      () => new Response('<html>CANARY</html>', { status: 403, headers: { 'request-id': 'CANARY with spaces' } }),
      () => new Response('CANARY', { status: 200 }),
      () => new Response(null, { status: 401 }),
      () => {
        throw new TypeError(`fetch failed CANARY ${password}`);
      },
      (request) =>
        request.operation === 'FindItem'
          ? viewAnswer([{ id: 'CANARY', start: '2026-03-24T08:00:00Z' }])
          : answerOf(
              'GetItem',
              requestedIds(request).map((id) =>
                itemMessage(id, '<t:Subject>CANARY</t:Subject><t:Start>CANARY</t:Start>'),
              ),
            ),
    ];
    for (const answer of answers) {
      const fake = fakeExchange(answer, { retry: { maxAttempts: 2 } });
      const call = errorOf(fake.connection.events.list({ window, calendarId: 'CANARY' }));
      const error = await whileTimePasses(fake.clock, call);
      const shown = [
        error.message,
        error.stack,
        JSON.stringify(error),
        inspect(error, { depth: 9 }),
        ...fake.logged,
      ].join('\n');
      for (const canary of canaries) expect(shown).not.toContain(canary);
    }
  });

  it('are not shown by a connection or provider', () => {
    const fake = fakeExchange(() => folderAnswer());
    const shown =
      inspect([fake.connection, fake.provider], { depth: 9, showHidden: true }) + JSON.stringify(fake.connection);
    expect(shown).not.toContain(password);
  });
});
