import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rejection } from './support/setup.ts';
import { plain, watchCalendarContract, writingGoogle } from './support/writing-google.ts';
import type { WritingGoogle } from './support/writing-google.ts';

const contract = watchCalendarContract();
let kit: WritingGoogle;
beforeEach(async () => {
  kit = await writingGoogle({}, contract);
});
afterEach(() => kit.emulator.close());

const guests = ['bob@tidewater.example', 'guest@outside.example'];

async function meeting(): Promise<{ readonly eventId: string; readonly version: string }> {
  const event = plain('Meet', { attendees: guests.map((address) => ({ address })) });
  const { id: eventId, version = '' } = await kit.ada.events.create({ event, notify: 'nobody' });
  kit.forget();
  return { eventId, version };
}

describe('events.delete', () => {
  it('removes a meeting from everybody’s calendar', async () => {
    const { eventId } = await meeting();
    await kit.ada.events.delete({ eventId, notify: 'externalOnly' });
    expect(kit.writes()).toEqual([
      {
        method: 'DELETE',
        path: `/calendars/ada@tidewater.example/events/${eventId}`,
        query: { sendUpdates: 'externalOnly' },
        body: undefined,
      },
    ]);
    for (const connection of [kit.ada, kit.bob]) {
      expect(await rejection(connection.events.get({ eventId }))).toMatchObject({ code: 'notFound' });
    }
    expect(kit.emulator.sentMails).toMatchObject([{ to: 'guest@outside.example', kind: 'cancellation' }]);
  });

  it('of what is gone is no error', async () => {
    const { eventId } = await meeting();
    await kit.ada.events.delete({ eventId, notify: 'everyone' });
    const mails = kit.emulator.sentMails.length;
    await kit.ada.events.delete({ eventId, notify: 'everyone' });
    await kit.ada.events.delete({ eventId, scope: 'all', notify: 'everyone' });
    await kit.ada.events.delete({ eventId: 'never5', notify: 'everyone' });
    await kit.ada.events.delete({ masterId: 'never5', recurrenceId: '2026-11-20T08:00:00Z', notify: 'everyone' });
    expect(kit.emulator.sentMails).toHaveLength(mails);
  });

  it('is guarded by a version, at the service', async () => {
    const { eventId, version: ifVersion } = await meeting();
    await kit.ada.events.update({ eventId, patch: { title: 'II' }, notify: 'nobody' });
    kit.forget();
    expect(await rejection(kit.ada.events.delete({ eventId, notify: 'nobody', ifVersion }))).toMatchObject({
      code: 'conflict',
    });
    expect(kit.writes()).toMatchObject([{ ifMatch: ifVersion }]);
    expect(kit.stored('ada', 'II')).toHaveLength(1);
    const { version = '' } = await kit.ada.events.get({ eventId });
    await kit.ada.events.delete({ eventId, notify: 'nobody', ifVersion: version });
    const again = await rejection(kit.ada.events.delete({ eventId, notify: 'nobody', ifVersion: version }));
    expect(['conflict', 'notFound']).toContain((again as { readonly code: string }).code);
    const never = kit.ada.events.delete({ eventId: 'never5', notify: 'nobody', ifVersion: version });
    expect(await rejection(never)).toMatchObject({ code: 'notFound' });
  });

  it('by a guest removes the guest’s copy and declines', async () => {
    const { eventId } = await meeting();
    await kit.bob.events.delete({ eventId, notify: 'everyone' });
    expect(await rejection(kit.bob.events.get({ eventId }))).toMatchObject({ code: 'notFound' });
    const { attendees } = await kit.ada.events.get({ eventId });
    expect(attendees[0]).toMatchObject({ address: 'bob@tidewater.example', participationStatus: 'declined' });
  });
});

describe('events.cancel', () => {
  it('calls a meeting off and tells everybody', async () => {
    const { eventId } = await meeting();
    await kit.ada.events.cancel({ eventId });
    expect(kit.writes()).toMatchObject([{ method: 'DELETE', query: { sendUpdates: 'all' } }]);
    expect(kit.emulator.sentMails.map(({ to, kind }) => [to, kind])).toEqual(guests.map((to) => [to, 'cancellation']));
    expect(await rejection(kit.ada.events.cancel({ eventId }))).toMatchObject({ code: 'notFound' });
  });

  it('is the organizer’s alone', async () => {
    const { eventId } = await meeting();
    expect(await rejection(kit.bob.events.cancel({ eventId }))).toMatchObject({
      code: 'accessDenied',
      operation: 'events.cancel',
    });
    expect(kit.writes()).toEqual([]);
  });

  it('has no text', async () => {
    const { eventId } = await meeting();
    const refused = { code: 'unsupported', message: expect.not.stringContaining('SECRET') };
    expect(await rejection(kit.ada.events.cancel({ eventId, message: 'SECRET' }))).toMatchObject(refused);
    expect(kit.requests()).toEqual([]);
  });

  it('removes what nobody is invited to', async () => {
    const { id: eventId } = await kit.ada.events.create({ event: plain('Alone'), notify: 'nobody' });
    await kit.ada.events.cancel({ eventId });
    expect(kit.stored('ada', 'Alone')).toEqual([]);
  });
});

describe('events.move', () => {
  const side = async (): Promise<string> => {
    const { items } = await kit.ada.calendars.list();
    return items.find(({ name }) => name === 'Side projects')?.id ?? '';
  };

  it('takes everything along to the other calendar', async () => {
    const { eventId } = await meeting();
    const toCalendarId = await side();
    const before = await kit.ada.events.get({ eventId });
    const moved = await kit.ada.events.move({ eventId, toCalendarId, notify: 'externalOnly' });
    expect(moved).toMatchObject({
      id: eventId,
      calendarId: toCalendarId,
      title: 'Meet',
      time: before.time,
      organizer: { address: toCalendarId, isSelf: true },
    });
    expect(moved.attendees.map(({ address }) => address)).toEqual(guests);
    expect(kit.writes()).toMatchObject([
      { method: 'POST', query: { destination: toCalendarId, sendUpdates: 'externalOnly' } },
    ]);
    expect(await rejection(kit.ada.events.get({ eventId }))).toMatchObject({ code: 'notFound' });
    const back = await kit.ada.events.move({
      calendarId: toCalendarId,
      eventId,
      toCalendarId: 'primary',
      notify: 'nobody',
    });
    expect(back).toMatchObject({ id: eventId, calendarId: 'ada@tidewater.example' });
  });

  it('is no guest’s, and not for an occurrence', async () => {
    const { eventId } = await meeting();
    const toCalendarId = await side();
    const stranger = kit.bob.events.move({ eventId, toCalendarId, notify: 'nobody' });
    expect(['accessDenied', 'notFound']).toContain(((await rejection(stranger)) as { readonly code: string }).code);
    const { items } = await kit.ada.events.list({
      window: { start: '2026-11-16T00:00:00Z', end: '2026-11-18T00:00:00Z' },
    });
    const occurrence = items.find(({ kind }) => kind === 'exception')?.id ?? '';
    const refused = kit.ada.events.move({ eventId: occurrence, toCalendarId, notify: 'nobody' });
    expect(await rejection(refused)).toMatchObject({ code: 'invalidArgument' });
  });

  it.each(['lostAnswer', 'lateGatewayTimeout', 'connectionCut'] as const)('is settled after %s', async (fault) => {
    const { eventId } = await meeting();
    const toCalendarId = await side();
    kit.emulator.faults.add(googleFaults[fault]());
    const moved = await kit.ada.events.move({ eventId, toCalendarId, notify: 'nobody' });
    expect(moved).toMatchObject({ id: eventId, calendarId: toCalendarId });
    expect(kit.writes()).toHaveLength(fault === 'connectionCut' ? 2 : 1);
  });
});
