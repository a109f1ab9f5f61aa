import { carryMailbox } from '@kalends/core/transfer';
import type { CarriedPart, StoredPart, TranslateIds } from '@kalends/core/transfer';
import { conformanceCompany } from '@kalends/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import type { GraphCalendarConnection } from '../src/index.ts';
import { march, setUp } from './support/harbour.ts';
import type { Setup } from './support/harbour.ts';

let connection: GraphCalendarConnection;
let setup: Setup;
let ewsIdOf: (id: string) => Promise<string>;

beforeEach(async () => {
  setup = await setUp();
  connection = setup.provider.connect({
    credential: setup.credentialOf('ada', ['Calendars.Read', 'Contacts.Read', 'User.Read']),
  });
  ewsIdOf = async (id) => {
    const [outcome] = await connection.exchangeIds.toEws({ ids: [id] });
    if (outcome?.kind !== 'done') throw new Error('The id has no EWS form');
    return outcome.value;
  };
});

const translate: TranslateIds = (options) => connection.exchangeIds.toGraph(options);

async function carry(...parts: StoredPart[]): Promise<CarriedPart[]> {
  const answers: CarriedPart[] = [];
  for await (const answer of carryMailbox({ to: connection, translate, parts })) answers.push(answer);
  return answers;
}

async function regatta(): Promise<{ id: string; calendarId: string; iCalUid: string }> {
  const events = await connection.events.list({ window: march }).toArray();
  const found = events.find(({ title }) => title === 'Regatta');
  if (found?.iCalUid === undefined) throw new Error('There is no regatta');
  return { id: found.id, calendarId: found.calendarId, iCalUid: found.iCalUid };
}

async function berths(): Promise<string> {
  const events = await connection.events.list({ window: march }).toArray();
  const found = events.find((event) => event.kind === 'occurrence' && event.title === 'Berth planning');
  if (found === undefined || !('masterId' in found)) throw new Error('There is no series');
  return found.masterId;
}

describe('what was kept under ids of Exchange Web Services', () => {
  test('is found by its id, proven by its UID', async () => {
    const { id, calendarId, iCalUid } = await regatta();
    const part = { of: 'event', key: 'row-1', id: await ewsIdOf(id), iCalUid } as const;
    expect(await carry(part)).toEqual([{ kind: 'carried', part, id, calendarId, by: 'id' }]);
    const stranger = { ...part, iCalUid: 'somebody-else' };
    expect(await carry(stranger)).toEqual([{ kind: 'lost', part: stranger, reason: 'otherEvent' }]);
  });

  test('an occurrence is found in its series', async () => {
    const masterId = await berths();
    const id = await ewsIdOf(masterId);
    const part = { of: 'event', key: 'row-1', id, recurrenceId: '2026-03-23T08:00:00Z' } as const;
    const [answer] = await carry(part);
    expect(answer).toMatchObject({ kind: 'carried', by: 'id' });
    const eventId = answer?.kind === 'carried' ? answer.id : '';
    expect(await connection.events.get({ eventId })).toMatchObject({ kind: 'occurrence', masterId });
    const deleted = { ...part, recurrenceId: '2026-04-06T07:00:00Z' };
    expect(await carry(deleted)).toEqual([{ kind: 'lost', part: deleted, reason: 'gone' }]);
  });

  test('an id that says nothing leads nowhere, unless the UID and the start are known', async () => {
    const { id, calendarId, iCalUid } = await regatta();
    const part = { of: 'event', key: 'row-1', id: 'AAMkAnotherServer==', iCalUid } as const;
    expect(await carry(part)).toEqual([{ kind: 'lost', part, reason: 'untranslatable' }]);
    const dated = { ...part, start: '2026-03-28T00:00:00Z' };
    expect(await carry(dated)).toEqual([{ kind: 'carried', part: dated, id, calendarId, by: 'iCalUid' }]);
    const master = await connection.events.get({ eventId: await berths() });
    const series = { ...part, iCalUid: master.iCalUid ?? '', start: '2026-03-23T08:00:00Z' };
    expect(await carry(series)).toEqual([{ kind: 'carried', part: series, id: master.id, calendarId, by: 'iCalUid' }]);
  });

  test('an event of another calendar is found there, and only there', async () => {
    const elsewhere = await setUp({ company: conformanceCompany });
    connection = elsewhere.provider.connect({
      credential: elsewhere.credentialOf('ada', ['Calendars.Read', 'User.Read']),
    });
    const calendars = await connection.calendars.list().toArray();
    const calendarId = calendars.find(({ name }) => name === 'Garden')?.id ?? '';
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-12-31T00:00:00Z' };
    const [event] = await connection.events.list({ calendarId, window }).toArray();
    if (event?.iCalUid === undefined) throw new Error('The garden is empty');
    const { id, iCalUid, time } = event;
    const part = { of: 'event', key: 'row-1', id: await ewsIdOf(id), iCalUid } as const;
    expect(await carry(part)).toEqual([{ kind: 'carried', part, id, calendarId, by: 'id' }]);
    const start = time.kind === 'timed' ? time.start.instant : `${time.startDate}T00:00:00Z`;
    const moved = { ...part, id: 'AAMkBeforeItWasMoved==', start };
    expect(await carry(moved)).toEqual([{ kind: 'carried', part: moved, id, calendarId, by: 'iCalUid' }]);
  });

  test('calendars are found by what people see, cursors begin anew', async () => {
    const [primary] = (await connection.calendars.list().toArray()).filter(({ isPrimary }) => isPrimary);
    const parts = [
      { of: 'cursor', key: 'contacts' },
      { of: 'calendar', key: 'main', id: 'AAMkFolder', isPrimary: true },
      { of: 'calendar', key: 'other', id: 'AAMkFolder2', isPrimary: false, name: 'No such calendar' },
    ] as const;
    expect(await carry(...parts)).toEqual([
      { kind: 'carried', part: parts[1], id: primary?.id, by: 'primary' },
      { kind: 'lost', part: parts[2], reason: 'ambiguous' },
      { kind: 'restart', part: parts[0] },
    ]);
  });

  test('contacts are found by their id', async () => {
    setup.emulator.addContact('ada', { displayName: 'Harbour master' });
    const [contact] = await connection.contacts.list().toArray();
    const contactId = contact?.id ?? '';
    const part = { of: 'contact', key: 'c1', id: await ewsIdOf(contactId) } as const;
    const unknown = { of: 'contact', key: 'c2', id: 'AAMkAnotherServer==' } as const;
    expect(await carry(part, unknown)).toEqual([
      { kind: 'carried', part, id: contactId, by: 'id' },
      { kind: 'lost', part: unknown, reason: 'untranslatable' },
    ]);
  });

  test('every part is answered for, however many there are', async () => {
    const { id } = await regatta();
    const ewsId = await ewsIdOf(id);
    const parts = Array.from({ length: 1_201 }, (_, index): StoredPart => {
      const isKnown = index % 100 === 0;
      return { of: 'event', key: String(index), id: isKnown ? ewsId : `AAMk${index}==` };
    });
    const answers = await carry(...parts);
    expect(answers.map(({ part }) => part.key)).toEqual(parts.map(({ key }) => key));
    expect(answers.filter(({ kind }) => kind === 'carried')).toHaveLength(13);
  });

  test('is not looked for when the caller has gone', async () => {
    const { id } = await regatta();
    const parts: StoredPart[] = [{ of: 'event', key: 'row', id: await ewsIdOf(id) }];
    const carrying = carryMailbox({ to: connection, translate, parts, signal: AbortSignal.abort() });
    await expect(carrying.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});
