import type { RespondOptions } from '@kalends/core';
import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();

/** Bo's copy of a meeting that Ada has just called. */
async function invitation(rig: WriteRig, allowsNewTimeProposals = true): Promise<{ readonly eventId: string }> {
  const event = { ...wednesday, attendees: [{ address: 'bo@harbour.example' }], allowsNewTimeProposals };
  await rig.ada.events.create({ event, notify: 'everyone' });
  const { items } = await rig.bo.events.list({
    window: { start: '2026-03-25T00:00:00Z', end: '2026-03-26T00:00:00Z' },
  });
  rig.writes();
  rig.mails();
  return { eventId: items[0]?.id ?? '' };
}

describe('events.respond', () => {
  test.each([
    ['accepted', 'accept'],
    ['tentative', 'tentativelyAccept'],
  ] as const)('answers with %s', async (response, action) => {
    const rig = await startRig();
    const target = await invitation(rig);
    const event = await rig.bo.events.respond({ ...target, response, notifyOrganizer: true, comment: 'Gladly' });
    expect(event).toMatchObject({ id: target.eventId, participationStatus: response });
    expect(rig.writes()).toMatchObject([
      { what: `calendars/*/events/*/${action}`, body: { comment: 'Gladly', sendResponse: true } },
    ]);
    expect(rig.mails()).toEqual(['reply ada@harbour.example']);
    expect(rig.emulator.sentMails.at(-1)).toMatchObject({ hasComment: true });
  });

  it('gives nothing back for what the service removes once it is declined', async () => {
    const rig = await startRig();
    const target = await invitation(rig);
    expect(await rig.bo.events.respond({ ...target, response: 'declined', notifyOrganizer: true })).toBeUndefined();
    await expect(rig.bo.events.get(target)).rejects.toMatchObject({ code: 'notFound' });
  });

  it('does not take an earlier answer for one that never arrived', async () => {
    const rig = await startRig();
    const answer = { ...(await invitation(rig)), response: 'accepted', notifyOrganizer: true } as const;
    await rig.bo.events.respond(answer);
    rig.emulator.faults.add(graphFaults.nthWrite(1, graphFaults.connectionCut()));
    await rig.clock.advance(60_000);
    await rig.bo.events.respond({ ...answer, comment: 'Still' });
    expect(rig.mails()).toEqual(['reply ada@harbour.example', 'reply ada@harbour.example']);
  });

  it('can be silent', async () => {
    const rig = await startRig();
    const target = await invitation(rig);
    await rig.bo.events.respond({ ...target, response: 'accepted', notifyOrganizer: false });
    expect(rig.mails()).toEqual([]);
  });

  it('proposes another time', async () => {
    const rig = await startRig();
    const target = await invitation(rig);
    const start = { dateTime: '2026-03-25T14:00:00', timeZone: 'America/New_York' };
    const proposedTime = { kind: 'timed', start, end: { ...start, dateTime: '2026-03-25T15:00:00' } } as const;
    await rig.bo.events.respond({ ...target, response: 'tentative', notifyOrganizer: true, proposedTime });
    expect(rig.emulator.sentMails.at(-1)).toMatchObject({ proposesNewTime: true, response: 'tentativelyAccepted' });
    expect(rig.writes()[0]?.body['proposedNewTime']).toEqual({
      start: { dateTime: '2026-03-25T14:00:00', timeZone: 'Eastern Standard Time' },
      end: { dateTime: '2026-03-25T15:00:00', timeZone: 'Eastern Standard Time' },
    });
  });

  it('answers one occurrence, or the series', async () => {
    const rig = await startRig();
    const { masterId, id } = await occurrence(rig.bo, '2026-04-13T07:00:00Z');
    const answer = { response: 'accepted', notifyOrganizer: true } as const;
    const one = await rig.bo.events.respond({ masterId, recurrenceId: '2026-04-13T07:00:00Z', ...answer });
    expect(one).toMatchObject({ id, kind: 'exception', participationStatus: 'accepted' });
    expect((await occurrence(rig.bo, '2026-03-23T08:00:00Z')).participationStatus).toBe('tentative');
    const all = await rig.bo.events.respond({ eventId: id, scope: 'all', ...answer });
    expect(all).toMatchObject({ id: masterId, kind: 'master', participationStatus: 'accepted' });
    const declined = { ...answer, response: 'declined' } as const;
    expect(await rig.bo.events.respond({ eventId: id, ...declined })).toBeUndefined();
    await expect(rig.bo.events.get({ eventId: id })).rejects.toMatchObject({ code: 'notFound' });
    expect(await rig.bo.events.get({ eventId: masterId })).toMatchObject({ kind: 'master' });
  });

  it('refuses what cannot be, before anything is sent', async () => {
    const rig = await startRig();
    const own = await occurrence(rig.ada, '2026-03-23T08:00:00Z');
    const answer = { response: 'accepted', notifyOrganizer: true } as const;
    await expect(rig.ada.events.respond({ eventId: own.id, ...answer })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    const target = await invitation(rig, false);
    const time = { kind: 'allDay', startDate: '2026-03-26', endDate: '2026-03-27' } as const;
    const refused: readonly (readonly [RespondOptions, string])[] = [
      [{ ...target, ...answer, notifyOrganizer: false, comment: 'x' }, 'unsupported'],
      [{ ...target, ...answer, notifyOrganizer: false, response: 'declined', proposedTime: time }, 'unsupported'],
      [{ ...target, ...answer, response: 'declined', proposedTime: time }, 'accessDenied'],
      [{ ...target, ...answer, proposedTime: time }, 'invalidArgument'],
    ];
    for (const [options, code] of refused) {
      await expect(rig.bo.events.respond(options)).rejects.toMatchObject({ code });
    }
    expect(rig.writes()).toEqual([]);
  });

  test.each([
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
    ['throttled', graphFaults.throttled(3)],
  ] as const)('goes out once when the answer is %s', async (_name, fault) => {
    const rig = await startRig();
    const target = await invitation(rig);
    for (const response of ['tentative', 'declined'] as const) {
      rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
      await rig.clock.advance(1_000);
      await rig.bo.events.respond({ ...target, response, notifyOrganizer: true });
    }
    expect(rig.mails()).toEqual(['reply ada@harbour.example', 'reply ada@harbour.example']);
  });
});
