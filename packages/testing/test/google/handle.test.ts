import { describe, expect, it } from 'vitest';
import { emptyCompany, meeting, startKit, withMeetings } from './google-kit.ts';
import type { WireEvent } from './google-kit.ts';

describe('putEvent', () => {
  it('fills in what the service fills in', async () => {
    await using kit = await startKit();
    const stored = kit.emulator.putEvent('ada', 'primary', {
      summary: 'At the yard',
      start: { date: '2026-03-04' },
      end: { date: '2026-03-05' },
      eventType: 'workingLocation',
      visibility: 'public',
      transparency: 'transparent',
      workingLocationProperties: { type: 'customLocation', customLocation: { label: 'Yard' } },
    });
    expect(stored.id).toMatch(/^[a-v0-9]{26}$/);
    const { body } = await kit.api<WireEvent>(`calendars/primary/events/${stored.id}`);
    expect(body).toMatchObject({
      kind: 'calendar#event',
      iCalUID: `${stored.id}@google.com`,
      status: 'confirmed',
      eventType: 'workingLocation',
      organizer: { email: 'ada@tidewater.example', self: true },
      workingLocationProperties: { customLocation: { label: 'Yard' } },
    });
    expect((await kit.list({ q: 'yard' })).items).toHaveLength(1);
  });

  it.each([
    ['focusTime', { focusTimeProperties: { autoDeclineMode: 'declineNone', chatStatus: 'doNotDisturb' } }],
    ['outOfOffice', { outOfOfficeProperties: { autoDeclineMode: 'declineNone', declineMessage: 'Away' } }],
    ['birthday', { birthdayProperties: { type: 'birthday' }, recurrence: ['RRULE:FREQ=YEARLY'] }],
  ] as const)('stores %s events', async (eventType, properties) => {
    await using kit = await startKit();
    const { id } = kit.emulator.putEvent('ada', 'primary', {
      start: { date: '2026-03-04' },
      end: { date: '2026-03-05' },
      eventType,
      ...properties,
    });
    expect((await kit.list({ eventTypes: eventType })).items[0]).toMatchObject({ id, eventType, ...properties });
  });

  it('changes, removes fields and moves etag and updated, for one copy only', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'm', location: 'Pier', invitees: [{ who: 'bo' }] })));
    const id = kit.emulator.eventId('m');
    const [before] = (await kit.list()).items;
    const first = kit.emulator.putEvent('ada', 'primary', { id, summary: 'new', location: undefined });
    const second = kit.emulator.putEvent('ada', 'primary', { id, summary: 'newer' });
    expect(first).not.toHaveProperty('location');
    expect(new Set([before?.etag, first.etag, second.etag]).size).toBe(3);
    expect((await kit.list({}, 'bo')).items[0]).toMatchObject({ summary: 'm', location: 'Pier' });
  });

  it('brings a deleted event back', async () => {
    await using kit = await startKit(withMeetings(meeting({ id: 'm' })));
    const id = kit.emulator.eventId('m');
    kit.emulator.removeEvent('ada', 'primary', id);
    kit.emulator.putEvent('ada', 'primary', { id, status: 'confirmed' });
    expect((await kit.list()).items).toHaveLength(1);
  });

  it.each([
    ['an unknown person', 'nobody', 'primary', { start: { date: '2026-03-04' }, end: { date: '2026-03-05' } }],
    ['an unknown calendar', 'ada', 'nowhere', { start: { date: '2026-03-04' }, end: { date: '2026-03-05' } }],
    ['no start', 'ada', 'primary', { summary: 'x' }],
    [
      'a rule that is none',
      'ada',
      'primary',
      { start: { date: '2026-03-04' }, end: { date: '2026-03-05' }, recurrence: ['RRULE:FREQ=SOMETIMES'] },
    ],
    ['an end before the start', 'ada', 'primary', { start: { date: '2026-03-04' }, end: { date: '2026-03-03' } }],
  ])('refuses %s', async (_, person, calendar, event) => {
    await using kit = await startKit();
    expect(() => kit.emulator.putEvent(person, calendar, event)).toThrow(RangeError);
    expect((await kit.list()).items).toEqual([]);
  });
});

describe('the emulator', () => {
  it('gives the same ids for the same company', async () => {
    await using one = await startKit(withMeetings(meeting({ id: 'm' })));
    await using other = await startKit(withMeetings(meeting({ id: 'm' })));
    expect(one.emulator.eventId('m')).toBe(other.emulator.eventId('m'));
    expect(one.emulator.origin).not.toBe(other.emulator.origin);
  });

  it('refuses unknown people, clients, meetings and page sizes', async () => {
    await using kit = await startKit(emptyCompany);
    expect(() => kit.emulator.issueTokens({ person: 'nobody', scopes: [] })).toThrow(RangeError);
    expect(() => kit.emulator.issueTokens({ person: 'ada', scopes: [], clientId: 'nobody' })).toThrow(RangeError);
    expect(() => kit.emulator.registerRedirectUri('http://127.0.0.1/', 'nobody')).toThrow(RangeError);
    expect(() => kit.emulator.eventId('nothing')).toThrow(RangeError);
    expect(() => kit.emulator.limitPages([-1])).toThrow(RangeError);
  });

  it('lists a page of a large calendar without expanding what is not asked for', async () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      meeting({ id: `m${index}`, ...(index % 20 === 0 ? { series: { rule: 'FREQ=DAILY' } } : {}) }),
    );
    await using kit = await startKit(withMeetings(...many));
    const window = { timeMin: '2026-03-02T00:00:00Z', timeMax: '2026-03-03T00:00:00Z', maxResults: 250 };
    const { items } = await kit.list({ ...window, singleEvents: true, orderBy: 'startTime' });
    expect(items).toHaveLength(250);
    const next = await kit.list({
      ...window,
      timeMin: '2026-03-10T00:00:00Z',
      timeMax: '2026-03-11T00:00:00Z',
      singleEvents: true,
    });
    expect(next.items).toHaveLength(100);
  });
});
