import type { NewEvent } from '@kalends/core';
import { exchangeFaults } from '@kalends/testing';
import type { ExchangeEmulatorOptions, Fault, RecordedRequest } from '@kalends/testing';
import { describe, expect, it } from 'vitest';
import type { EwsCalendarConnection } from '../src/index.ts';
import { service } from './support/directory-emulator.ts';
import { timed, writingEmulators } from './support/writing-emulator.ts';
import type { WritingEmulator } from './support/writing-emulator.ts';

const start = writingEmulators();
const appointment: NewEvent = { title: 'Sand bank', time: timed('2026-09-08') };
const meeting: NewEvent = {
  title: 'Tide tables',
  time: timed('2026-09-07'),
  attendees: [{ address: 'ben@tidewater.example' }],
};

const editor = { mailbox: 'ada', grantee: service.id, level: 'Editor' } as const;
/** The rights of a service user: on the calendar alone, and on the folders that deleting touches as well. */
const profiles: Readonly<Record<string, ExchangeEmulatorOptions>> = {
  minimum: { permissions: [{ ...editor, viewPrivateItems: true }] },
  wide: {
    permissions: (['calendar', 'deleteditems', 'drafts'] as const).map((folder) => ({ ...editor, folder })),
  },
};

const isDeletion = ({ body }: RecordedRequest): boolean =>
  /<s:Body><m:(?:DeleteItem|MoveItem|CreateItem)[\s>]/.test(body);

const mishaps: readonly (readonly [string, () => Fault])[] = [
  ['a lost answer', () => exchangeFaults.lostAnswer()],
  ['a cut connection', () => exchangeFaults.connectionCut()],
  ['an answer cut off', () => exchangeFaults.truncatedXml(300)],
  ['a late gateway timeout', () => exchangeFaults.lateGatewayTimeout()],
  ['an internal error', () => exchangeFaults.internalServerError()],
  ['throttling', () => exchangeFaults.serverBusy(3_000)],
];

async function open(profile: string): Promise<readonly [WritingEmulator, EwsCalendarConnection]> {
  const world = await start({ serviceAccounts: [service], ...profiles[profile] });
  return [world, world.open(service.id, {}, { mailbox: 'ada@tidewater.example' })];
}

/** In which folder the event is, if in any, whether it still stands in the calendar, and who was told that it does not take place. */
async function stateOf(world: WritingEmulator, { title }: NewEvent): Promise<readonly unknown[]> {
  const folder = world.emulator.storedEvents('ada').find(({ subject }) => subject === title)?.folder;
  const window = { start: '2026-09-01T00:00:00Z', end: '2026-10-01T00:00:00Z' };
  const listed = await world.open('ada').events.list({ window }).toArray();
  const cancellations = world.mails().filter(({ kind }) => kind === 'cancellation');
  return [folder, listed.some((event) => event.title === title), cancellations.map(({ to }) => to)];
}

describe.each([
  ['minimum', undefined],
  ['wide', 'deleteditems'],
] as const)('a delegate with the %s profile', (profile, trash) => {
  it.each([
    ['an appointment', appointment, [trash, false, []]],
    // What Exchange itself calls off goes to the trash, whatever the rights.
    ['a meeting', meeting, ['deleteditems', false, ['ben@tidewater.example']]],
  ] as const)('deletes %s', async (_what, event, expected) => {
    const [world, delegate] = await open(profile);
    await using _world = world;
    const { id: eventId } = await delegate.events.create({ event, notify: 'everyone' });
    await delegate.events.delete({ eventId, notify: 'everyone' });
    expect(await stateOf(world, event)).toEqual(expected);
  });

  it.each(mishaps)('leaves nothing half deleted after %s', async (_what, mishap) => {
    for (const event of [appointment, meeting]) {
      const [world, delegate] = await open(profile);
      await using _world = world;
      const { id: eventId } = await delegate.events.create({ event, notify: 'everyone' });
      world.emulator.faults.add({ ...mishap(), when: isDeletion });
      const isDeleted = await delegate.events.delete({ eventId, notify: 'everyone' }).then(
        () => true,
        () => false,
      );
      const told = (event.attendees ?? []).map(({ address }) => address);
      expect(await stateOf(world, event)).toEqual(
        isDeleted ? [event === meeting ? 'deleteditems' : trash, false, told] : ['calendar', true, []],
      );
    }
  });

  it('leaves whole what it cannot delete', async () => {
    for (const event of [appointment, meeting]) {
      const [world, delegate] = await open(profile);
      await using _world = world;
      const { id: eventId } = await delegate.events.create({ event, notify: 'everyone' });
      world.emulator.faults.add({ ...exchangeFaults.tooManyRequests(3_600), times: Infinity, when: isDeletion });
      await expect(delegate.events.delete({ eventId, notify: 'everyone' })).rejects.toMatchObject({
        code: 'rateLimited',
      });
      expect(await stateOf(world, event)).toEqual(['calendar', true, []]);
    }
  });
});
