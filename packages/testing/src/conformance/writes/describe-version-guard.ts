import { expect } from 'vitest';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

/** An event that somebody changed since it was read. */
async function changedSince(company: FreshCompany, title: string) {
  const { id: eventId, version: stale = '' } = await company.create({ title });
  await company.as('ada').events.update({ eventId, patch: { busyStatus: 'free' }, notify: 'nobody' });
  const { version: current = '' } = await company.one(title);
  return { eventId, stale, current };
}

/** `ifVersion`: held by the service, never by looking first. */
export function describeVersionGuard(inCompany: InCompany): void {
  inCompany('ifVersion', (company) => {
    company.test('lets the change of the present version through, and no other', ['create', 'update'], async () => {
      const { eventId, stale, current } = await changedSince(company, 'Guarded');
      const { events } = company.as('ada');
      const update = (ifVersion: string) =>
        events.update({ eventId, patch: { title: 'Guarded, changed' }, notify: 'nobody', ifVersion });
      if (!company.writes().versionGuard.includes('update')) return company.refused(() => update(current));
      await company.unchanged('conflict', () => update(stale));
      const changed = await update(current);
      expect(changed).toMatchObject({ title: 'Guarded, changed' });
      expect(changed.version).toBe((await company.one('Guarded, changed')).version);
    });

    company.test('of two changes at once lets one through', ['create', 'update'], async () => {
      if (!company.writes().versionGuard.includes('update')) return;
      const { eventId, current: ifVersion } = await changedSince(company, 'Race');
      const other = await company.subject().connect('ada');
      const race = ['Race, one', 'Race, two'].map((title, index) =>
        (index === 0 ? company.as('ada') : other).events.update({
          eventId,
          patch: { title },
          notify: 'nobody',
          ifVersion,
        }),
      );
      const outcomes = await Promise.allSettled(race);
      await other.close();
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    });

    company.test('guards a series by the version of its master', ['create', 'update'], async () => {
      if (!company.writes().versionGuard.includes('update')) return;
      const series = { time: timed('2026-10-19'), recurrence: repeats(times(3), on('mo')) };
      const { id: eventId, version: stale = '' } = await company.create({ title: 'Guarded series', ...series });
      const { events } = company.as('ada');
      await events.update({ eventId, patch: { busyStatus: 'free' }, notify: 'nobody' });
      const patch = { title: 'Guarded series, changed' };
      const update = (ifVersion: string) =>
        events.update({ eventId, scope: 'all', patch, notify: 'nobody', ifVersion });
      await company.unchanged('conflict', () => update(stale));
      await update((await events.get({ eventId })).version ?? '');
      expect(await company.titled('Guarded series, changed')).toHaveLength(3);
    });

    company.test('lets the present version be deleted, and no other', ['create', 'update', 'delete'], async () => {
      const { eventId, stale, current } = await changedSince(company, 'Guarded end');
      const { events } = company.as('ada');
      const remove = (ifVersion: string) => events.delete({ eventId, notify: 'nobody', ifVersion });
      if (!company.writes().versionGuard.includes('delete')) return company.refused(() => remove(current));
      await company.unchanged('conflict', () => remove(stale));
      await remove(current);
      expect(await company.titled('Guarded end')).toEqual([]);
      await company.unchanged(['conflict', 'notFound'], () => remove(current));
    });

    company.test('is refused when it is no version', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'No version' });
      const update = (ifVersion: string) => () =>
        company.as('ada').events.update({ eventId, patch: { title: 'Changed' }, notify: 'nobody', ifVersion });
      await company.unchanged('invalidArgument', update(''));
      await company.unchanged(
        ['conflict', 'invalidArgument', 'unsupported'],
        update('no version of this service "\r\n'),
      );
    });
  });
}
