import { describe, expect, it } from 'vitest';
import { personalAccountTenantId } from '../../src/entra/entra-tenant.ts';
import { companyWith, meeting } from './fixture.ts';
import { amsterdam, ben, eventBody, guests, harbor, outsider, startWriteRig } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';

const ada = 'ada@tidewater.example';
const morning = { startTime: amsterdam('2026-11-17T08:00:00'), endTime: amsterdam('2026-11-17T12:00:00') };

function at(day: string, start: string, end: string) {
  return { kind: 'timed' as const, start: `${day}T${start}:00`, end: `${day}T${end}:00`, timeZone: 'Europe/Amsterdam' };
}

/** Ada's Tuesday morning in all colours. */
const company = companyWith(
  meeting('tentative', { when: at('2026-11-17', '08:00', '08:30'), busyStatus: 'tentative', location: 'Pier 4' }),
  meeting('busy', { when: at('2026-11-17', '08:15', '09:00') }),
  meeting('oof', { when: at('2026-11-17', '09:00', '09:10'), busyStatus: 'outOfOffice' }),
  meeting('elsewhere', { when: at('2026-11-17', '09:30', '10:00'), busyStatus: 'workingElsewhere' }),
  meeting('free', { when: at('2026-11-17', '10:00', '10:30'), busyStatus: 'free' }),
  meeting('secret', { when: at('2026-11-17', '10:30', '11:00'), privacy: 'private' }),
  meeting('aside', { when: at('2026-11-17', '11:00', '11:30'), calendar: 'side' }),
  meeting('off', { when: at('2026-11-17', '08:00', '12:00'), isCancelled: true, invitees: [{ who: 'ben' }] }),
  meeting('holiday', {
    organizer: 'ben',
    when: { kind: 'allDay', start: '2026-11-17', end: '2026-11-18' },
    busyStatus: 'outOfOffice',
  }),
);

async function schedules(rig: WriteRig, person: string, addresses: readonly string[], change = {}) {
  const body = { schedules: addresses, ...morning, ...change };
  return rig.post('/me/calendar/getSchedule', body, { person });
}

describe('getSchedule', () => {
  it('shows the strongest status of each slot of the default calendar', async () => {
    await using rig = await startWriteRig({ company });
    const [own] = (await schedules(rig, 'ada', [ada])).body.value;
    expect(own).toMatchObject({
      scheduleId: ada,
      availabilityView: '22340200',
      workingHours: { startTime: '08:00:00.0000000', timeZone: { name: 'W. Europe Standard Time' } },
    });
    expect(own.scheduleItems.map((item) => [item.status, item.subject])).toEqual([
      ['tentative', 'tentative'],
      ['busy', 'busy'],
      ['oof', 'oof'],
      ['workingElsewhere', 'elsewhere'],
      ['free', 'free'],
      ['busy', 'secret'],
    ]);
    expect(own.scheduleItems[0]).toEqual({
      isPrivate: false,
      subject: 'tentative',
      location: 'Pier 4',
      status: 'tentative',
      start: { dateTime: '2026-11-17T07:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-11-17T07:30:00.0000000', timeZone: 'UTC' },
    });
    const hours = (await schedules(rig, 'ada', [ada], { availabilityViewInterval: 60 })).body.value[0];
    expect(hours.availabilityView).toBe('2320');
  });

  it('shows colleagues no more than the owner shares', async () => {
    await using rig = await startWriteRig({ company });
    const first = async (): Promise<unknown> => (await schedules(rig, 'ben', [ada])).body.value[0].scheduleItems[0];
    expect(Object.keys(Object(await first()))).toEqual(['status', 'start', 'end']);
    rig.emulator.setFreeBusySharing('ada', 'details');
    expect(await first()).toMatchObject({ subject: 'tentative', location: 'Pier 4' });
    const items = (await schedules(rig, 'ben', [ada])).body.value[0].scheduleItems;
    expect(items[5]).toMatchObject({ isPrivate: true, subject: '' });
    rig.emulator.setFreeBusySharing('ada', 'none');
    expect((await schedules(rig, 'ben', [ada])).body.value[0].error.responseCode).toBe('ErrorNoFreeBusyAccess');
  });

  it('has an error for each address that cannot be answered, and whole days in the owner’s zone', async () => {
    await using rig = await startWriteRig({ company, mailboxes: { harbor: { hosting: 'onPremises' } } });
    const { status, body } = await schedules(rig, 'ada', [outsider, harbor, ben]);
    expect(status).toBe(200);
    expect(body.value.slice(0, 2).map(({ error }) => error.responseCode)).toEqual([
      'ErrorMailRecipientNotFound',
      'ErrorNoFreeBusyAccess',
    ]);
    // Midnight in New York is six in the morning in Amsterdam.
    expect(body.value[2].scheduleItems.map((item) => item.start.dateTime)).toEqual(['2026-11-17T05:00:00.0000000']);
    expect(body.value[2].availabilityView).toBe('33333333');
    const night = { startTime: amsterdam('2026-11-18T03:00:00'), endTime: amsterdam('2026-11-18T07:00:00') };
    expect((await schedules(rig, 'ada', [ben], night)).body.value[0].availabilityView).toBe('33333300');
  });

  it('answers in the zone asked for', async () => {
    await using rig = await startWriteRig({ company });
    const body = { schedules: [ada], ...morning };
    const reply = await rig.post('/me/calendar/getSchedule', body, {
      headers: { prefer: 'outlook.timezone="Europe/Amsterdam"' },
    });
    expect(reply.body.value[0].scheduleItems[0].start).toEqual({
      dateTime: '2026-11-17T08:00:00.0000000',
      timeZone: 'Europe/Amsterdam',
    });
  });

  it.each([
    ['more than 20 schedules', { schedules: Array.from({ length: 21 }, () => ada) }],
    ['no schedule', { schedules: [] }],
    ['a window that is reversed', { endTime: amsterdam('2026-11-17T07:00:00') }],
    ['a window of more than 62 days', { endTime: amsterdam('2027-01-19T08:00:00') }],
    ['slots of 4 minutes', { availabilityViewInterval: 4 }],
    ['slots of more than a day', { availabilityViewInterval: 1441 }],
  ])('refuses %s', async (_name, change) => {
    await using rig = await startWriteRig({ company });
    expect((await schedules(rig, 'ada', [ada], change)).status).toBe(400);
  });

  it('gives up on one schedule with too many entries', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => meeting(`m${index}`, { organizer: 'ben' }));
    await using rig = await startWriteRig({ company: companyWith(...many) });
    const { value } = (await schedules(rig, 'ada', [ben, ada])).body;
    expect([value[0].error.responseCode, value[1].availabilityView]).toEqual(['5006', '00000000']);
  });

  it('is not there for personal accounts', async () => {
    await using rig = await startWriteRig({ tenants: [{ tenantId: personalAccountTenantId, company: companyWith() }] });
    const token = rig.emulator.issueTokens({
      person: 'ada',
      tenantId: personalAccountTenantId,
      scopes: ['Calendars.Read.Shared'],
    }).accessToken;
    for (const path of ['/me/calendar/getSchedule', '/me/findMeetingTimes']) {
      const refused = await rig.post(path, path.endsWith('Schedule') ? { schedules: [ada], ...morning } : {}, {
        token,
      });
      expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('MSA accounts')]);
    }
  });
});

describe('findMeetingTimes', () => {
  const day = [{ start: amsterdam('2026-11-17T08:00:00'), end: amsterdam('2026-11-17T11:00:00') }];
  const find = async (rig: WriteRig, change: Readonly<Record<string, unknown>> = {}) =>
    Object(
      (
        await rig.post('/me/findMeetingTimes', {
          timeConstraint: { activityDomain: 'work', timeSlots: day },
          ...change,
        })
      ).body,
    ) as {
      emptySuggestionsReason: string;
      meetingTimeSuggestions: { confidence: number; meetingTimeSlot: { start: { dateTime: string } } }[];
    };
  const starts = (found: Awaited<ReturnType<typeof find>>): string[] =>
    found.meetingTimeSuggestions.map(({ meetingTimeSlot }) => meetingTimeSlot.start.dateTime.slice(11, 16));
  const calm = companyWith(
    meeting('ada', { when: at('2026-11-17', '08:00', '09:00') }),
    meeting('ben', { organizer: 'ben', when: at('2026-11-17', '09:00', '10:00') }),
    meeting('room', {
      organizer: 'ben',
      when: at('2026-11-17', '10:00', '10:30'),
      invitees: [{ who: 'harbor', response: 'accepted' }],
    }),
  );

  it('suggests when everybody can come', async () => {
    await using rig = await startWriteRig({ company: calm });
    const found = await find(rig, { attendees: guests(ben) });
    expect(starts(found)).toEqual(['09:30']);
    expect(found).toMatchObject({
      emptySuggestionsReason: '',
      meetingTimeSuggestions: [
        {
          confidence: 100,
          order: 1,
          organizerAvailability: 'free',
          attendeeAvailability: [{ availability: 'free', attendee: { emailAddress: { address: ben } } }],
        },
      ],
    });
    expect(starts(await find(rig, { attendees: guests(ben), meetingDuration: 'PT1H' }))).toEqual([]);
    expect(starts(await find(rig, { maxCandidates: 1 }))).toEqual(['08:00']);
  });

  it('weighs those of whom nothing is known', async () => {
    await using rig = await startWriteRig({ company: calm });
    const found = await find(rig, { attendees: guests(ben, outsider) });
    expect(found.meetingTimeSuggestions.map(({ confidence }) => confidence)).toEqual([74.5]);
    const lenient = await find(rig, { attendees: guests(ben, outsider), minimumAttendeePercentage: 20 });
    expect(lenient.meetingTimeSuggestions.map(({ confidence }) => confidence)).toEqual([74.5, 24.5, 24.5, 24.5]);
  });

  it('says why there is nothing', async () => {
    await using rig = await startWriteRig({ company: calm });
    const slot = (start: string, end: string) => ({
      timeConstraint: {
        activityDomain: 'unrestricted',
        timeSlots: [{ start: amsterdam(`2026-11-17T${start}:00`), end: amsterdam(`2026-11-17T${end}:00`) }],
      },
    });
    const reason = async (change: Readonly<Record<string, unknown>>): Promise<string> =>
      (await find(rig, change)).emptySuggestionsReason;
    expect(await reason(slot('08:00', '09:00'))).toBe('organizerUnavailable');
    expect(await reason({ ...slot('08:00', '09:00'), isOrganizerOptional: true })).toBe('');
    expect(await reason({ ...slot('09:00', '10:00'), attendees: guests(ben) })).toBe('attendeesUnavailable');
    expect(await reason({ ...slot('09:00', '10:00'), attendees: guests(outsider) })).toBe(
      'attendeesUnavailableOrUnknown',
    );
    const room = { isRequired: true, locations: [{ displayName: 'Harbor', locationEmailAddress: harbor }] };
    expect(await reason({ ...slot('10:00', '10:30'), locationConstraint: room })).toBe('locationsUnavailable');
    expect(await reason({ ...slot('10:30', '11:00'), locationConstraint: room })).toBe('');
  });

  it('keeps to working hours unless it is told otherwise', async () => {
    await using rig = await startWriteRig();
    const evening = [{ start: amsterdam('2026-11-17T16:00:00'), end: amsterdam('2026-11-17T18:00:00') }];
    expect(starts(await find(rig, { timeConstraint: { activityDomain: 'work', timeSlots: evening } }))).toEqual([
      '15:00',
      '15:30',
    ]);
    expect(
      starts(await find(rig, { timeConstraint: { activityDomain: 'personal', timeSlots: evening } })),
    ).toHaveLength(4);
    const days = [{ start: amsterdam('2026-11-17T09:00:00'), end: amsterdam('2026-11-19T12:00:00') }];
    const longMeeting = { timeConstraint: { activityDomain: 'work', timeSlots: days }, meetingDuration: 'PT24H' };
    expect(starts(await find(rig, longMeeting))).toEqual([]);
    const saturday = [{ start: amsterdam('2026-11-21T09:00:00'), end: amsterdam('2026-11-21T12:00:00') }];
    expect(starts(await find(rig, { timeConstraint: { activityDomain: 'work', timeSlots: saturday } }))).toEqual([]);
    await rig.patch('/me/mailboxSettings', { workingHours: { endTime: '16:30:00.0000000' } });
    expect(starts(await find(rig, { timeConstraint: { activityDomain: 'work', timeSlots: evening } }))).toEqual([
      '15:00',
    ]);
  });

  it('takes a shared calendar permission of a person, never an application', async () => {
    await using rig = await startWriteRig();
    const app = rig.emulator.issueAppToken().accessToken;
    expect((await rig.post('/users/ada@tidewater.example/findMeetingTimes', {}, { token: app })).status).toBe(403);
    const own = rig.emulator.issueTokens({ person: 'ada', scopes: ['Calendars.ReadWrite'] }).accessToken;
    expect((await rig.post('/me/findMeetingTimes', {}, { token: own })).status).toBe(403);
    expect((await rig.post('/me/findMeetingTimes', { meetingDuration: 'an hour' }, { isWrong: true })).status).toBe(
      400,
    );
  });

  it('sees what was booked a moment ago', async () => {
    await using rig = await startWriteRig();
    await rig.post(
      '/me/events',
      eventBody({ start: amsterdam('2026-11-17T08:00:00'), end: amsterdam('2026-11-17T10:30:00') }),
    );
    expect(starts(await find(rig))).toEqual(['09:30']);
  });
});
