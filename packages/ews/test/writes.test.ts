import type { EventPatch, NewEvent, NotifyIntent } from '@kalends/core';
import { describe, expect, it } from 'vitest';
import { service } from './support/directory-emulator.ts';
import { changedFields, fourMondays, startsOf, timed, writingEmulators } from './support/writing-emulator.ts';

const start = writingEmulators();
const ben = { address: 'ben@tidewater.example' };
const chitra = { address: 'chitra@tidewater.example' };
const harbour = { address: 'harbour@tidewater.example', kind: 'resource' } as const;
const meeting: NewEvent = { title: 'Tide tables', time: timed('2026-09-07'), attendees: [ben] };
const appointment: NewEvent = { title: 'Sand bank', time: timed('2026-09-08') };
const hiddenTrash =
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages"><s:Body>' +
  '<m:CreateItemResponse><m:ResponseMessages><m:CreateItemResponseMessage ResponseClass="Error"><m:MessageText>Not found.</m:MessageText>' +
  '<m:ResponseCode>ErrorFolderNotFound</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Items/>' +
  '</m:CreateItemResponseMessage></m:ResponseMessages></m:CreateItemResponse></s:Body></s:Envelope>';

describe('events.create', () => {
  it('writes everything an event can say, in the order of the schema', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const event = await ada.events.create({
      event: {
        ...meeting,
        body: { contentType: 'text', content: 'Ebb & flow <at> "noon"' },
        locations: [{ name: 'Pier 4' }],
        categories: ['Blue', 'Sea'],
        reminderMinutes: 30,
        busyStatus: 'tentative',
        privacy: 'private',
        allowsNewTimeProposals: false,
        properties: { Ticket: 'T-1', note: 'ü\u0001"\\' },
        attendees: [ben, { ...chitra, role: 'optional', name: 'Chitra <Rao>' }, harbour],
      },
      notify: 'nobody',
    });
    const read = await ada.events.get({ eventId: event.id, include: ['body', 'properties'] });
    expect(read).toMatchObject({
      kind: 'single',
      title: 'Tide tables',
      locations: [{ name: 'Pier 4' }],
      categories: ['Blue', 'Sea'],
      reminderMinutes: 30,
      busyStatus: 'tentative',
      privacy: 'private',
      allowsNewTimeProposals: false,
      body: { contentType: 'text', content: 'Ebb & flow <at> "noon"' },
      properties: { Ticket: 'T-1', note: 'ü\u0001"\\' },
    });
    expect(read.attendees.map(({ address, role, kind }) => [address, role, kind])).toEqual([
      ['ben@tidewater.example', 'required', 'individual'],
      ['chitra@tidewater.example', 'optional', 'individual'],
      ['harbour@tidewater.example', 'required', 'resource'],
    ]);
    expect(event).not.toHaveProperty('properties');
  });

  it.each<[NotifyIntent, NewEvent, readonly string[]]>([
    ['everyone', meeting, ['ben@tidewater.example']],
    ['nobody', meeting, []],
    ['externalOnly', appointment, []],
  ])('tells %s', async (notify, event, told) => {
    await using world = await start();
    await world.open('ada').events.create({ event, notify });
    expect(world.mails().map(({ to }) => to)).toEqual(told);
  });

  it('cannot leave out those inside, and sends nothing then', async () => {
    await using world = await start();
    const ada = world.open('ada');
    await expect(ada.events.create({ event: meeting, notify: 'externalOnly' })).rejects.toMatchObject({
      code: 'unsupported',
      operation: 'events.create',
    });
    const { id } = await ada.events.create({ event: meeting, notify: 'nobody' });
    world.writes();
    const calls = [
      () => ada.events.update({ eventId: id, patch: { title: 'x' }, notify: 'externalOnly' }),
      () => ada.events.delete({ eventId: id, notify: 'externalOnly' }),
      () => ada.events.addAttendees({ eventId: id, attendees: [chitra], notify: 'externalOnly' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'unsupported' });
    expect(world.writes()).toEqual([]);
  });

  it.each<[string, Partial<NewEvent>, string]>([
    ['a colour', { color: '#a4bdfc' }, 'color'],
    ['public events', { privacy: 'public' }, 'privacy'],
    ['a join link to make', { conference: { kind: 'create', service: 'teams' } }, 'conference'],
    ['two places', { locations: [{ name: 'a' }, { name: 'b' }] }, 'locations'],
    ['the address of a place', { locations: [{ name: 'a', address: 'a@b.example' }] }, 'locations'],
    ['a control character in the title', { title: 'CANARY\u0000' }, 'title'],
    ['a control character in the body', { body: { contentType: 'html', content: 'CANARY\u0008' } }, 'body'],
    ['a control character in a category', { categories: ['CANARY\uFFFE'] }, 'categories'],
    ['a control character in a name', { attendees: [{ ...ben, name: 'CANARY\u0001' }] }, 'attendees'],
    [
      'a zone without a Windows id',
      { time: { ...timed('2026-09-07'), start: { dateTime: '2026-09-07T09:00:00', timeZone: 'Antarctica/Troll' } } },
      'Antarctica/Troll',
    ],
  ])('refuses %s before anything is sent', async (_name, content, named) => {
    await using world = await start();
    const call = world.open('ada').events.create({ event: { ...appointment, ...content }, notify: 'nobody' });
    await expect(call).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(named) });
    await expect(call).rejects.not.toMatchObject({ message: expect.stringContaining('CANARY') });
    expect(world.writes()).toEqual([]);
  });

  it('refuses the organizer among the attendees', async () => {
    await using world = await start();
    const event = { ...meeting, attendees: [{ address: 'ADA@tidewater.example' }] };
    await expect(world.open('ada').events.create({ event, notify: 'nobody' })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
  });

  it('puts days into the zone of the settings, and keeps the zone of events that have one', async () => {
    await using world = await start();
    const ada = world.open('ada', { timeZone: 'America/New_York' });
    const time = { kind: 'allDay', startDate: '2026-09-07', endDate: '2026-09-09' } as const;
    const { id } = await ada.events.create({ event: { title: 'Regatta', time }, notify: 'nobody' });
    const stored = (): object | undefined =>
      world.emulator.storedEvents('ada').find(({ subject }) => subject === 'Regatta');
    expect(stored()).toMatchObject({ startAt: '2026-09-07T04:00:00Z', endAt: '2026-09-09T04:00:00Z', isAllDay: true });
    const moved = { kind: 'allDay', startDate: '2026-11-02', endDate: '2026-11-03' } as const;
    const event = await world.open('ada').events.update({ eventId: id, patch: { time: moved }, notify: 'nobody' });
    expect(event.time).toEqual(moved);
    expect(stored()).toMatchObject({ startAt: '2026-11-02T05:00:00Z', timeZone: 'Eastern Standard Time' });
  });

  it('keeps the second reading of a repeated hour, and normalizes a skipped one', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const wall = { dateTime: '2026-10-25T02:30:00', timeZone: 'Europe/Berlin' };
    const second = { ...wall, instant: '2026-10-25T01:30:00Z' };
    const repeated = await ada.events.create({
      event: { title: 'Twice', time: { kind: 'timed', start: second, end: second } },
      notify: 'nobody',
    });
    expect(repeated.time).toMatchObject({ start: { instant: '2026-10-25T01:30:00Z' } });
    const skipped = { dateTime: '2027-03-28T02:30:00', timeZone: 'Europe/Berlin' };
    const event = { title: 'Never', time: { kind: 'timed', start: skipped, end: skipped } } as const;
    expect((await ada.events.create({ event, notify: 'nobody' })).time).toMatchObject({
      start: { dateTime: '2027-03-28T03:30:00' },
    });
  });
});

describe('events.update', () => {
  it.each<[EventPatch, readonly string[]]>([
    [{ title: 'New' }, ['Set item:Subject']],
    [{ title: null, categories: [] }, ['Delete item:Subject', 'Delete item:Categories']],
    [{ reminderMinutes: 5 }, ['Set item:ReminderIsSet', 'Set item:ReminderMinutesBeforeStart']],
    [{ reminderMinutes: null }, ['Set item:ReminderIsSet']],
    [{ properties: { a: '1' } }, ['Set kalends-properties']],
    [{ locations: [{ name: 'Pier 5' }] }, ['Set calendar:Location']],
    [{ time: timed('2026-09-07', '12:00', '13:00') }, ['Set calendar:End', 'Set calendar:Start']],
    [{ time: timed('2026-09-07', '09:00', '10:30') }, ['Set calendar:Start', 'Set calendar:End']],
    [{ body: null }, []],
    [{ locations: [] }, []],
    [{}, []],
  ])('sends what %j names and nothing else', async (patch, fields) => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: meeting, notify: 'nobody' });
    world.writes();
    await ada.events.update({ eventId: id, patch, notify: 'nobody' });
    const writes = world.writes();
    expect(writes).toHaveLength(fields.length === 0 ? 0 : 1);
    expect(writes.flatMap(changedFields)).toEqual(fields);
    expect(writes.join('')).not.toContain('Attendee');
  });

  it('tells attendees of what they see, and of nothing that is one’s own', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: meeting, notify: 'everyone' });
    world.mails();
    const own = { categories: ['Blue'], reminderMinutes: 10, properties: { a: 'b' } };
    await ada.events.update({ eventId: id, patch: own, notify: 'everyone' });
    expect(world.mails()).toEqual([]);
    await ada.events.update({ eventId: id, patch: { title: 'Spring tide' }, notify: 'nobody' });
    expect(world.mails()).toEqual([]);
    await ada.events.update({ eventId: id, patch: { locations: [{ name: 'Pier 9' }] }, notify: 'everyone' });
    expect(world.mails()).toEqual([{ to: ben.address, kind: 'update' }]);
  });

  it('refuses a version that is no longer the latest, and leaves the event as it is', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id, version = '' } = await ada.events.create({ event: appointment, notify: 'nobody' });
    await world.open('ada').events.update({ eventId: id, patch: { title: 'First' }, notify: 'nobody' });
    const stale = { eventId: id, notify: 'nobody', ifVersion: version } as const;
    await expect(ada.events.update({ ...stale, patch: { title: 'Second' } })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(ada.events.update({ ...stale, patch: {} })).rejects.toMatchObject({ code: 'conflict' });
    await expect(ada.events.delete(stale)).rejects.toMatchObject({ code: 'unsupported' });
    const { title, version: current = '' } = await ada.events.get({ eventId: id });
    expect(title).toBe('First');
    const guarded = { eventId: id, notify: 'nobody', ifVersion: current, patch: { title: 'Third' } } as const;
    expect((await ada.events.update(guarded)).title).toBe('Third');
  });

  it('writes on what the event is by then, when rooms and people answer meanwhile', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: { ...meeting, attendees: [ben, harbour] }, notify: 'everyone' });
    const patches = Array.from({ length: 4 }, (_, index) => ({ properties: { [`key${index}`]: 'x' } }));
    await Promise.all(patches.map((patch) => ada.events.update({ eventId: id, patch, notify: 'nobody' })));
    const { properties } = await ada.events.get({ eventId: id, include: ['properties'] });
    expect(Object.keys(properties ?? {}).sort()).toEqual(['key0', 'key1', 'key2', 'key3']);
    await ada.events.update({ eventId: id, patch: { properties: { key0: null, key1: 'y' } }, notify: 'nobody' });
    const after = await ada.events.get({ eventId: id, include: ['properties'] });
    expect(after.properties).toEqual({ key1: 'y', key2: 'x', key3: 'x' });
  });

  it('keeps a link once, in the place or below the text', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const url = 'https://meet.example/a?b=1&c=2';
    const conference = { kind: 'link', url } as const;
    const { id } = await ada.events.create({ event: { ...appointment, conference }, notify: 'nobody' });
    const state = async (): Promise<readonly unknown[]> => {
      const { locations, body } = await ada.events.get({ eventId: id, include: ['body'] });
      return [locations.map(({ name }) => name), body?.content];
    };
    const update = (patch: EventPatch): Promise<unknown> => ada.events.update({ eventId: id, patch, notify: 'nobody' });
    expect(await state()).toEqual([[url], undefined]);
    await update({ locations: [{ name: 'Pier 1' }] });
    expect(await state()).toEqual([['Pier 1'], url]);
    await update({ body: { contentType: 'text', content: 'Agenda' } });
    await update({ conference });
    expect(await state()).toEqual([['Pier 1'], `Agenda\r\n${url}`]);
    await update({ locations: null });
    expect(await state()).toEqual([[url], 'Agenda']);
    await update({ conference: null });
    expect(await state()).toEqual([[], 'Agenda']);
  });

  it('turns an event into one of whole days and back', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: appointment, notify: 'nobody' });
    const days = { kind: 'allDay', startDate: '2026-09-10', endDate: '2026-09-11' } as const;
    expect((await ada.events.update({ eventId: id, patch: { time: days }, notify: 'nobody' })).time).toEqual(days);
    const back = await ada.events.update({ eventId: id, patch: { time: timed('2026-09-08') }, notify: 'nobody' });
    expect(back.time).toMatchObject({ start: { instant: '2026-09-08T08:00:00Z' } });
  });
});

describe('events.delete and events.cancel', () => {
  it('tells invitees as asked, and takes what is gone for deleted', async () => {
    await using world = await start();
    const ada = world.open('ada');
    for (const [notify, kinds] of [
      ['everyone', ['cancellation']],
      ['nobody', []],
    ] as const) {
      const { id } = await ada.events.create({ event: meeting, notify: 'everyone' });
      world.mails();
      await ada.events.delete({ eventId: id, notify });
      await ada.events.delete({ eventId: id, notify });
      expect(world.mails().map(({ kind }) => kind)).toEqual(kinds);
    }
  });

  it('removes an invitee’s own copy without a mail', async () => {
    await using world = await start();
    await world.open('ada').events.create({ event: meeting, notify: 'everyone' });
    const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === meeting.title);
    world.mails();
    await world.open('ben').events.delete({ eventId: copy?.id ?? '', notify: 'everyone' });
    expect(world.mails()).toEqual([]);
    await expect(world.open('ben').events.get({ eventId: copy?.id ?? '' })).rejects.toMatchObject({ code: 'notFound' });
  });

  it('cancels for the organizer alone, with a text', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: meeting, notify: 'everyone' });
    const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === meeting.title);
    await expect(world.open('ben').events.cancel({ eventId: copy?.id ?? '' })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    await ada.events.cancel({ eventId: id, message: 'Fog' });
    expect(world.emulator.sentMails.at(-1)).toMatchObject({ kind: 'cancellation', hasComment: true });
    await expect(ada.events.get({ eventId: id })).rejects.toMatchObject({ code: 'notFound' });
    const { id: own } = await ada.events.create({ event: appointment, notify: 'nobody' });
    await ada.events.cancel({ eventId: own });
    await expect(ada.events.get({ eventId: own })).rejects.toMatchObject({ code: 'notFound' });
  });

  it.each([
    ['Owner', undefined, 'deleteditems'],
    ['Owner', 'deletedItems', 'deleteditems'],
    ['Owner', 'recoverableItems', undefined],
    [undefined, undefined, undefined],
  ] as const)('with %s on Deleted Items and deleteTo %s, leaves events in %s', async (level, deleteTo, folder) => {
    const rights = { mailbox: 'ada', grantee: service.id };
    await using world = await start({
      serviceAccounts: [service],
      permissions: [
        { ...rights, level: 'Editor', viewPrivateItems: true },
        ...(level === undefined ? [] : [{ ...rights, level, folder: 'deleteditems' as const }]),
      ],
    });
    const settings = deleteTo === undefined ? {} : { deleteTo };
    const connection = world.open(service.id, settings, { mailbox: 'ada@tidewater.example' });
    const remove = async (event: NewEvent): Promise<string | undefined> => {
      const { id } = await connection.events.create({ event, notify: 'everyone' });
      world.mails();
      await connection.events.delete({ eventId: id, notify: 'everyone' });
      await expect(connection.events.get({ eventId: id })).rejects.toMatchObject({ code: 'notFound' });
      return world.emulator.storedEvents('ada').find(({ subject }) => subject === event.title)?.folder;
    };
    expect(await remove(appointment)).toBe(folder);
    expect(world.mails()).toEqual([]);
    // What Exchange itself cancels goes to the trash, whatever the rights.
    expect(await remove(meeting)).toBe(deleteTo === 'recoverableItems' ? undefined : 'deleteditems');
    expect(world.mails().map(({ kind }) => kind)).toEqual(['cancellation']);
  });

  it('tells what is gone from what may be hidden', async () => {
    const ada = 'ada@tidewater.example';
    await using world = await start({ permissions: [{ mailbox: 'ada', grantee: 'ben', level: 'Editor' }] });
    const connection = world.open('ben', {}, { mailbox: ada });
    const { id } = await connection.events.create({ event: appointment, notify: 'nobody' });
    const remove = (): Promise<void> => connection.events.delete({ eventId: id, notify: 'nobody' });
    await remove();
    await expect(remove()).rejects.toMatchObject({
      code: 'notFound',
      cure: { text: expect.stringContaining('private') },
    });
    world.emulator.grantPermission({ mailbox: 'ada', grantee: 'ben', level: 'Editor', viewPrivateItems: true });
    await remove();
  });

  it('takes an event for deleted only when Exchange has put it somewhere', async () => {
    const rights = { mailbox: 'ada', grantee: 'ben', level: 'Editor', viewPrivateItems: true } as const;
    await using world = await start({ permissions: [rights] });
    const connection = world.open('ben', { deleteTo: 'deletedItems' }, { mailbox: 'ada@tidewater.example' });
    const { id } = await connection.events.create({ event: meeting, notify: 'nobody' });
    world.emulator.faults.add({
      when: ({ body }) => body.includes('<t:CancelCalendarItem>'),
      action: {
        kind: 'respond',
        status: 200,
        headers: { 'content-type': 'text/xml; charset=utf-8' },
        body: hiddenTrash,
      },
    });
    await expect(connection.events.delete({ eventId: id, notify: 'everyone' })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    expect((await connection.events.get({ eventId: id })).title).toBe(meeting.title);
  });

  it('leaves an event alone that cannot go where it should', async () => {
    const rights = { mailbox: 'ada', grantee: service.id };
    await using world = await start({
      serviceAccounts: [service],
      permissions: [{ ...rights, level: 'Editor', viewPrivateItems: true }],
    });
    const mailbox = { mailbox: 'ada@tidewater.example' };
    const connection = world.open(service.id, { deleteTo: 'deletedItems' }, mailbox);
    const { id } = await connection.events.create({ event: appointment, notify: 'nobody' });
    await expect(connection.events.delete({ eventId: id, notify: 'nobody' })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    expect((await connection.events.get({ eventId: id })).title).toBe(appointment.title);
  });
});

describe('events.move', () => {
  it('moves an event with its attendees, under another id', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const calendars = (await ada.calendars.list()).items;
    const garden = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
    const { id } = await ada.events.create({ event: meeting, notify: 'everyone' });
    world.mails();
    const moved = await ada.events.move({ eventId: id, toCalendarId: garden, notify: 'nobody' });
    expect(moved).toMatchObject({ calendarId: garden, title: meeting.title });
    expect(moved.attendees).toHaveLength(1);
    expect(moved.id).not.toBe(id);
    expect(world.mails()).toEqual([]);
    await expect(ada.events.get({ eventId: id })).rejects.toMatchObject({ code: 'notFound' });
    world.writes();
    expect((await ada.events.move({ eventId: moved.id, toCalendarId: garden, notify: 'nobody' })).id).toBe(moved.id);
    expect(world.writes()).toEqual([]);
  });
});

describe('events.respond', () => {
  it('answers with a comment and another time, and gives the event under its new id', async () => {
    await using world = await start();
    const { id } = await world.open('ada').events.create({ event: meeting, notify: 'everyone' });
    const invited = world.open('ben');
    const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === meeting.title);
    const eventId = copy?.id ?? '';
    const answered = await invited.events.respond({
      eventId,
      response: 'tentative',
      notifyOrganizer: true,
      comment: 'After lunch?',
      proposedTime: timed('2026-09-07', '14:00', '15:00'),
    });
    expect(answered).toMatchObject({ participationStatus: 'tentative' });
    expect(answered?.id).not.toBe(eventId);
    expect(world.emulator.sentMails.at(-1)).toMatchObject({ kind: 'reply', hasComment: true, proposesNewTime: true });
    world.mails();
    const silent = { eventId: answered?.id ?? '', response: 'declined', notifyOrganizer: false } as const;
    await expect(invited.events.respond({ ...silent, comment: 'x' })).rejects.toMatchObject({ code: 'unsupported' });
    expect(await invited.events.respond(silent)).toBeUndefined();
    expect(world.mails()).toEqual([]);
    await expect(
      world.open('ada').events.respond({ eventId: id, response: 'accepted', notifyOrganizer: true }),
    ).rejects.toMatchObject({ code: 'accessDenied' });
  });

  it('is nothing that rights on folders give', async () => {
    await using world = await start({
      serviceAccounts: [service],
      permissions: [{ mailbox: 'ben', grantee: service.id, level: 'Owner' }],
    });
    const connection = world.open(service.id, {}, { mailbox: 'ben@tidewater.example' });
    expect(connection.capabilities.events.writes.verbs).not.toContain('respond');
    const call = connection.events.respond({ eventId: 'AAA=', response: 'accepted', notifyOrganizer: true });
    await expect(call).rejects.toMatchObject({ code: 'unsupported' });
    expect(world.emulator.exchanges).toEqual([]);
  });
});

describe('attendees', () => {
  it('adds only who is new and tells only them; nothing new is nothing sent', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: meeting, notify: 'everyone' });
    world.mails();
    world.writes();
    const event = await ada.events.addAttendees({
      eventId: id,
      attendees: [{ address: 'BEN@tidewater.example' }, { ...chitra, role: 'optional' }, harbour],
      notify: 'everyone',
    });
    expect(event.attendees.map(({ address }) => address)).toEqual([ben.address, chitra.address, harbour.address]);
    const [write = '', ...others] = world.writes();
    expect(others).toEqual([]);
    expect(changedFields(write)).toEqual(['AppendTo calendar:OptionalAttendees', 'AppendTo calendar:Resources']);
    expect(write).not.toContain('ben@');
    expect(world.mails().map(({ to }) => to)).not.toContain(ben.address);
    await ada.events.addAttendees({ eventId: id, attendees: [chitra], notify: 'everyone' });
    await ada.events.removeAttendees({ eventId: id, addresses: ['nobody@tidewater.example'], notify: 'everyone' });
    expect(world.writes()).toEqual([]);
    expect(world.mails()).toEqual([]);
  });

  it('removes people and tells them, and loses nobody whom another connection adds', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: { ...meeting, attendees: [ben, chitra] }, notify: 'everyone' });
    world.mails();
    await Promise.all([
      ada.events.removeAttendees({ eventId: id, addresses: ['Ben@Tidewater.example'], notify: 'everyone' }),
      world.open('ada').events.addAttendees({ eventId: id, attendees: [harbour], notify: 'everyone' }),
      world.open('ada').events.addAttendees({
        eventId: id,
        attendees: [{ address: 'guest@elsewhere.example' }],
        notify: 'everyone',
      }),
    ]);
    const { attendees } = await ada.events.get({ eventId: id });
    expect(new Set(attendees.map(({ address }) => address))).toEqual(
      new Set([chitra.address, 'guest@elsewhere.example', harbour.address]),
    );
    expect(world.mails()).toContainEqual({ to: ben.address, kind: 'cancellation' });
  });

  it('is for the organizer alone, before anything is written', async () => {
    await using world = await start();
    await world.open('ada').events.create({ event: meeting, notify: 'everyone' });
    const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === meeting.title);
    world.writes();
    const target = { eventId: copy?.id ?? '', notify: 'nobody' } as const;
    const invited = world.open('ben');
    await expect(invited.events.addAttendees({ ...target, attendees: [chitra] })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    await expect(invited.events.removeAttendees({ ...target, addresses: ['a@b.example'] })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    expect(world.writes()).toEqual([]);
  });
});

describe('attachments', () => {
  it('are listed, read, added and taken off', async () => {
    await using world = await start();
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: appointment, notify: 'nobody' });
    const contentBase64 = Buffer.from('low water: 04:12').toString('base64');
    const attachment = { name: 'tides <1>.txt', contentType: 'text/plain', contentBase64 };
    const added = await ada.events.attachments.add({ eventId: id, attachment });
    expect(added).toMatchObject({ name: attachment.name, contentType: 'text/plain', sizeBytes: 16 });
    expect(await ada.events.attachments.list({ eventId: id })).toEqual([added]);
    const target = { eventId: id, attachmentId: added.id };
    expect(await ada.events.attachments.get(target)).toEqual({ ...added, contentBase64 });
    const { id: other } = await ada.events.create({ event: meeting, notify: 'nobody' });
    await expect(ada.events.attachments.get({ ...target, eventId: other })).rejects.toMatchObject({ code: 'notFound' });
    await ada.events.attachments.remove(target);
    await ada.events.attachments.remove(target);
    expect(await ada.events.attachments.list({ eventId: id })).toEqual([]);
  });

  it('are refused when Exchange takes no more', async () => {
    await using world = await start({ maxItemBytes: 1_000 });
    const ada = world.open('ada');
    const { id } = await ada.events.create({ event: appointment, notify: 'nobody' });
    const attachment = { name: 'a', contentType: 'text/plain', contentBase64: Buffer.alloc(2_000).toString('base64') };
    await expect(ada.events.attachments.add({ eventId: id, attachment })).rejects.toMatchObject({
      code: 'quotaExceeded',
    });
  });
});

describe('writing', () => {
  it('takes the permission to write: with less, nothing is sent', async () => {
    await using world = await start();
    const reader = world.open('ada', {}, { policy: { calendars: 'read', contacts: 'none' } });
    const target = { eventId: 'AAA=', notify: 'nobody' } as const;
    const attachment = { name: 'a', contentType: 'text/plain', contentBase64: '' };
    const { events } = reader;
    const calls = [
      () => events.create({ event: appointment, notify: 'nobody' }),
      () => events.update({ ...target, patch: { title: 'x' } }),
      () => events.delete(target),
      () => events.cancel({ eventId: 'AAA=' }),
      () => events.move({ ...target, toCalendarId: 'AAA=' }),
      () => events.respond({ eventId: 'AAA=', response: 'accepted', notifyOrganizer: true }),
      () => events.addAttendees({ ...target, attendees: [ben] }),
      () => events.removeAttendees({ ...target, addresses: [ben.address] }),
      () => events.attachments.add({ eventId: 'AAA=', attachment }),
      () => events.attachments.remove({ eventId: 'AAA=', attachmentId: 'AAA=' }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'policyDenied' });
    expect(world.emulator.exchanges).toEqual([]);
  });

  it('leaves private events alone that are hidden, and is as ever once they are shown', async () => {
    await using world = await start({ permissions: [{ mailbox: 'ada', grantee: 'ben', level: 'Editor' }] });
    const ada = world.open('ada');
    const privacy = 'private';
    const { id } = await ada.events.create({ event: { ...meeting, privacy }, notify: 'everyone' });
    const { id: masterId } = await ada.events.create({ event: { ...fourMondays, privacy }, notify: 'nobody' });
    const before = world.emulator.storedEvents('ada');
    world.writes();
    world.mails();
    const { events, calendars } = world.open('ben', {}, { mailbox: 'ada@tidewater.example' });
    const garden = (await calendars.list()).items.find(({ isPrimary }) => !isPrimary)?.id ?? '';
    const nobody = { notify: 'nobody' } as const;
    const rest = { masterId, recurrenceId: '2026-09-14T08:00:00Z', scope: 'following', ...nobody } as const;
    const calls: readonly (() => Promise<unknown>)[] = [
      () => events.update({ eventId: id, patch: { title: 'x' }, ...nobody }),
      () => events.update({ ...rest, patch: { title: 'x' } }),
      () => events.update({ ...rest, scope: 'occurrence', patch: { title: 'x' } }),
      () => events.delete({ eventId: id, notify: 'everyone' }),
      () => events.delete(rest),
      () => events.cancel({ eventId: id }),
      () => events.addAttendees({ eventId: id, attendees: [chitra], notify: 'everyone' }),
      () => events.removeAttendees({ eventId: id, addresses: [ben.address], notify: 'everyone' }),
      () => events.move({ eventId: id, toCalendarId: garden, ...nobody }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'accessDenied' });
    const read = { status: 'confirmed', isContentHidden: true, attendeesOmitted: true };
    expect(await events.get({ eventId: id })).toMatchObject(read);
    expect(await events.get({ eventId: id })).not.toHaveProperty('title');
    expect([world.writes(), world.mails()]).toEqual([[], []]);
    expect(world.emulator.storedEvents('ada')).toEqual(before);
    world.emulator.grantPermission({ mailbox: 'ada', grantee: 'ben', level: 'Editor', viewPrivateItems: true });
    expect(await events.get({ eventId: id })).toMatchObject({ title: meeting.title, attendeesOmitted: false });
    await events.delete({ eventId: id, notify: 'everyone' });
    expect(world.mails().map(({ kind }) => kind)).toEqual(['cancellation']);
  });

  it('refuses by version what an old server does not know', async () => {
    await using world = await start({ version: '14.3' });
    const ada = world.open('ada');
    const event: NewEvent = { ...appointment, busyStatus: 'workingElsewhere' };
    await expect(ada.events.create({ event, notify: 'nobody' })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('busyStatus'),
    });
    await ada.events.create({ event: meeting, notify: 'everyone' });
    expect(await startsOf(ada, meeting.title ?? '')).toEqual(['2026-09-07T08:00:00Z']);
    const [copy] = world.emulator.storedEvents('ben').filter(({ subject }) => subject === meeting.title);
    const answer = { eventId: copy?.id ?? '', response: 'tentative', notifyOrganizer: true } as const;
    await expect(
      world.open('ben').events.respond({ ...answer, proposedTime: timed('2026-09-07', '14:00', '15:00') }),
    ).rejects.toMatchObject({ code: 'unsupported' });
    expect(await world.open('ben').events.respond(answer)).toMatchObject({ participationStatus: 'tentative' });
  });

  it('carries the address of no other mailbox', async () => {
    await using world = await start({
      serviceAccounts: [service],
      permissions: [
        { mailbox: 'ada', grantee: service.id, level: 'Editor' },
        { mailbox: 'ben', grantee: service.id, level: 'Editor' },
      ],
    });
    const { id } = await world.open('ben').events.create({ event: appointment, notify: 'nobody' });
    const connection = world.open(service.id, {}, { mailbox: 'ada@tidewater.example' });
    world.writes();
    await expect(
      connection.events.update({ eventId: id, patch: { title: 'x' }, notify: 'nobody' }),
    ).rejects.toMatchObject({ code: 'notFound' });
    const calendarId = (await world.open('ben').calendars.list()).items[0]?.id ?? '';
    await expect(connection.events.create({ event: appointment, calendarId, notify: 'nobody' })).rejects.toMatchObject({
      code: 'notFound',
    });
    expect(world.writes()).toEqual([]);
  });
});
