import { htmlToText } from '@kalends/core';
import type { EventBody } from '@kalends/core';
import { describe, expect, test } from 'vitest';
import { linesOf } from './event-summary.ts';
import { masterIdOf } from './suite.ts';
import type { Suite } from './suite.ts';

const textOf = ({ contentType, content }: EventBody): string =>
  contentType === 'html' ? htmlToText(content) : content;

/** What events say, beside who, when and where. */
export function describeContent(suite: Suite): void {
  describe('the content of an event', () => {
    test.each([
      ['Quarter planning', ['Numbers first.', 'Then the map.']],
      ['Überprüfung & <Freigabe> “v2” 🚀', ['Check a < b && c > d; "quotes" & ümlauts.']],
    ])('the body of %s reads the same everywhere', async (title, lines) => {
      const listed = await suite.find(title, { include: ['body'] });
      const read = await suite.ada().events.get({ eventId: listed.id, include: ['body'] });
      for (const body of [listed.body, read.body]) expect(linesOf(body && textOf(body))).toEqual(lines);
      expect((await suite.ada().events.get({ eventId: listed.id })).body).toBeUndefined();
    });

    test('get shows what the list showed, and when it was last changed', async () => {
      for (const listed of await suite.list()) {
        const read = await suite.ada().events.get({ eventId: listed.id });
        // A list may leave out what costs extra, and time stamps with it; what it shows is the same.
        expect(read).toEqual({ ...read, ...listed });
        expect([read.createdAt, read.updatedAt]).toEqual([
          expect.stringMatching(/^2026-03-20T08:00:00(?:\.\d+)?Z$/),
          expect.stringMatching(/^2026-03-20T08:00:00(?:\.\d+)?Z$/),
        ]);
        expect(read.version).toMatch(/./);
      }
    });

    test('keeps categories, reminders and marks for attachments where the service has them', async () => {
      const { absentFields } = suite.ada().capabilities.events;
      expect(await suite.find('Night train')).toMatchObject({
        categories: absentFields.includes('categories') ? [] : ['Travel'],
        reminderMinutes: 45,
        hasAttachments: true,
      });
    });

    test('names the series of every member, and that series is a master', async () => {
      const members = (await suite.list()).filter((event) => event.kind !== 'single');
      const titles = new Map(members.map((event) => [masterIdOf(event), event.title]));
      expect(new Set(titles.values())).toEqual(new Set(['Design review', 'Focus Friday', 'Month end', 'Standup']));
      expect(titles.size).toBe(4);
      for (const [eventId, title] of titles) {
        expect(await suite.ada().events.get({ eventId })).toMatchObject({ kind: 'master', title });
      }
    });

    test('has only web addresses that open safely', async () => {
      const hasWebUrls = !suite.ada().capabilities.events.absentFields.includes('webUrl');
      const schemes = (await suite.list()).map(({ webUrl }) => webUrl?.slice(0, 8));
      expect(new Set(schemes)).toEqual(new Set([hasWebUrls ? 'https://' : undefined]));
    });
  });
}
