import { describe, expect, it } from 'vitest';
import { calendarScope, meeting, startKit, withMeetings } from './google-kit.ts';
import type { ErrorBody, Kit } from './google-kit.ts';

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;
const room = 'harbour@tidewater.example';

/** An answer of either kind. */
interface FreeBusy {
  readonly timeMin: string;
  readonly calendars: Record<string, { busy: { start: string; end: string }[]; errors?: { reason: string }[] }>;
}

const day = { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-05T00:00:00Z' };

async function ask(
  kit: Kit,
  body: object | string,
  scopes: readonly string[] = [calendarScope],
): Promise<{ status: number; body: FreeBusy & ErrorBody }> {
  const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes });
  const response = await fetch(`${kit.emulator.origin}/calendar/v3/freeBusy`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as FreeBusy & ErrorBody };
}

const at = (start: string, end: string) =>
  ({ kind: 'timed', start: `2026-03-${start}:00`, end: `2026-03-${end}:00`, timeZone: 'Europe/Berlin' }) as const;

describe('free/busy', () => {
  it('merges what blocks time, and leaves out what does not', async () => {
    await using kit = await startKit(
      withMeetings(
        meeting({ id: 'one', when: at('02T10:00', '02T11:00') }),
        meeting({ id: 'overlapping', when: at('02T10:30', '02T12:00'), busyStatus: 'tentative' }),
        meeting({ id: 'unanswered', organizer: 'bo', when: at('02T12:00', '02T12:30'), invitees: [{ who: 'ada' }] }),
        meeting({
          id: 'declined',
          organizer: 'bo',
          when: at('02T15:00', '02T16:00'),
          invitees: [{ who: 'ada', response: 'declined' }],
        }),
        meeting({ id: 'free', when: at('02T17:00', '02T18:00'), busyStatus: 'free' }),
        meeting({ id: 'off', when: at('02T19:00', '02T20:00'), isCancelled: true }),
        meeting({
          id: 'daily',
          when: at('03T09:00', '03T09:30'),
          series: { rule: 'FREQ=DAILY', deleted: ['2026-03-04T09:00:00'] },
        }),
      ),
    );
    const { body } = await ask(kit, { ...day, items: [{ id: 'primary' }] });
    expect(body).toMatchObject({
      kind: 'calendar#freeBusy',
      timeMin: '2026-03-02T00:00:00.000Z',
      calendars: {
        primary: {
          busy: [
            { start: '2026-03-02T09:00:00Z', end: '2026-03-02T11:30:00Z' },
            { start: '2026-03-03T08:00:00Z', end: '2026-03-03T08:30:00Z' },
          ],
        },
      },
    });
  });

  it('is written in the zone asked for and cut at the window', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'one', when: at('02T10:00', '02T12:00') })));
    const { body } = await ask(kit, {
      timeMin: '2026-03-02T10:00:00Z',
      timeMax: '2026-03-02T12:00:00Z',
      timeZone: 'America/New_York',
      items: [{ id: 'primary' }],
    });
    expect(body.calendars['primary']?.busy).toEqual([
      { start: '2026-03-02T05:00:00-05:00', end: '2026-03-02T06:00:00-05:00' },
    ]);
  });

  it('needs a role on each calendar, of which the smallest will do', async () => {
    await using kit = await startKit(
      withMeetings(meeting({ id: 'm', organizer: 'bo', invitees: [{ who: 'harbour', response: 'accepted' }] })),
    );
    const items = [{ id: room }, { id: 'nobody' }];
    expect((await ask(kit, { ...day, items })).body.calendars).toEqual({
      [room]: { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
      nobody: { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] },
    });
    kit.emulator.shareCalendar({ calendarId: room, with: 'ada@tidewater.example', role: 'freeBusyReader' });
    expect((await ask(kit, { ...day, items })).body.calendars[room]?.busy).toHaveLength(1);
  });

  it('takes no more calendars than allowed', async () => {
    await using kit = await startKit();
    const items = Array.from({ length: 51 }, (_, index) => ({ id: `c${index}` }));
    const { calendars } = (await ask(kit, { ...day, items })).body;
    expect(calendars['c49']?.errors).toMatchObject([{ reason: 'notFound' }]);
    expect(calendars['c50']?.errors).toMatchObject([{ reason: 'tooManyCalendarsRequested' }]);
    const few = await ask(kit, { ...day, calendarExpansionMax: 1, items: items.slice(0, 2) });
    expect(few.body.calendars['c1']?.errors).toMatchObject([{ reason: 'tooManyCalendarsRequested' }]);
  });

  it.each([
    ['calendar', 200],
    ['calendar.readonly', 200],
    ['calendar.freebusy', 200],
    ['calendar.events.freebusy', 200],
    ['calendar.events', 403],
    ['calendar.events.readonly', 403],
  ])('with the scope %s answers %d', async (name, status) => {
    await using kit = await startKit();
    expect((await ask(kit, { ...day, items: [] }, [scope(name)])).status).toBe(status);
  });

  it.each([
    ['text that is no JSON', '{', 'parseError'],
    ['no start', { timeMax: day.timeMax }, 'required'],
    ['a time without offset', { ...day, timeMin: '2026-03-02T00:00:00' }, 'badRequest'],
    ['an empty range', { ...day, timeMax: day.timeMin }, 'timeRangeEmpty'],
    ['a long range', { ...day, timeMax: '2026-06-04T00:00:00Z' }, 'timeRangeTooLong'],
    ['an unknown zone', { ...day, timeZone: 'Mars/Base' }, 'invalid'],
    ['items that are none', { ...day, items: 'primary' }, 'badRequest'],
    ['an item without id', { ...day, items: [{}] }, 'badRequest'],
  ])('refuses %s', async (_, body, reason) => {
    await using kit = await startKit();
    const answer = await ask(kit, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.errors[0]?.reason).toBe(reason);
  });
});

describe('groups, failures and holes', () => {
  const bo = 'bo@tidewater.example';
  const team = 'team@tidewater.example';
  const start = async (): Promise<Kit> => {
    const kit = await startKit(withMeetings(meeting({ id: 'one', organizer: 'bo', when: at('02T10:00', '02T11:00') })));
    kit.emulator.shareCalendar({ calendarId: bo, with: 'ada@tidewater.example', role: 'freeBusyReader' });
    kit.emulator.addGroup({ address: team, members: [bo, room] });
    return kit;
  };

  it('answers a group with its members', async () => {
    await using kit = await start();
    const { body } = await ask(kit, { ...day, items: [{ id: 'TEAM@tidewater.example' }, { id: 'primary' }] });
    expect(body).toMatchObject({
      groups: { 'TEAM@tidewater.example': { calendars: [bo, room] } },
      calendars: {
        [bo]: { busy: [{ start: '2026-03-02T09:00:00Z', end: '2026-03-02T10:00:00Z' }] },
        [room]: { errors: [{ reason: 'notFound' }] },
        primary: { busy: [] },
      },
    });
  });

  it('refuses groups that are too big, and counts members as calendars', async () => {
    await using kit = await start();
    const big = await ask(kit, { ...day, groupExpansionMax: 1, items: [{ id: team }] });
    expect(big.body).toMatchObject({ groups: { [team]: { errors: [{ reason: 'groupTooBig' }] } }, calendars: {} });
    const few = await ask(kit, { ...day, calendarExpansionMax: 1, items: [{ id: team }] });
    expect(few.body.calendars[room]?.errors).toMatchObject([{ reason: 'tooManyCalendarsRequested' }]);
    const members = Array.from({ length: 101 }, (_, index) => `guest${index}@outside.example`);
    kit.emulator.addGroup({ address: team, members });
    const whole = await ask(kit, { ...day, groupExpansionMax: 500, items: [{ id: team }] });
    expect(whole.body).toMatchObject({ groups: { [team]: { errors: [{ reason: 'groupTooBig' }] } } });
  });

  it('fails for one calendar, or leaves it out', async () => {
    await using kit = await start();
    const items = [{ id: bo }, { id: 'primary' }];
    kit.emulator.failFreeBusy(bo, 'internalError');
    const failed = await ask(kit, { ...day, items });
    expect(failed.body.calendars[bo]).toEqual({ errors: [{ domain: 'global', reason: 'internalError' }], busy: [] });
    kit.emulator.failFreeBusy(bo, 'missing');
    const hole = await ask(kit, { ...day, items });
    expect([hole.status, Object.keys(hole.body.calendars)]).toEqual([200, ['primary']]);
    kit.emulator.failFreeBusy(bo, undefined);
    expect((await ask(kit, { ...day, items })).body.calendars[bo]?.busy).toHaveLength(1);
    expect(() => kit.emulator.failFreeBusy('nobody', 'missing')).toThrow(RangeError);
  });
});
