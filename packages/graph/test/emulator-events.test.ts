import { calendarEventSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { march, setUp } from './support/harbour.ts';

describe('events against the emulator', () => {
  it('lists a series across the change of clocks: one deleted, one moved', async () => {
    const { connect } = await setUp();
    const events = await connect('ada').events.list({ window: march, pageSize: 2 }).toArray();

    for (const event of events) expect(calendarEventSchema.parse(event)).toEqual(event);
    const series = events.filter((event) => event.kind !== 'single');
    expect(
      series.map((event) => [
        event.kind,
        event.recurrenceId,
        event.time.kind === 'timed' && event.time.start.instant,
        event.title,
      ]),
    ).toEqual([
      ['occurrence', '2026-03-23T08:00:00Z', '2026-03-23T08:00:00Z', 'Berth planning'],
      ['exception', '2026-03-30T07:00:00Z', '2026-03-31T09:00:00Z', 'Berth planning, later'],
      ['occurrence', '2026-04-13T07:00:00Z', '2026-04-13T07:00:00Z', 'Berth planning'],
    ]);
    expect(series[0]).toMatchObject({
      time: { start: { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin' } },
      organizer: { address: 'ada@harbour.example', isSelf: true },
      conference: { url: 'https://teams.microsoft.com/l/meetup-join/berths', service: 'teams' },
    });
    const attendees = series[0]?.attendees.map(({ address, kind, participationStatus }) => [
      address,
      kind,
      participationStatus,
    ]);
    expect(attendees).toEqual([
      ['bo@harbour.example', 'individual', 'tentative'],
      ['pier@harbour.example', 'resource', 'accepted'],
    ]);
    expect(events.find((event) => event.title === 'Regatta')).toMatchObject({
      kind: 'single',
      time: { kind: 'allDay', startDate: '2026-03-28', endDate: '2026-03-30' },
      busyStatus: 'free',
    });
  });

  it('reads the master with its deleted occurrence', async () => {
    const { connect } = await setUp();
    const connection = connect('ada');
    const events = await connection.events.list({ window: march }).toArray();
    const occurrence = events.find((event) => event.kind === 'occurrence');
    const master = await connection.events.get({ eventId: occurrence?.masterId ?? '' });
    expect(master).toMatchObject({
      kind: 'master',
      time: { start: { dateTime: '2026-03-23T09:00:00', timeZone: 'Europe/Berlin' } },
      recurrence: {
        rules: [{ frequency: 'weekly', byDay: [{ day: 'mo' }], end: { kind: 'count', count: 4 } }],
        excluded: ['2026-04-06T07:00:00Z'],
      },
    });
  });

  it('shows the invitee their own copy', async () => {
    const { connect } = await setUp();
    const [first] = await connect('bo').events.list({ window: march }).toArray();
    expect(first).toMatchObject({
      organizer: { address: 'ada@harbour.example', isSelf: false, participationStatus: 'accepted' },
      participationStatus: 'tentative',
    });
    const addresses = first?.attendees.map((attendee) => attendee.address);
    expect(addresses).not.toContain('ada@harbour.example');
    expect(first?.attendees.find((attendee) => attendee.isSelf)).toMatchObject({
      address: 'bo@harbour.example',
      participationStatus: 'tentative',
    });
  });

  it('leaves an exception without a key when the service does not say which occurrence it was', async () => {
    const { connect } = await setUp({ omitOriginalStart: true });
    const events = await connect('ada').events.list({ window: march }).toArray();
    const exception = events.find((event) => event.kind === 'exception');
    expect(exception).toMatchObject({ title: 'Berth planning, later' });
    expect(exception).not.toHaveProperty('recurrenceId');
  });
});

describe('a connection that ends, against the emulator', () => {
  it('renews expired access tokens by itself', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    await connection.calendars.list();
    emulator.expireAccessTokens();
    expect((await connection.calendars.list()).items).not.toEqual([]);
  });

  it('asks for a sign-in when the sessions were revoked', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    await connection.calendars.list();
    emulator.revokeSessions('ada');
    await expect(connection.calendars.list()).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      vendorCode: 'AADSTS50173',
      cure: { text: expect.stringContaining('sessions of the account were ended') },
    });
  });

  it('asks for consent when it was withdrawn', async () => {
    const { connect, emulator } = await setUp();
    const connection = connect('ada');
    emulator.withdrawConsent('ada');
    await expect(connection.calendars.list()).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'consentWithdrawn',
      vendorCode: 'AADSTS65001',
    });
  });
});
