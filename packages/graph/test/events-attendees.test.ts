import { graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import { occurrence, watchedRigs, wednesday } from './support/write-rig.ts';
import type { WriteRig } from './support/write-rig.ts';

const startRig = watchedRigs();
const everyone = { notify: 'everyone' } as const;

async function meeting(rig: WriteRig): Promise<{ readonly eventId: string }> {
  const attendees = [
    { address: 'bo@harbour.example', role: 'optional' as const },
    { address: 'pier@harbour.example', kind: 'resource' as const },
  ];
  const { id } = await rig.ada.events.create({ event: { ...wednesday, attendees }, ...everyone });
  rig.writes();
  rig.mails();
  return { eventId: id };
}

describe('attendees', () => {
  it('are added to those who are there, who keep their answers', async () => {
    const rig = await startRig();
    const target = await meeting(rig);
    const event = await rig.ada.events.addAttendees({
      ...target,
      attendees: [
        { address: 'BO@harbour.example', role: 'required' },
        { address: 'Ada@harbour.example' },
        { address: 'guest@elsewhere.example', name: 'Guest' },
      ],
      ...everyone,
    });
    expect(event.attendees).toMatchObject([
      { address: 'bo@harbour.example', role: 'optional' },
      { address: 'pier@harbour.example', kind: 'resource', participationStatus: 'accepted' },
      { address: 'guest@elsewhere.example', name: 'Guest' },
    ]);
    const [write] = rig.writes();
    expect(Object.keys(write?.body ?? {})).toEqual(['attendees']);
    expect(write?.headers['if-match']).toMatch(/^W\//);
    expect(rig.mails()).toEqual(['invitation guest@elsewhere.example']);
  });

  it('are taken off it', async () => {
    const rig = await startRig();
    const target = await meeting(rig);
    const addresses = ['PIER@harbour.example', 'nobody@elsewhere.example'];
    const event = await rig.ada.events.removeAttendees({ ...target, addresses, ...everyone });
    expect(event.attendees).toMatchObject([{ address: 'bo@harbour.example' }]);
    expect(rig.mails()).toEqual(['cancellation pier@harbour.example']);
  });

  it('are not written when nothing changes, whatever the intent', async () => {
    const rig = await startRig();
    const target = await meeting(rig);
    await rig.ada.events.addAttendees({ ...target, attendees: [{ address: 'bo@harbour.example' }], notify: 'nobody' });
    await rig.ada.events.removeAttendees({ ...target, addresses: ['x@elsewhere.example'], notify: 'nobody' });
    expect(rig.writes()).toEqual([]);
  });

  it('cannot be changed in silence', async () => {
    const rig = await startRig();
    const target = await meeting(rig);
    for (const notify of ['nobody', 'externalOnly'] as const) {
      const attendees = [{ address: 'guest@elsewhere.example' }];
      const calls = [
        rig.ada.events.addAttendees({ ...target, attendees, notify }),
        rig.ada.events.removeAttendees({ ...target, addresses: ['bo@harbour.example'], notify }),
      ];
      for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'unsupported' });
    }
    expect(rig.writes()).toEqual([]);
  });

  it('are the organizer’s business', async () => {
    const rig = await startRig();
    const { id } = await occurrence(rig.bo, '2026-03-23T08:00:00Z');
    rig.writes();
    const attendees = [{ address: 'guest@elsewhere.example' }];
    await expect(rig.bo.events.addAttendees({ eventId: id, attendees, ...everyone })).rejects.toMatchObject({
      code: 'accessDenied',
    });
    expect(rig.writes()).toEqual([]);
  });

  it('of several callers at once all come in', async () => {
    const rig = await startRig();
    const target = await meeting(rig);
    const addresses = Array.from({ length: 4 }, (_, index) => `guest${index}@elsewhere.example`);
    await Promise.all(
      addresses.map((address) =>
        rig.connect('ada').events.addAttendees({ ...target, attendees: [{ address }], ...everyone }),
      ),
    );
    const { attendees } = await rig.ada.events.get(target);
    expect(attendees.map(({ address }) => address)).toEqual(expect.arrayContaining(addresses));
    expect(attendees).toHaveLength(6);
  });

  it('of one occurrence', async () => {
    const rig = await startRig();
    const { id, masterId } = await occurrence(rig.ada, '2026-04-13T07:00:00Z');
    const event = await rig.ada.events.addAttendees({
      eventId: id,
      attendees: [{ address: 'guest@elsewhere.example' }],
      ...everyone,
    });
    expect(event).toMatchObject({ kind: 'exception', attendees: [{}, {}, { address: 'guest@elsewhere.example' }] });
    expect((await rig.ada.events.get({ eventId: masterId })).attendees).toHaveLength(2);
    const all = { eventId: id, scope: 'all', ...everyone } as const;
    const series = await rig.ada.events.removeAttendees({ ...all, addresses: ['bo@harbour.example'] });
    expect(series).toMatchObject({ id: masterId, attendees: [{ address: 'pier@harbour.example' }] });
  });

  test.each([
    ['lost', graphFaults.lostAnswer()],
    ['late', graphFaults.lateGatewayTimeout()],
    ['cut', graphFaults.connectionCut()],
    ['throttled', graphFaults.throttled(3)],
  ] as const)('get one mail when the answer is %s', async (_name, fault) => {
    const rig = await startRig();
    const target = await meeting(rig);
    rig.emulator.faults.add(graphFaults.nthWrite(1, fault));
    const attendees = [{ address: 'guest@elsewhere.example' }];
    const event = await rig.ada.events.addAttendees({ ...target, attendees, ...everyone });
    expect(event.attendees).toHaveLength(3);
    expect(rig.mails()).toEqual(['invitation guest@elsewhere.example']);
  });
});
