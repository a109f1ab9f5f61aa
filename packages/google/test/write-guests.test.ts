import { googleFaults } from '@kalends/testing';
import type { CalendarConnection } from '@kalends/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, makeSeries, shown } from './support/series.ts';
import { rejection } from './support/setup.ts';
import { hour, plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
let eventId: string;
const bob = 'bob@tidewater.example';
const guest = 'guest@outside.example';
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
  const event = plain('Meet', { attendees: [{ address: bob }, { address: guest, name: 'A Guest', role: 'optional' }] });
  ({ id: eventId } = await kit.ada.events.create({ event, notify: 'nobody' }));
  kit.forget();
});
afterEach(() => kit.emulator.close());

const addresses = async (connection = kit.ada): Promise<readonly (string | undefined)[]> =>
  (await connection.events.get({ eventId })).attendees.map(({ address }) => address);

describe('events.respond', () => {
  it.each(['accepted', 'tentative', 'declined'] as const)('tells the organizer: %s', async (response) => {
    const answered = await kit.bob.events.respond({ eventId, response, notifyOrganizer: true, comment: 'In <time>' });
    expect(answered).toMatchObject({ id: eventId, participationStatus: response });
    expect(kit.writes()).toMatchObject([
      {
        method: 'PATCH',
        path: `/calendars/${bob}/events/${eventId}`,
        query: { sendUpdates: 'all' },
        body: { attendeesOmitted: true, attendees: [{ email: bob, responseStatus: response, comment: 'In <time>' }] },
      },
    ]);
    const { attendees } = await kit.ada.events.get({ eventId });
    expect(attendees).toMatchObject([
      { address: bob, participationStatus: response, comment: 'In <time>' },
      { address: guest, participationStatus: 'needsAction' },
    ]);
    expect(kit.emulator.sentMails).toMatchObject([{ from: bob, kind: 'reply', response }]);
  });

  it('can be silent', async () => {
    await kit.bob.events.respond({ eventId, response: 'accepted', notifyOrganizer: false });
    expect(kit.emulator.sentMails).toEqual([]);
  });

  it('is for guests', async () => {
    const own = kit.ada.events.respond({ eventId, response: 'accepted', notifyOrganizer: false });
    expect(await rejection(own)).toMatchObject({ code: 'accessDenied', operation: 'events.respond' });
    expect(kit.writes()).toEqual([]);
  });

  it('is for guests, also where the organizer is on the list', async () => {
    const ada = 'ada@tidewater.example';
    const attendees = [
      { email: ada, organizer: true, self: true, responseStatus: 'accepted' },
      { email: guest, responseStatus: 'needsAction' },
    ] as const;
    kit.emulator.putEvent('ada', 'primary', { id: eventId, attendees });
    const own = kit.ada.events.respond({ eventId, response: 'declined', notifyOrganizer: false });
    expect(await rejection(own)).toMatchObject({ code: 'accessDenied' });
    await kit.ada.events.removeAttendees({ eventId, addresses: [ada], notify: 'nobody' });
    expect(kit.writes()).toEqual([]);
    await kit.ada.events.removeAttendees({ eventId, addresses: [ada, guest], notify: 'nobody' });
    expect(kit.writes()).toMatchObject([{ body: { attendees: [{ email: ada, responseStatus: 'accepted' }] } }]);
  });

  it('proposes no other time', async () => {
    const proposedTime = hour('2026-11-21T09:00:00');
    const refused = kit.bob.events.respond({ eventId, response: 'tentative', notifyOrganizer: true, proposedTime });
    expect(await rejection(refused)).toMatchObject({ code: 'unsupported' });
    expect(kit.requests()).toEqual([]);
  });

  it('answers one occurrence, or all of a series', async () => {
    const { id: masterId } = await makeSeries(kit, { attendees: [{ address: bob }] });
    const target = { masterId, recurrenceId: at(22), notifyOrganizer: false } as const;
    await kit.bob.events.respond({ ...target, response: 'declined' });
    const statuses = async (): Promise<readonly string[]> => {
      const window = { start: at(20), end: at(25) };
      const { items } = await kit.ada.events.list({ window });
      return items
        .filter(({ title }) => title === 'Stand')
        .map(({ attendees }) => attendees[0]?.participationStatus ?? '');
    };
    expect(await statuses()).toEqual(['needsAction', 'needsAction', 'declined', 'needsAction', 'needsAction']);
    const all = await kit.bob.events.respond({ ...target, scope: 'all', response: 'accepted' });
    expect(all).toMatchObject({ kind: 'master', participationStatus: 'accepted' });
    expect(await statuses()).toEqual(['accepted', 'accepted', 'declined', 'accepted', 'accepted']);
  });

  it.each(['lostAnswer', 'lateGatewayTimeout', 'connectionCut'] as const)('is settled after %s', async (fault) => {
    kit.emulator.faults.add(googleFaults[fault]());
    await kit.bob.events.respond({ eventId, response: 'accepted', notifyOrganizer: true });
    expect((await kit.ada.events.get({ eventId })).attendees[0]).toMatchObject({ participationStatus: 'accepted' });
    expect(kit.emulator.sentMails).toHaveLength(1);
  });
});

describe('events.addAttendees and removeAttendees', () => {
  const add = (connection: CalendarConnection, ...list: readonly string[]) =>
    connection.events.addAttendees({
      eventId,
      attendees: list.map((address) => ({ address })),
      notify: 'everyone',
    });

  it('change the list and nothing else, whatever others answered', async () => {
    await kit.bob.events.respond({ eventId, response: 'accepted', notifyOrganizer: false, comment: 'Fine' });
    kit.forget();
    const room = { address: 'room4@tidewater.example', kind: 'resource' } as const;
    const changed = await kit.ada.events.addAttendees({
      eventId,
      attendees: [{ address: 'new@outside.example', name: 'New', role: 'optional' }, room],
      notify: 'everyone',
    });
    expect(changed.attendees).toMatchObject([
      { address: bob, participationStatus: 'accepted', comment: 'Fine' },
      { address: guest, name: 'A Guest', role: 'optional' },
      { address: 'new@outside.example', name: 'New', role: 'optional' },
      { ...room, kind: 'resource' },
    ]);
    const [write] = kit.writes();
    expect(Object.keys(write?.body ?? {})).toEqual(['attendees']);
    expect(write?.ifMatch).toMatch(/^"/);
    expect(kit.emulator.sentMails.map(({ to, kind }) => [to, kind])).toEqual([['new@outside.example', 'invitation']]);
    await kit.ada.events.removeAttendees({ eventId, addresses: [guest.toUpperCase()], notify: 'everyone' });
    expect(await addresses()).toEqual([bob, 'new@outside.example', room.address]);
    expect(kit.emulator.sentMails.at(-1)).toMatchObject({ to: guest, kind: 'cancellation' });
  });

  it('send nothing when nothing changes', async () => {
    await add(kit.ada, bob.toUpperCase(), 'ADA@tidewater.example');
    const same = await kit.ada.events.removeAttendees({
      eventId,
      addresses: ['nobody@outside.example', 'ada@tidewater.example'],
      notify: 'everyone',
    });
    expect(same.attendees).toHaveLength(2);
    expect(kit.writes()).toEqual([]);
    expect(kit.emulator.sentMails).toEqual([]);
  });

  it('both land when two add at once', async () => {
    const other = kit.open('ada');
    await Promise.all([
      add(kit.ada, 'a@outside.example'),
      add(other, 'b@outside.example'),
      add(other, 'c@outside.example'),
    ]);
    expect(new Set(await addresses())).toEqual(
      new Set([bob, guest, 'a@outside.example', 'b@outside.example', 'c@outside.example']),
    );
  });

  it('give up when somebody is always faster', async () => {
    const conflict = { when: ({ method }: { readonly method: string }) => method === 'PATCH', times: 99 };
    kit.emulator.faults.add({ ...googleFaults.forbidden(conflict), action: { kind: 'respond', status: 412 } });
    expect(await rejection(add(kit.ada, 'a@outside.example'))).toMatchObject({ code: 'conflict' });
    expect(kit.writes()).toHaveLength(5);
  });

  it('are the organizer’s alone', async () => {
    expect(await rejection(add(kit.bob, 'a@outside.example'))).toMatchObject({ code: 'accessDenied' });
    const removal = kit.bob.events.removeAttendees({ eventId, addresses: [guest], notify: 'nobody' });
    expect(await rejection(removal)).toMatchObject({ code: 'accessDenied' });
    expect(kit.writes()).toEqual([]);
  });

  it.each(['lostAnswer', 'lateGatewayTimeout', 'connectionCut'] as const)('are settled after %s', async (fault) => {
    kit.emulator.faults.add(googleFaults[fault]());
    const changed = await add(kit.ada, 'a@outside.example');
    expect(changed.attendees.map(({ address }) => address)).toEqual([bob, guest, 'a@outside.example']);
    expect(kit.emulator.sentMails).toHaveLength(1);
  });

  it('change one occurrence, all, or those that follow', async () => {
    const { id: masterId } = await makeSeries(kit, { attendees: [{ address: bob }] });
    const occurrence = { masterId, recurrenceId: at(22), notify: 'nobody' } as const;
    await kit.ada.events.addAttendees({ ...occurrence, attendees: [{ address: 'one@outside.example' }] });
    await kit.ada.events.addAttendees({ ...occurrence, scope: 'all', attendees: [{ address: 'all@outside.example' }] });
    const following = { ...occurrence, recurrenceId: at(23), scope: 'following' } as const;
    const remove = () => kit.ada.events.removeAttendees({ ...following, addresses: [bob] });
    const rest = await remove();
    expect(rest).toMatchObject({ kind: 'master' });
    expect(rest.id).not.toBe(masterId);
    expect((await remove()).id).toBe(rest.id);
    const { items } = await kit.ada.events.list({ window: { start: at(20), end: at(25) } });
    const lists = items
      .filter(({ title }) => title === 'Stand')
      .map(({ attendees }) => attendees.map(({ address }) => address?.split('@')[0]));
    expect(lists).toEqual([['bob', 'all'], ['bob', 'all'], ['bob', 'one', 'all'], ['all'], ['all']]);
    expect(await shown(kit.bob)).toEqual([
      'Meet 11-20T09:00',
      'Stand 11-20T09:00',
      'Stand 11-21T09:00',
      'Stand 11-22T09:00',
    ]);
  });
});

describe('events.attachments', () => {
  const file = (n: number) => ({ fileUrl: `https://drive.example/${n}`, title: `Plan ${n}`, mimeType: 'text/plain' });

  it('are links that can be listed and taken off', async () => {
    kit.emulator.putEvent('ada', 'primary', { id: eventId, attachments: [file(1), file(2)] });
    const { attachments } = kit.ada.events;
    const listed = await attachments.list({ eventId });
    expect(listed).toEqual(
      [1, 2].map((n) => ({
        id: `https://drive.example/${n}`,
        url: `https://drive.example/${n}`,
        name: `Plan ${n}`,
        contentType: 'text/plain',
      })),
    );
    await attachments.remove({ eventId, attachmentId: file(1).fileUrl });
    expect(kit.writes()).toMatchObject([{ query: { supportsAttachments: 'true', sendUpdates: 'none' } }]);
    await attachments.remove({ eventId, attachmentId: file(1).fileUrl });
    expect(kit.writes()).toHaveLength(1);
    expect(await attachments.list({ eventId })).toEqual([listed[1]]);
  });

  it('have no content here', async () => {
    const attachment = { name: 'a.txt', contentType: 'text/plain', contentBase64: 'U0VDUkVU' };
    for (const call of [
      kit.ada.events.attachments.add({ eventId, attachment }),
      kit.ada.events.attachments.get({ eventId, attachmentId: 'https://drive.example/1' }),
    ]) {
      expect(await rejection(call)).toMatchObject({ code: 'unsupported', provider: 'google' });
    }
    expect(kit.requests()).toEqual([]);
  });
});
