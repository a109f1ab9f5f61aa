import type { CalendarEvent, NewEvent } from '@kalends/core';
import { expect } from 'vitest';
import { outcomeOf } from '../expect-code.ts';
import { bodyLines, expectSaid } from '../event-said.ts';
import { addressOf } from '../fresh-company.ts';
import type { InCompany } from '../fresh-company.ts';
import { controlTexts, hostileTexts } from '../hostile-texts.ts';

const include = ['body', 'properties'] as const;

/** Texts arrive as they were written, or are refused; they are never changed on the way. */
export function describeHostileTexts(inCompany: InCompany): void {
  inCompany('texts of any kind', (company) => {
    const isWritable = (field: keyof NewEvent): boolean => !company.writes().unwritableFields.includes(field);

    for (const [name, text] of Object.entries(hostileTexts)) {
      company.test(`${name}: kept in every field`, ['create', 'update'], async () => {
        const [contentType = 'text'] = company.writes().bodyContentTypes.toSorted().toReversed();
        const content = contentType === 'text' ? text : escapeHtml(text);
        const said: Partial<NewEvent> = {
          title: text,
          locations: [{ name: text }],
          ...(isWritable('categories') ? { categories: [text.replaceAll(/[,;]/g, '')] } : {}),
          ...(isWritable('properties') ? { properties: { text } } : {}),
        };
        const { id: eventId } = await company.create({ ...said, body: { contentType, content } });
        const { events } = company.as('ada');
        const read = await events.get({ eventId, include });
        expectSaid(read, said);
        expect(bodyLines(read.body).join('')).toBe(
          content === text ? text : bodyLines({ contentType, content }).join(''),
        );
        await events.update({
          eventId,
          patch: { title: `${text}!`, locations: [{ name: `${text}!` }] },
          notify: 'nobody',
        });
        expectSaid(await company.one(`${text}!`), { title: `${text}!`, locations: [{ name: `${text}!` }] });
      });
    }

    for (const [name, text] of Object.entries(controlTexts)) {
      company.test(`${name}: kept or refused`, ['create'], async () => {
        const events: readonly Partial<NewEvent>[] = [
          { title: text },
          { title: 'Control in its place', locations: [{ name: text }] },
          {
            title: 'Control in its body',
            body: { contentType: company.writes().bodyContentTypes[0] ?? 'text', content: text },
          },
        ];
        for (const said of events) await expectKeptOrRefused(() => company.create(said), said);
      });
    }

    company.test('half a character is refused everywhere', ['create'], async () => {
      const half = 'half \uD83D';
      const events: readonly Partial<NewEvent>[] = [
        { title: half },
        { body: { contentType: 'text', content: half } },
        { locations: [{ name: half }] },
        { attendees: [{ address: addressOf('ben'), name: half }] },
        { properties: { half } },
      ];
      for (const said of events) await company.unchanged('invalidArgument', () => company.create(said));
    });

    company.test('a title of 64 KB and a body of 256 KB: kept or refused, never cut', ['create'], async () => {
      const contentType = company.writes().bodyContentTypes[0] ?? 'text';
      const long: readonly Partial<NewEvent>[] = [
        { title: 'x'.repeat(255) },
        { title: 'ü&<'.repeat(21_845) },
        { title: 'Long body', body: { contentType, content: 'Zeile '.repeat(43_690).trim() } },
      ];
      for (const said of long) await expectKeptOrRefused(() => company.create(said), said);
    });

    async function expectKeptOrRefused(create: () => Promise<CalendarEvent>, said: Partial<NewEvent>): Promise<void> {
      const created: CalendarEvent[] = [];
      const outcome = await outcomeOf(async () => created.push(await create()));
      if (outcome === 'no error') {
        for (const { id: eventId } of created)
          expectSaid(await company.as('ada').events.get({ eventId, include }), said);
      } else await company.unchanged(['unsupported', 'invalidArgument'], create);
    }
  });

  inCompany('texts that go along with an answer', (company) => {
    company.test('comments and messages are sent or refused', ['create', 'respond', 'cancel'], async () => {
      const texts = { ...hostileTexts, ...controlTexts };
      for (const text of Object.values(texts)) {
        const title = `Comment ${Object.values(texts).indexOf(text)}`;
        const { id: eventId } = await company.create({ title, attendees: [{ address: addressOf('ada') }] }, 'ben');
        await company.settle();
        const { id } = await company.one(title);
        const answer = () =>
          company.as('ada').events.respond({ eventId: id, response: 'accepted', notifyOrganizer: true, comment: text });
        await sentOrRefused(answer);
        await sentOrRefused(() => company.as('ben').events.cancel({ eventId, message: text }));
      }
    });

    async function sentOrRefused(call: () => Promise<unknown>): Promise<void> {
      expect(['no error', 'unsupported', 'invalidArgument']).toContain(await outcomeOf(call));
    }
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
