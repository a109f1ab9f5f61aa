import { conformanceCompany } from '@kalends/testing';
import type { Company, Meeting } from '@kalends/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFixture } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const when = { kind: 'timed', start: '2026-03-24T09:00:00', end: '2026-03-24T10:00:00', timeZone: 'UTC' } as const;
const markup = '"><img src=x onerror=alert(1)>\'&';

/** What somebody outside can put into an invitation, in each place the page shows. */
const hostile: readonly Meeting[] = [
  { id: 'script', title: `Title ${markup}`, organizer: 'ada', when, location: `Place ${markup}` },
  {
    id: 'people',
    title: 'People',
    organizer: 'ada',
    when,
    invitees: [{ who: { name: `Guest ${markup}`, address: 'x@y.example' } }],
  },
  {
    id: 'link',
    title: 'Link',
    organizer: 'ada',
    when,
    conferenceUrl: 'javascript:alert(document.domain)//zoom.us/j/1',
  },
  { id: 'place', title: 'Place', organizer: 'ada', when, location: 'javascript:alert(1)//https://zoom.us/j/1' },
  { id: 'body', title: 'Body', organizer: 'ada', when, description: 'Join: data:text/html,<script>alert(1)</script>' },
  {
    id: 'quote',
    title: 'Quote',
    organizer: 'ada',
    when,
    location: 'https://us02web.zoom.us/j/123456789"onclick="alert(1)',
  },
  // Exchange alone keeps this; the other two make nothing of it.
  { id: 'lines', title: 'Title\r\nSet-Cookie: a=b', organizer: 'ada', when },
];
const company: Company = { ...conformanceCompany, meetings: hostile };

let fixture: ServiceFixture;
let page: string;

beforeAll(async () => {
  fixture = await startFixture(
    [
      ['ada', 'microsoft'],
      ['ada', 'google'],
      ['ada', 'exchange'],
    ],
    company,
  );
  page = await (await fixture.get('/?from=2026-03-24&to=2026-03-25&tz=UTC')).text();
});
afterAll(() => fixture.close());

test('the page shows the invitations as text', () => {
  expect(page).toContain('Title &quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;');
  expect(page).toContain('Place &quot;&gt;&lt;img');
  expect(page).toContain('Guest &quot;&gt;&lt;img');
});

test('no tag, attribute or script of theirs gets in', () => {
  expect(page).not.toMatch(/<img|<script/i);
  // Every tag that carries a handler would have to be ours, and we have none.
  expect([...page.matchAll(/<[a-z][^>]*\son\w+\s*=/gi)]).toEqual([]);
});

test('links lead to https only, or within the service', () => {
  const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(links.length).toBeGreaterThan(3);
  for (const href of links) expect(href).toMatch(/^(?:https:\/\/us02web\.zoom\.us\/|\/connect\/|\/contacts$)/);
});

test('no header is theirs, and the one cookie is ours', async () => {
  const { headers } = await fixture.get('/?from=2026-03-24&to=2026-03-25&tz=UTC');
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^kalends_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
  ]);
});
