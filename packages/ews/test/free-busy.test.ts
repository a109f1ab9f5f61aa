import type { FreeBusyAnswer, Schedule } from '@kalends/core';
import { conformanceCompany, exchangeFaults } from '@kalends/testing';
import type { Company, ExchangeEmulatorOptions } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contractWatch } from '../../testing/test/contracts/contract-watch.ts';
import { checkEwsExchange, hasEwsContract } from '../../testing/test/contracts/ews-contract.ts';
import { directoryEmulator } from './support/directory-emulator.ts';
import type { DirectoryEmulator } from './support/directory-emulator.ts';
import { fakeExchange, fault, soap } from './support/fake-exchange.ts';
import type { FakeExchange } from './support/fake-exchange.ts';

const contract = contractWatch({ name: 'EWS schemas', isPresent: hasEwsContract, check: checkEwsExchange });
const window = { start: '2026-03-23T00:00:00Z', end: '2026-03-28T00:00:00Z' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<DirectoryEmulator> {
  const started = await directoryEmulator((emulator) => contract.watch(emulator), options);
  running.push(started);
  return started;
}

function busyOf(schedule: Schedule | undefined): readonly string[] {
  if (schedule?.kind !== 'known') throw new TypeError(`not known: ${JSON.stringify(schedule)}`);
  return schedule.busy.map(({ start: from, end, kind }) => `${from} ${end} ${kind}`);
}

const reasonsOf = ({ schedules }: FreeBusyAnswer): readonly string[] =>
  schedules.map((schedule) => (schedule.kind === 'known' ? 'known' : schedule.reason));

describe('freeBusy.query at an Exchange server', () => {
  it.each(['15.2.2562.46', '15.0.1497', '14.3'] as const)('tells taken time in UTC, at version %s', async (version) => {
    const { connect } = await start({ version });
    const answer = await connect('ben').freeBusy.query({ mailboxes: ['ada@tidewater.example'], window });
    expect(answer.isComplete).toBe(true);
    const busy = busyOf(answer.schedules[0]);
    expect(busy).toContain('2026-03-23T08:00:00Z 2026-03-23T08:15:00Z busy');
    // The moved occurrence of the series, and not where its rule puts it.
    expect(busy).toContain('2026-03-25T09:30:00Z 2026-03-25T09:45:00Z busy');
    expect(busy.join()).not.toContain('2026-03-25T08:00:00Z');
    expect([...busy].sort()).toEqual(busy);
  });

  it('says when somebody works, in a zone by its IANA name', async () => {
    const { connect } = await start();
    const mailboxes = ['ada', 'ben', 'chitra', 'harbour'].map((who) => `${who}@tidewater.example`);
    const { schedules } = await connect('ada').freeBusy.query({ mailboxes, window });
    const hours = schedules.map((schedule) => (schedule.kind === 'known' ? schedule.workingHours : undefined));
    expect(hours.map((each) => each?.timeZone)).toEqual([
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Europe/Berlin',
    ]);
    expect(hours[0]?.periods).toEqual(
      ['mo', 'tu', 'we', 'th', 'fr'].map((day) => ({ day, from: '08:00', to: '17:00' })),
    );
  });

  it('answers in the order of the question, repeated mailboxes and other spellings too, and asks once', async () => {
    const { connect, sent } = await start();
    const mailboxes = ['Ben@Tidewater.example', 'ada@tidewater.example', 'ben@tidewater.example'];
    const { schedules } = await connect('ada').freeBusy.query({ mailboxes, window });
    expect(schedules.map(({ mailbox }) => mailbox)).toEqual(mailboxes);
    expect(busyOf(schedules[0])).toEqual(busyOf(schedules[2]));
    expect(
      sent('GetUserAvailability')
        .join()
        .match(/<t:Address>/g),
    ).toHaveLength(2);
  });

  it('asks for times and nothing else', async () => {
    const { connect, sent } = await start();
    await connect('ada').freeBusy.query({ mailboxes: ['ben@tidewater.example'], window });
    const [body] = sent('GetUserAvailability');
    expect(body).toContain('<t:RequestedView>FreeBusyMerged</t:RequestedView>');
    expect(body).not.toContain('Suggestions');
  });

  it('takes nobody who is not known for free', async () => {
    const { connect, emulator } = await start();
    emulator.grantPermission({ mailbox: 'chitra', grantee: 'Default', level: 'None' });
    const mailboxes = ['nobody@tidewater.example', 'chitra@tidewater.example', 'ada@tidewater.example'];
    const answer = await connect('ada').freeBusy.query({ mailboxes, window });
    expect(reasonsOf(answer)).toEqual(['notFound', 'accessDenied', 'known']);
    expect(answer.isComplete).toBe(false);
    expect(answer.schedules[0]).toMatchObject({
      error: { code: 'notFound', vendorCode: 'ErrorMailRecipientNotFound', operation: 'freeBusy.query' },
    });
    expect(JSON.stringify(answer)).not.toContain('Unable to resolve');
  });

  it('reads the digits of a group, and says when it is too large', async () => {
    const { connect } = await start();
    const { schedules } = await connect('ada').freeBusy.query({
      mailboxes: ['rooms-pier-4@tidewater.example'],
      window,
    });
    expect(busyOf(schedules[0])).toEqual(['2026-03-26T08:30:00Z 2026-03-26T10:00:00Z busy']);

    const rooms = Array.from({ length: 101 }, (_, at) => ({
      id: `room${at}`,
      name: `Room ${at}`,
      address: `room${at}@tidewater.example`,
      capacity: 4,
      building: 'Tower',
      floor: '1',
    }));
    const company: Company = { ...conformanceCompany, rooms: [...conformanceCompany.rooms, ...rooms] };
    const large = await start({ company });
    const answer = await large
      .connect('ada')
      .freeBusy.query({ mailboxes: ['rooms-tower@tidewater.example', 'room7@tidewater.example'], window });
    expect(reasonsOf(answer)).toEqual(['tooManyMembers', 'known']);
  });

  it('asks about more mailboxes than one request takes', async () => {
    const { connect, sent } = await start();
    const mailboxes = [
      ...Array.from({ length: 230 }, (_, at) => `nobody${at}@tidewater.example`),
      'ada@tidewater.example',
    ];
    const answer = await connect('ada').freeBusy.query({ mailboxes, window });
    expect(sent('GetUserAvailability').map((body) => body.match(/<t:Address>/g)?.length)).toEqual([100, 100, 31]);
    expect(new Set(reasonsOf(answer).slice(0, 230))).toEqual(new Set(['notFound']));
    expect(busyOf(answer.schedules[230])).not.toEqual([]);
  });

  it.each([
    [42, 21],
    [10, 179],
  ])('joins a year out of windows of %s days', async (maxFreeBusyDays, requests) => {
    const year = { start: '2026-01-01T10:00:00.5Z', end: '2026-12-31T10:00:00Z' };
    const { connect, sent } = await start({ maxFreeBusyDays });
    const { schedules } = await connect('ada').freeBusy.query({ mailboxes: ['ada@tidewater.example'], window: year });
    const parts = await Promise.all(
      ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month, at, months) =>
        connect('ada').freeBusy.query({
          mailboxes: ['ada@tidewater.example'],
          window: {
            start: at === 0 ? '2026-01-01T10:00:00Z' : `2026-${month}-01T00:00:00Z`,
            end: at === 11 ? '2026-12-31T10:00:00Z' : `2026-${months[at + 1]}-01T00:00:00Z`,
          },
        }),
      ),
    );
    const joined = parts.flatMap((part) => busyOf(part.schedules[0]));
    expect(busyOf(schedules[0])).toEqual(joined);
    expect(joined.length).toBeGreaterThan(20);
    // A year is nine times 42 days; a server with a lower limit refuses them first.
    expect(sent('GetUserAvailability')).toHaveLength(requests);
  });

  it('cuts what reaches over the window', async () => {
    const { connect } = await start();
    const { schedules } = await connect('ben').freeBusy.query({
      mailboxes: ['ada@tidewater.example'],
      window: { start: '2026-03-23T08:05:00Z', end: '2026-03-23T08:10:00Z' },
    });
    expect(busyOf(schedules[0])).toEqual(['2026-03-23T08:05:00Z 2026-03-23T08:10:00Z busy']);
  });

  it.each([
    ['rateLimited', exchangeFaults.tooManyRequests(3_600), 3_600_000],
    ['rateLimited', exchangeFaults.serverBusy(297_749), 297_749],
    ['serviceFailed', exchangeFaults.unavailable(0), 0],
    ['serviceFailed', exchangeFaults.connectionCut(), undefined],
    ['invalidResponse', exchangeFaults.truncatedXml(900), undefined],
  ] as const)('is %s where one part of the question fails', async (reason, failure, retryAfterMs) => {
    const { connect, emulator } = await start();
    emulator.faults.add({ ...failure, when: ({ body }) => body.includes('nobody0@'), times: Infinity });
    const mailboxes = [
      ...Array.from({ length: 100 }, (_, at) => `nobody${at}@tidewater.example`),
      'ada@tidewater.example',
    ];
    const connection = connect('ada');
    await connection.freeBusy.query({ mailboxes: ['ada@tidewater.example'], window });
    const answer = await connection.freeBusy.query({ mailboxes, window });
    expect(reasonsOf(answer)).toEqual([...Array.from({ length: 100 }, () => reason), 'known']);
    expect(answer.schedules[0]).toMatchObject({ error: retryAfterMs === undefined ? {} : { retryAfterMs } });
  });

  it('is a timeout where a part hangs, and the mailbox is unknown for the whole window', async () => {
    const { connect, emulator, clock } = await start();
    emulator.faults.add({ action: { kind: 'hang' }, when: ({ body }) => body.includes('<t:StartTime>2026-02') });
    const query = connect('ada').freeBusy.query({
      mailboxes: ['ada@tidewater.example'],
      window: { start: '2026-01-01T00:00:00Z', end: '2026-03-20T00:00:00Z' },
    });
    while (emulator.exchanges.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(30_000);
    const answer = await query;
    expect(reasonsOf(answer)).toEqual(['timeout']);
    expect(answer.schedules[0]).not.toHaveProperty('busy');
  });

  it('fails when nothing can be asked', async () => {
    const { connect, emulator } = await start();
    const mailboxes = ['ada@tidewater.example'];
    emulator.changePassword('ben', 'another');
    await expect(connect('ben').freeBusy.query({ mailboxes, window })).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      operation: 'freeBusy.query',
    });
    const aborted = connect('ada').freeBusy.query({ mailboxes, window, signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    const blocked = connect('ada');
    emulator.setBlocked(true);
    await expect(blocked.freeBusy.query({ mailboxes, window })).rejects.toMatchObject({ code: 'serviceDisabled' });
  });

  it('needs no more than free/busy of a policy', async () => {
    const { connect } = await start();
    const mailboxes = ['ada@tidewater.example'];
    const least = connect('ada', {}, { policy: { calendars: 'freeBusy', contacts: 'none' } });
    expect((await least.freeBusy.query({ mailboxes, window })).isComplete).toBe(true);
  });

  it.each([
    [{ mailboxes: [], window }],
    [{ mailboxes: ['nobody'], window }],
    [{ mailboxes: ['a@b.example'], window: { start: '2026-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' } }],
    [{ mailboxes: ['\uD800@b.example'], window }],
    [{ mailboxes: ['a\uFFFE@b.example'], window }],
  ])('refuses %j before anything is sent', async (options) => {
    const { connect, emulator } = await start();
    await expect(connect('ada').freeBusy.query(options)).rejects.toMatchObject({ code: 'invalidArgument' });
    expect(emulator.exchanges).toHaveLength(0);
  });

  it('sends an address with characters of XML as it is', async () => {
    const { connect, sent } = await start();
    const answer = await connect('ada').freeBusy.query({ mailboxes: ["o'hara&co@tidewater.example"], window });
    expect(reasonsOf(answer)).toEqual(['notFound']);
    expect(sent('GetUserAvailability')[0]).toContain("o'hara&amp;co@tidewater.example");
  });
});

const ok = (view: string): string =>
  '<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode></m:ResponseMessage>' +
  `${view}</m:FreeBusyResponse>`;
const failed = (code: string): string =>
  '<m:FreeBusyResponse><m:ResponseMessage ResponseClass="Error"><m:MessageText>CANARY</m:MessageText>' +
  `<m:ResponseCode>${code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey></m:ResponseMessage></m:FreeBusyResponse>`;
const viewOf = (type: string, rest = ''): string =>
  `<m:FreeBusyView><t:FreeBusyViewType>${type}</t:FreeBusyViewType>${rest}</m:FreeBusyView>`;
const availability = (responses: readonly string[]): Response =>
  soap(
    `<m:GetUserAvailabilityResponse><m:FreeBusyResponseArray>${responses.join('')}</m:FreeBusyResponseArray></m:GetUserAvailabilityResponse>`,
  );
const day = { start: '2026-03-23T00:00:00Z', end: '2026-03-24T00:00:00Z' };

function answering(responses: readonly string[]): FakeExchange {
  return fakeExchange(() => availability(responses));
}

describe('freeBusy.query judges each answer by itself', () => {
  it('whatever is odd about it', async () => {
    const responses = [
      ok(viewOf('FreeBusy')),
      ok(viewOf('None')),
      ok(''),
      ok(viewOf('FreeBusyMerged', `<t:MergedFreeBusy>${'4'.repeat(288)}</t:MergedFreeBusy>`)),
      ok(viewOf('MergedOnly', '<t:MergedFreeBusy>22</t:MergedFreeBusy>')),
      failed('ErrorNoFreeBusyAccess'),
      failed('ErrorFreeBusyGenerationFailed'),
      failed('ErrorSomethingNew'),
    ];
    const { connection } = answering(responses);
    const mailboxes = responses.map((_, at) => `m${at}@tidewater.example`);
    const answer = await connection.freeBusy.query({ mailboxes, window: day });
    expect(reasonsOf(answer)).toEqual([
      'known',
      'accessDenied',
      'invalidResponse',
      'serviceFailed',
      'invalidResponse',
      'accessDenied',
      'serviceFailed',
      'invalidResponse',
    ]);
    expect(JSON.stringify(answer)).not.toContain('CANARY');
  });

  it('asks again about those that failed in passing, and about no others', async () => {
    const fake = fakeExchange(
      (_request, index) =>
        availability(index === 0 ? [ok(viewOf('FreeBusy')), failed('ErrorServerBusy')] : [ok(viewOf('FreeBusy'))]),
      { retry: { maxAttempts: 2 } },
    );
    const mailboxes = ['a@tidewater.example', 'b@tidewater.example'];
    const query = fake.connection.freeBusy.query({ mailboxes, window: day });
    while (fake.requests.length < 2) await fake.clock.advance(1_000);
    expect(await query).toMatchObject({ isComplete: true });
    expect(fake.requests[1]?.body).not.toContain('a@tidewater.example');
    expect(fake.requests).toHaveLength(2);
  });

  it('is rateLimited when that does not pass', async () => {
    const { connection } = answering([failed('ErrorServerBusy')]);
    const answer = await connection.freeBusy.query({ mailboxes: ['a@tidewater.example'], window: day });
    expect(reasonsOf(answer)).toEqual(['rateLimited']);
  });

  it('takes fewer or more answers than questions for none', async () => {
    const { connection } = answering([ok(viewOf('FreeBusy'))]);
    const mailboxes = ['a@tidewater.example', 'b@tidewater.example'];
    const answer = await connection.freeBusy.query({ mailboxes, window: day });
    expect(reasonsOf(answer)).toEqual(['invalidResponse', 'invalidResponse']);
  });

  it('asks about fewer at once when a server wants so, or the answer is too large', async () => {
    const fake = fakeExchange(
      ({ body }) => {
        const count = body.match(/<t:Address>/g)?.length ?? 0;
        if (count > 4) return fault('ErrorMailboxDataArrayTooBig');
        if (count > 2) return availability([ok(viewOf('FreeBusy', ' '.repeat(20_000)))]);
        return availability(Array.from({ length: count }, () => ok(viewOf('FreeBusy'))));
      },
      { maxResponseBytes: 10_000 },
    );
    const mailboxes = Array.from({ length: 7 }, (_, at) => `m${at}@tidewater.example`);
    const answer = await fake.connection.freeBusy.query({ mailboxes, window: day });
    expect(answer.isComplete).toBe(true);
  });
});
