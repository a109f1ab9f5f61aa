import { calendarEventSchema } from '@kalends/core/schemas';
import { expect } from 'vitest';
import { bodyLines, expectSaid } from '../event-said.ts';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { fullEvent, sampleFields } from '../full-event.ts';
import { allDay, timed } from '../writing-times.ts';

const details = { include: ['body', 'properties'] } as const;

/** Making events: what is said is kept, and what cannot be kept is refused before anything is sent. */
export function describeCreate(inCompany: InCompany): void {
  inCompany('events.create', (company) => {
    company.test('keeps everything that the service has a place for', ['create'], async () => {
      const said = fullEvent(company.writes());
      const created = await company.create(said);
      expect(calendarEventSchema.parse(created)).toEqual(created);
      const read = await company.as('ada').events.get({ eventId: created.id, ...details });
      const listed = await company.one('Everything at once', 'ada', details);
      for (const event of [read, listed]) expectSaid(event, said);
      expect([created.id, created.kind, created.participationStatus]).toEqual([read.id, 'single', 'accepted']);
      expect(read).toMatchObject({ organizer: { address: addressOf('ada'), isSelf: true }, attendees: [] });
      expect(read.version).toMatch(/./);
    });

    company.test('gives back what is wanted of it, and no more', ['create'], async () => {
      const contentType = company.writes().bodyContentTypes[0] ?? 'text';
      const body = { contentType, content: 'Nobody wants to know' };
      const event = { title: 'Told in part', time: timed('2026-07-08'), body };
      const created = await company.as('ada').events.create({
        event,
        notify: 'nobody',
        omit: ['attendees', 'description'],
        idempotencyKey: 'told in part',
      });
      expect(calendarEventSchema.parse(created)).toEqual(created);
      expect(created).toMatchObject({ title: 'Told in part', attendees: [], attendeesOmitted: true });
      expect(created).not.toHaveProperty('description');
      expect((await company.as('ada').events.get({ eventId: created.id })).description).toContain('Nobody wants');
    });

    company.test('refuses each field that capabilities say has no place', ['create'], async () => {
      const { properties, attendees, recurrence, ...plain } = sampleFields;
      const samples = Object.entries({ ...plain, properties, attendees, recurrence });
      for (const [name, value] of samples) {
        if (!company.writes().unwritableFields.some((field) => field === name)) continue;
        const event = { title: 'Refused', time: timed('2026-07-08'), [name]: value };
        await company.refused(() => company.create(event));
      }
    });

    company.test('keeps each way of showing as busy, or refuses it', ['create'], async () => {
      for (const busyStatus of ['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere'] as const) {
        const said = { title: `Shown as ${busyStatus}`, busyStatus };
        if (company.writes().busyStatuses.includes(busyStatus)) {
          const { id: eventId } = await company.create(said);
          expectSaid(await company.as('ada').events.get({ eventId }), said);
        } else await company.refused(() => company.create(said));
      }
    });

    company.test('keeps each privacy, or refuses it', ['create'], async () => {
      for (const privacy of ['default', 'public', 'private', 'confidential'] as const) {
        const said = { title: `Privacy ${privacy}`, privacy };
        if (company.writes().privacies.includes(privacy)) {
          const { id: eventId } = await company.create(said);
          expectSaid(await company.as('ada').events.get({ eventId }), said);
        } else await company.refused(() => company.create(said));
      }
    });

    company.test('keeps texts and HTML, or refuses them', ['create'], async () => {
      const contents = { text: 'One < two & three', html: '<p>One &lt; <b>two</b> &amp; three</p>' };
      for (const contentType of ['text', 'html'] as const) {
        const said = { title: `Body ${contentType}`, body: { contentType, content: contents[contentType] } };
        if (company.writes().bodyContentTypes.includes(contentType)) {
          const { id: eventId } = await company.create(said);
          const { body } = await company.as('ada').events.get({ eventId, ...details });
          expect(body?.contentType).toBe(contentType);
          expect(bodyLines(body)).toEqual(['One < two & three']);
        } else await company.refused(() => company.create(said));
      }
    });

    company.test('keeps as many places as it says, with the addresses of rooms or without', ['create'], async () => {
      const { maxLocations, locationAddresses } = company.writes();
      const places = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `Place ${index + 1}` }));
      const kept = { title: 'Places', locations: places(Math.min(maxLocations, 3)) };
      const { id: eventId } = await company.create(kept);
      expectSaid(await company.as('ada').events.get({ eventId }), kept);
      if (maxLocations < 100)
        await company.refused(() => company.create({ title: 'Too many', locations: places(maxLocations + 1) }));
      const room = { title: 'A room', locations: [{ name: 'Harbour Room', address: addressOf('harbour') }] };
      if (locationAddresses) expectSaid(await company.create(room), room);
      else await company.refused(() => company.create(room));
    });

    company.test('keeps the colours that it lists, and no others', ['create'], async () => {
      for (const color of company.writes().colors.slice(0, 2)) {
        const said = { title: `Colour ${color}`, color };
        const { id: eventId } = await company.create(said);
        expectSaid(await company.as('ada').events.get({ eventId }), said);
      }
      await company.refused(() => company.create({ title: 'No such colour', color: '#010203' }));
    });

    company.test('keeps whole days as dates', ['create'], async () => {
      for (const time of [allDay('2026-07-09', '2026-07-10'), allDay('2026-10-24', '2026-10-27')]) {
        const title = `Days from ${time.kind === 'allDay' ? time.startDate : ''}`;
        const created = await company.create({ title, time });
        for (const event of [created, await company.one(title)]) expectSaid(event, { title, time });
      }
    });

    company.test('invites people and rooms, and they find it in their calendars', ['create'], async () => {
      const said = {
        title: 'Invited',
        time: timed('2026-07-13', '09:00', '09:45'),
        attendees: [
          { address: addressOf('ben') },
          { address: addressOf('chitra'), role: 'optional' as const },
          { address: addressOf('harbour'), kind: 'resource' as const },
          { address: 'dana@partner.example', name: 'Dana Outside' },
        ],
      };
      const created = await company.create(said);
      expectSaid(created, said);
      await company.settle();
      expectSaid(await company.as('ada').events.get({ eventId: created.id }), said);
      expect(await company.one('Invited', 'ben')).toMatchObject({
        participationStatus: 'needsAction',
        organizer: { address: addressOf('ada'), isSelf: false },
        time: created.time,
      });
      const { attendees } = await company.one('Invited');
      expect(attendees.find(({ kind }) => kind === 'resource')).toMatchObject({ participationStatus: 'accepted' });
    });

    company.test('creates in the calendar that is named', ['create'], async () => {
      const calendars = await company.as('ada').calendars.list().toArray();
      const calendarId = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
      const event = { title: 'In the garden', time: timed('2026-07-14') };
      const created = await company.as('ada').events.create({ calendarId, event, notify: 'nobody' });
      expect(created.calendarId).toBe(calendarId);
      expect(await company.titled('In the garden')).toEqual([]);
      expect((await company.one('In the garden', 'ada', { calendarId })).id).toBe(created.id);
    });

    company.test('refuses what makes no event', ['create'], async () => {
      const { events } = company.as('ada');
      const wrong: readonly object[] = [
        { event: { time: timed('2026-07-15', '11:00', '10:00') } },
        { event: { time: timed('2026-07-15', '10:00', '11:00', 'Mars/Olympus') } },
        { event: { time: allDay('2026-07-15', '2026-07-15') } },
        { event: { time: timed('2026-07-15'), colour: 'red' } },
        { event: { time: timed('2026-07-15'), title: 'half \uD83D' } },
        { event: { time: timed('2026-07-15'), attendees: [{ address: addressOf('ada') }] } },
        { event: { time: timed('2026-07-15') }, notify: 'some' },
        { event: { time: timed('2026-07-15') }, idempotencyKey: '' },
      ];
      for (const options of wrong) {
        // What programs without types may pass.
        const passed = { notify: 'nobody', ...options } as Parameters<typeof events.create>[0];
        await company.unchanged('invalidArgument', () => events.create(passed));
      }
    });

    company.test('refuses a calendar that is not there', ['create'], async () => {
      const foreign = await company.as('ben').calendars.list().toArray();
      const calendarId = `${foreign[0]?.id ?? ''}x`;
      await company.unchanged(['notFound', 'invalidArgument', 'accessDenied'], () =>
        company.as('ada').events.create({ calendarId, event: { time: timed('2026-07-15') }, notify: 'nobody' }),
      );
    });

    company.test('is not done for a call that is aborted already', ['create'], async () => {
      await company.unchanged('aborted', () =>
        company.as('ada').events.create({
          event: { title: 'Aborted', time: timed('2026-07-15') },
          notify: 'nobody',
          signal: AbortSignal.abort(),
        }),
      );
    });
  });
}
