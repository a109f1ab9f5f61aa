import { describe, expect, it } from 'vitest';
import { amsterdam, eventBody, startWriteRig, weekly } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';
import type { Wire } from './fixture.ts';

const first = '/me/calendarView/delta?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-10T00:00:00Z';

interface Round {
  readonly rows: readonly Wire[];
  readonly pages: readonly number[];
  readonly link: string;
}

async function round(rig: WriteRig, link: string, prefer = 'odata.maxpagesize=50'): Promise<Round> {
  const rows: Wire[] = [];
  const pages: number[] = [];
  for (let next = link; ;) {
    const { body } = await rig.read(next, { headers: { prefer } });
    rows.push(...body.value);
    pages.push(body.value.length);
    const { '@odata.deltaLink': delta, '@odata.nextLink': more } = body;
    expect([delta, more].filter((one) => one !== undefined)).toHaveLength(1);
    if (delta !== undefined) return { rows, pages, link: delta };
    next = more ?? '';
  }
}

const at = (day: string) => ({ start: amsterdam(`${day}T09:00:00`), end: amsterdam(`${day}T10:00:00`) });

describe('calendarView/delta', () => {
  it('gives everything first, series whole and occurrences slim', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody({ subject: 'One', ...at('2026-11-18') }));
    const master = (await rig.post('/me/events', eventBody({ recurrence: weekly() }))).body;
    await rig.post('/me/events', eventBody({ subject: 'Outside', ...at('2026-12-20') }));
    const { rows, pages } = await round(rig, first, 'odata.maxpagesize=2');
    expect(rows.map(({ type }) => type)).toEqual([
      'singleInstance',
      'seriesMaster',
      'occurrence',
      'occurrence',
      'occurrence',
      'occurrence',
    ]);
    // A series stays on one page, however small pages are wished.
    expect(pages).toEqual([1, 5]);
    expect(Object.keys(rows[2] ?? {}).sort()).toEqual(
      ['@odata.etag', '@odata.type', 'end', 'id', 'seriesMasterId', 'start', 'type'].sort(),
    );
    expect(rows[2]?.seriesMasterId).toBe(master.id);
  });

  it('then gives what changed, and a new link each time', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody())).body;
    const start = await round(rig, first);
    const quiet = await round(rig, start.link);
    expect([quiet.rows, quiet.link === start.link]).toEqual([[], false]);
    await rig.patch(`/me/events/${made.id}`, { subject: 'Renamed' });
    await rig.post('/me/events', eventBody({ subject: 'New' }));
    const changed = await round(rig, quiet.link);
    expect(changed.rows.map(({ subject }) => subject)).toEqual(['Renamed', 'New']);
    await rig.remove(`/me/events/${made.id}`);
    expect((await round(rig, changed.link)).rows).toEqual([
      { '@odata.type': '#microsoft.graph.event', id: made.id, '@removed': { reason: 'deleted' } },
    ]);
  });

  it('says everything once, changes between two pages in the next round', async () => {
    await using rig = await startWriteRig();
    const ids: string[] = [];
    for (const subject of ['a', 'b', 'c']) ids.push((await rig.post('/me/events', eventBody({ subject }))).body.id);
    const small = { headers: { prefer: 'odata.maxpagesize=2' } };
    const page = (await rig.read(first, small)).body;
    await rig.patch(`/me/events/${ids[0]}`, { subject: 'A' });
    await rig.remove(`/me/events/${ids[2]}`);
    const rest = await round(rig, page['@odata.nextLink'] ?? '');
    expect(rest.rows.map(({ subject }) => subject)).toEqual(['c']);
    const next = await round(rig, rest.link);
    expect(next.rows.map(({ id }) => id)).toEqual([ids[0], ids[2]]);
    expect((await round(rig, next.link)).rows).toEqual([]);
  });

  it('shows what lies outside its window as deleted', async () => {
    await using rig = await startWriteRig();
    const made = (await rig.post('/me/events', eventBody())).body;
    const { link } = await round(rig, first);
    await rig.patch(`/me/events/${made.id}`, at('2027-02-01'));
    const other = (await rig.post('/me/events', eventBody({ subject: 'Never inside', ...at('2027-02-02') }))).body;
    const { rows } = await round(rig, link);
    expect(rows.map((row) => [row.id, Object.keys(row).includes('@removed')])).toEqual([
      [made.id, true],
      [other.id, true],
    ]);
    expect((await rig.read(`/me/events/${other.id}`)).status).toBe(200);
  });

  it('sends a series again as a whole, without a word of the occurrence that was deleted', async () => {
    await using rig = await startWriteRig();
    await rig.post('/me/events', eventBody({ recurrence: weekly(4) }));
    const start = await round(rig, first);
    const [, , second, third] = start.rows;
    await rig.remove(`/me/events/${second?.id ?? ''}`);
    await rig.patch(`/me/events/${third?.id ?? ''}`, { subject: 'Special' });
    const { rows } = await round(rig, start.link);
    expect(rows.map(({ type }) => type)).toEqual(['seriesMaster', 'exception', 'occurrence', 'occurrence']);
    expect(rows.some((row) => Object.keys(row).includes('@removed'))).toBe(false);
    expect(rows.find(({ type }) => type === 'exception')).toMatchObject({ subject: 'Special', isOrganizer: true });
  });

  it('keeps its window, and takes preferences anew each time', async () => {
    await using rig = await startWriteRig();
    const { link } = await round(rig, first);
    await rig.post('/me/events', eventBody());
    const { rows } = await round(rig, link, 'outlook.timezone="Europe/Amsterdam", IdType="ImmutableId"');
    expect(rows[0]?.start.dateTime).toBe('2026-11-17T09:00:00.0000000');
    const headers = { prefer: 'IdType="ImmutableId"' };
    expect((await rig.read(`/me/events/${rows[0]?.id ?? ''}`, { headers })).status).toBe(200);
  });

  it('tells a calendar apart from another, and sees events leave it', async () => {
    await using rig = await startWriteRig();
    const { uid, id } = (await rig.post('/me/events', eventBody())).body;
    const [, side] = (await rig.read('/me/calendars')).body.value;
    const sideFirst = first.replace('/me/', `/me/calendars/${side.id}/`);
    const [main, aside] = [await round(rig, first), await round(rig, sideFirst)];
    expect([main.rows.length, aside.rows.length]).toEqual([1, 0]);
    rig.emulator.moveEvent('ada', uid, 'Side projects');
    expect((await round(rig, main.link)).rows).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
    expect((await round(rig, aside.link)).rows).toMatchObject([{ uid }]);
    rig.emulator.moveEvent('ada', uid, 'Calendar');
    expect((await round(rig, main.link)).rows).toMatchObject([{ id, uid }]);
  });

  it.each(['$select=subject', '$filter=x', '$top=5', '$expand=x', '$orderby=subject', '$search=x'])(
    'refuses %s',
    async (option) => {
      await using rig = await startWriteRig();
      const refused = await rig.read(`${first}&${option}`, { isWrong: true });
      expect([refused.status, refused.body.error.code]).toEqual([400, 'ErrorInvalidUrlQuery']);
    },
  );

  it('loses its tokens, and tells nonsense from what it forgot', async () => {
    await using rig = await startWriteRig();
    const { link } = await round(rig, first);
    rig.emulator.forgetDeltaTokens();
    const dead = await rig.read(link);
    expect([dead.status, dead.body.error.code]).toEqual([410, 'SyncStateNotFound']);
    const again = dead.headers.get('location') ?? '';
    expect(again).toMatch(/\/me\/calendarView\/delta\?startDateTime=.*&endDateTime=.*&\$deltatoken=$/);
    expect((await rig.read(again)).status).toBe(200);
    const bad = await rig.read('/me/calendarView/delta?$deltatoken=nonsense');
    expect([bad.status, bad.body.error.message]).toEqual([400, 'Badly formed token.']);
    const contacts = (await rig.read('/me/contacts/delta')).body['@odata.deltaLink'] ?? '';
    const foreign = contacts.replace('contacts/delta', 'calendarView/delta');
    expect((await rig.read(foreign)).status).toBe(400);
    const own = await round(rig, first);
    expect((await rig.read(own.link, { person: 'ben' })).status).toBe(400);
  });
});
