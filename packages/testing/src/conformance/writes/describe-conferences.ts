import { expect } from 'vitest';
import { bodyLines } from '../event-said.ts';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';

const url = 'https://meet.example/room?pwd=a&b=%3Cc%3E';
const include = ['body'] as const;

/** Join links: made by the service, or given. */
export function describeConferences(inCompany: InCompany): void {
  inCompany('conferences', (company) => {
    for (const service of ['teams', 'meet'] as const) {
      company.test(`${service}: has a join link made, or is refused`, ['create', 'update'], async () => {
        const conference = { kind: 'create', service } as const;
        const title = `Call on ${service}`;
        const { id: eventId } = await company.create({ title: `${title}, later` });
        const { events } = company.as('ada');
        const add = () => events.update({ eventId, patch: { conference }, notify: 'nobody' });
        if (!company.writes().conference.create.includes(service)) {
          await company.refused(() => company.create({ title, conference }));
          await company.refused(add);
          return;
        }
        const created = await company.create({ title, conference, attendees: [{ address: addressOf('ben') }] });
        await company.settle();
        const made = { service, url: expect.stringMatching(/^https:\/\//) };
        expect((await events.get({ eventId: created.id })).conference).toEqual(made);
        expect((await company.one(title, 'ben')).conference).toEqual(made);
        await add();
        await company.settle();
        expect((await events.get({ eventId })).conference).toEqual(made);
      });

      company.test(`${service}: a change of the text leaves the join link`, ['create', 'update'], async () => {
        if (!company.writes().conference.create.includes(service)) return;
        const conference = { kind: 'create', service } as const;
        const body = { contentType: company.writes().bodyContentTypes[0] ?? 'html', content: 'Agenda' } as const;
        const { id: eventId } = await company.create({ title: 'Linked', conference, body });
        await company.settle();
        const before = (await company.as('ada').events.get({ eventId })).conference;
        const patch = { body: { ...body, content: 'Other agenda' }, title: 'Linked, still' };
        await company.as('ada').events.update({ eventId, patch, notify: 'nobody' });
        const after = await company.as('ada').events.get({ eventId, include });
        expect(after.conference).toEqual(before);
        expect(bodyLines(after.body)[0]).toBe('Other agenda');
        expect(bodyLines(after.body).join('\n')).not.toContain('\nAgenda');
      });
    }

    company.test('a given link is kept where people look for it', ['create', 'update'], async () => {
      const { id: eventId } = await company.create({ title: 'Given link', conference: { kind: 'link', url } });
      const { events } = company.as('ada');
      /** How often the link is somewhere in the event. */
      const places = async (): Promise<number> => {
        const { conference, locations, body } = await events.get({ eventId, include });
        const inBody = bodyLines(body).filter((line) => line.includes(url)).length;
        const inLocations = locations.filter(({ name }) => name === url).length;
        return company.writes().conference.link === 'conference'
          ? Number(conference?.url === url)
          : inBody + inLocations;
      };
      expect(await places()).toBe(1);
      await events.update({ eventId, patch: { title: 'Given link, renamed' }, notify: 'nobody' });
      expect(await places()).toBe(1);
      await events.update({ eventId, patch: { conference: { kind: 'link', url } }, notify: 'nobody' });
      expect(await places()).toBe(1);
    });

    company.test('a link and a place do not get into each other’s way', ['create'], async () => {
      const locations = [{ name: 'Quay 7' }];
      const body = { contentType: company.writes().bodyContentTypes[0] ?? 'text', content: 'Agenda' } as const;
      const { id: eventId } = await company.create({
        title: 'Link and place',
        conference: { kind: 'link', url },
        locations,
        body,
      });
      const read = await company.as('ada').events.get({ eventId, include });
      expect(read.locations).toEqual(locations);
      expect(bodyLines(read.body)[0]).toBe('Agenda');
      expect([read.conference?.url, ...bodyLines(read.body)].join('\n')).toContain(url);
    });

    company.test('only https: links', ['create'], async () => {
      for (const wrong of ['http://meet.example/room', 'javascript:alert(1)', 'https://']) {
        await company.unchanged('invalidArgument', () =>
          company.create({ title: 'Wrong link', conference: { kind: 'link', url: wrong } }),
        );
      }
    });
  });
}
