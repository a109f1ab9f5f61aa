import { describe, expect, it } from 'vitest';
import { graphFaults } from '../../src/graph/graph-faults.ts';
import { ben, eventBody, guests, startWriteRig } from './write-rig.ts';

const invitation = eventBody({ attendees: guests(ben) });

describe('faults of writes', () => {
  it.each([
    ['throttled', graphFaults.throttled(3), 429, 0],
    ['unavailable', graphFaults.serviceUnavailable(), 503, 0],
    ['broken', graphFaults.internalServerError(), 500, 0],
    ['cut before', graphFaults.connectionCut(), undefined, 0],
    ['cut after', graphFaults.lostAnswer(), undefined, 1],
    ['late', graphFaults.lateGatewayTimeout(), 504, 1],
  ])('%s: the event is there or not', async (_name, fault, status, count) => {
    await using rig = await startWriteRig();
    rig.emulator.faults.add(fault);
    const sent = rig.post('/me/events', invitation).then(
      (reply) => reply.status,
      () => undefined,
    );
    expect(await sent).toBe(status);
    expect([rig.emulator.storedEvents('ada').length, rig.mails().length]).toEqual([count, count]);
  });

  it('hit the n-th write and no read', async () => {
    await using rig = await startWriteRig();
    rig.emulator.faults.add(graphFaults.nthWrite(2, graphFaults.throttled(1)));
    const { id } = (await rig.post('/me/events', invitation)).body;
    expect((await rig.read('/me/events')).status).toBe(200);
    expect(
      (await rig.post('/me/translateExchangeIds', { inputIds: [id], sourceIdType: 'restId', targetIdType: 'ewsId' }))
        .status,
    ).toBe(200);
    expect((await rig.patch(`/me/events/${id}`, { subject: 'x' })).status).toBe(429);
    expect((await rig.patch(`/me/events/${id}`, { subject: 'x' })).status).toBe(200);
    const path = `/me/events/${id}`;
    const only = graphFaults.accessDenied({ when: ({ method }) => method === 'DELETE' });
    rig.emulator.faults.add(graphFaults.nthWrite(1, only));
    expect((await rig.patch(path, { subject: 'y' })).status).toBe(200);
    expect((await rig.remove(path)).status).toBe(403);
  });

  it('can leave a client without an answer to what was done', async () => {
    await using rig = await startWriteRig();
    const held = rig.emulator.holdAnswers(({ method }) => method === 'POST');
    const posting = rig.post('/me/events', invitation);
    await held.arrived();
    expect([rig.emulator.storedEvents('ada').length, rig.emulator.storedEvents('ben').length, held.waiting]).toEqual([
      1, 1, 1,
    ]);
    expect((await rig.read('/me/events')).status).toBe(200);
    held.release();
    expect((await posting).status).toBe(201);
  });
});
