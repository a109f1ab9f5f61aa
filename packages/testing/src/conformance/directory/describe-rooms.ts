import { roomSchema } from '@kalends/core/schemas';
import { expect } from 'vitest';
import { expectCode } from '../expect-code.ts';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';

/** The rooms of the organization. */
export function describeRooms(inCompany: InCompany): void {
  inCompany('rooms', (company) => {
    company.test('lists the rooms, with what is known of them', ['rooms'], async () => {
      const rooms = await company.as('ada').rooms.list().toArray();
      expect(rooms.map((room) => roomSchema.parse(room))).toEqual(rooms);
      expect(rooms).toMatchObject([{ address: addressOf('harbour'), name: 'Harbour Room' }]);
      // What a service knows of a room beside its name is right; none has to know it.
      expect([undefined, 12]).toContain(rooms[0]?.capacity);
      expect([undefined, 'Pier 4']).toContain(rooms[0]?.building);
      expect([undefined, '2']).toContain(rooms[0]?.floor);
      expect(['', 'Video']).toContain(rooms[0]?.equipment.join());
    });

    company.test('gives the rooms of a building', ['rooms', 'buildings'], async () => {
      const { rooms } = company.as('ada');
      const buildings = await rooms.buildings();
      // Where rooms are grouped by lists, the list of a building is named after it.
      expect(buildings.map(({ name }) => name)).toEqual([expect.stringContaining('Pier 4')]);
      const buildingId = buildings[0]?.id ?? '';
      expect((await rooms.list({ buildingId }).toArray()).map(({ address }) => address)).toEqual([
        addressOf('harbour'),
      ]);
    });

    company.test('names rooms that can be invited', ['rooms', 'freeBusy'], async () => {
      const [room] = await company.as('ada').rooms.list().toArray();
      const window = { start: '2026-03-26T00:00:00Z', end: '2026-03-27T00:00:00Z' };
      const { schedules } = await company.as('ada').freeBusy.query({ mailboxes: [room?.address ?? ''], window });
      expect(schedules).toMatchObject([{ kind: 'known', busy: [{ start: '2026-03-26T08:30:00Z' }] }]);
    });

    company.test('refuses a page token that is none', ['rooms'], async () => {
      const { rooms } = company.as('ada');
      await expectCode('invalidArgument', () => rooms.list({ pageToken: 'none' }));
      await expectCode('aborted', () => rooms.list({ signal: AbortSignal.abort() }).toArray());
    });
  });
}
