import { describe, expect, it } from 'vitest';
import { companyWith, meeting } from './fixture.ts';
import { amsterdam, eventBody, guests, harbor, startWriteRig, weekly } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';

async function answer(rig: WriteRig, id: string): Promise<string> {
  return (await rig.read(`/me/events/${id}`)).body.attendees[0].status.response;
}

describe('rooms', () => {
  it('accept when they are free, after the reply was written', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody({ attendees: guests(harbor) }))).body;
    expect(made.attendees[0].status.response).toBe('none');
    expect(await answer(rig, made.id)).toBe('accepted');
    expect(rig.emulator.storedEvents('harbor')).toMatchObject([{ response: 'accepted', showAs: 'busy' }]);
    // The answer of the room is a change like any other: the ETag of the reply is stale.
    const stale = await rig.patch(
      `/me/events/${made.id}`,
      { subject: 'x' },
      { headers: { 'if-match': made['@odata.etag'] } },
    );
    expect(stale.status).toBe(412);
    expect(rig.mails()).toEqual(['invitation harbor', 'reply ada accepted']);
  });

  it('decline what overlaps, and only that', async () => {
    await using rig = await startWriteRig();
    const at = async (start: string, end: string, change = {}): Promise<string> => {
      const times = { start: amsterdam(`2026-11-17T${start}`), end: amsterdam(`2026-11-17T${end}`) };
      const made = await rig.post('/me/events', eventBody({ attendees: guests(harbor), ...times, ...change }));
      return answer(rig, made.body.id);
    };
    expect(await at('09:00:00', '10:00:00')).toBe('accepted');
    expect(await at('09:59:00', '10:30:00')).toBe('declined');
    expect(await at('10:00:00', '11:00:00', { showAs: 'free' })).toBe('accepted');
    expect(await at('10:30:00', '11:30:00')).toBe('accepted');
    expect(rig.emulator.storedEvents('harbor')).toHaveLength(3);
  });

  it('decline a whole series for one conflict', async () => {
    const company = companyWith(
      meeting('taken', {
        invitees: [{ who: 'harbor', response: 'accepted' }],
        when: { kind: 'timed', start: '2026-12-01T09:00:00', end: '2026-12-01T10:00:00', timeZone: 'Europe/Amsterdam' },
      }),
    );
    await using rig = await startWriteRig({ company });
    const [three, two] = [3, 2].map(async (count) => {
      const made = await rig.post('/me/events', eventBody({ attendees: guests(harbor), recurrence: weekly(count) }));
      return answer(rig, made.body.id);
    });
    expect(await three).toBe('declined');
    expect(await two).toBe('accepted');
  });

  it('answer again when a meeting moves, and forget what is called off', async () => {
    await using rig = await startWriteRig();
    const first = (await rig.post('/me/events', eventBody({ attendees: guests(harbor) }))).body;
    const ten = { start: amsterdam('2026-11-17T10:00:00'), end: amsterdam('2026-11-17T10:30:00') };
    const second = (await rig.post('/me/events', eventBody({ ...ten, attendees: guests(harbor) }))).body;
    await rig.patch(`/me/events/${second.id}`, { start: first.start, end: first.end });
    expect(await answer(rig, second.id)).toBe('declined');
    await rig.remove(`/me/events/${first.id}`);
    expect(rig.emulator.storedEvents('harbor')).toEqual([]);
    await rig.patch(`/me/events/${second.id}`, ten);
    expect(await answer(rig, second.id)).toBe('accepted');
  });

  it('answer when mail has come and gone, or not at all', async () => {
    await using rig = await startWriteRig({ mailDelayMs: 1000 });
    const { id } = (await rig.post('/me/events', eventBody({ attendees: guests(harbor) }))).body;
    await rig.clock.advance(1000);
    expect(await answer(rig, id)).toBe('none');
    await rig.clock.advance(1000);
    expect(await answer(rig, id)).toBe('accepted');
    await using silent = await startWriteRig({ mailboxes: { harbor: { processing: { answersInvitations: false } } } });
    const other = (await silent.post('/me/events', eventBody({ attendees: guests(harbor) }))).body;
    expect(await answer(silent, other.id)).toBe('none');
    expect(silent.emulator.storedEvents('harbor')).toMatchObject([{ response: 'notResponded', showAs: 'tentative' }]);
  });
});
