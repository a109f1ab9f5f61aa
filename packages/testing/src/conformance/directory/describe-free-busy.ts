import { findTimes } from '@kalends/core/availability';
import type { BusyKind, Schedule } from '@kalends/core';
import { expect } from 'vitest';
import { expectCode } from '../expect-code.ts';
import { addressOf } from '../fresh-company.ts';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { timed } from '../writing-times.ts';

const nobody = 'nobody@tidewater.example';
/** The day of "Quarter planning" and "Maybe dinner". */
const planningDay = { start: '2026-03-26T00:00:00Z', end: '2026-03-27T00:00:00Z' };

const busyOf = (schedule: Schedule | undefined): readonly string[] | undefined =>
  schedule?.kind === 'known' ? schedule.busy.map(({ start, end }) => `${start} ${end}`) : undefined;

async function ask(
  company: FreshCompany,
  mailboxes: readonly string[],
  window = planningDay,
): Promise<readonly Schedule[]> {
  return (await company.as('ada').freeBusy.query({ mailboxes, window })).schedules;
}

/** When people are taken; what is unknown is never free. */
export function describeFreeBusy(inCompany: InCompany): void {
  inCompany('freeBusy.query', (company) => {
    company.test('tells when people and rooms are taken', ['freeBusy'], async () => {
      const mailboxes = [addressOf('chitra'), addressOf('harbour'), addressOf('ben')];
      const answer = await company.as('ada').freeBusy.query({ mailboxes, window: planningDay });
      expect(answer.schedules.map(({ mailbox, kind }) => [mailbox, kind])).toEqual(
        mailboxes.map((mailbox) => [mailbox, 'known']),
      );
      expect(answer.isComplete).toBe(true);
      const planning = '2026-03-26T08:30:00Z 2026-03-26T10:00:00Z';
      expect(answer.schedules.map(busyOf)).toEqual([
        [planning],
        [planning],
        [planning, '2026-03-26T18:00:00Z 2026-03-26T20:00:00Z'],
      ]);
    });

    company.test('counts private events, and not what is free, cancelled or declined', ['freeBusy'], async () => {
      const window = { start: '2026-03-24T00:00:00Z', end: '2026-03-25T00:00:00Z' };
      // "Dentist" is private, "Design review" an invitation that was accepted.
      expect((await ask(company, [addressOf('ada')], window)).map(busyOf)).toEqual([
        ['2026-03-24T07:00:00Z 2026-03-24T07:30:00Z', '2026-03-24T14:00:00Z 2026-03-24T15:00:00Z'],
      ]);
      const friday = { start: '2026-03-27T00:00:00Z', end: '2026-03-28T00:00:00Z' };
      // "Focus Friday" shows as free, "Vendor call" was called off.
      expect((await ask(company, [addressOf('ada')], friday)).map(busyOf)).toEqual([
        ['2026-03-27T14:00:00Z 2026-03-27T15:00:00Z'],
      ]);
    });

    company.test('places whole days on the clock of whose calendar it is', ['freeBusy'], async () => {
      const window = { start: '2026-04-01T18:00:00Z', end: '2026-04-02T20:00:00Z' };
      const [schedule] = await ask(company, [addressOf('ada')], window);
      // "Offsite" begins at midnight in Berlin and goes on after the window.
      expect(busyOf(schedule)?.map((period) => period.slice(0, 20))).toEqual(['2026-04-01T22:00:00Z']);
    });

    company.test('an unknown mailbox is unknown, not free, and does not spoil the others', ['freeBusy'], async () => {
      const answer = await company
        .as('ada')
        .freeBusy.query({ mailboxes: [nobody, addressOf('chitra')], window: planningDay });
      expect(answer).toMatchObject({
        isComplete: false,
        schedules: [
          {
            kind: 'unknown',
            mailbox: nobody,
            reason: expect.stringMatching(/^(?:notFound|accessDenied|serviceFailed)$/),
          },
          { kind: 'known', mailbox: addressOf('chitra') },
        ],
      });
      const [unknown] = answer.schedules;
      expect(unknown !== undefined && 'busy' in unknown).toBe(false);
    });

    company.test(
      'answers for each mailbox in its place, whatever its case and how often it is asked',
      ['freeBusy'],
      async () => {
        const mailboxes = [addressOf('chitra'), nobody, addressOf('chitra').toUpperCase(), addressOf('chitra')];
        const schedules = await ask(company, mailboxes);
        expect(schedules.map(({ mailbox }) => mailbox)).toEqual(mailboxes);
        expect(schedules.map(({ kind }) => kind)).toEqual(['known', 'unknown', 'known', 'known']);
        expect(
          new Set(schedules.filter(({ kind }) => kind === 'known').map((one) => JSON.stringify(busyOf(one)))).size,
        ).toBe(1);
      },
    );

    company.test('takes more mailboxes than one request of a service does', ['freeBusy'], async () => {
      const strangers = Array.from({ length: 130 }, (_, index) => `stranger${index}@tidewater.example`);
      const mailboxes = [addressOf('chitra'), ...strangers, addressOf('ben')];
      const schedules = await ask(company, mailboxes);
      expect(schedules.map(({ mailbox }) => mailbox)).toEqual(mailboxes);
      expect(schedules.map(({ kind }) => kind)).toEqual(['known', ...strangers.map(() => 'unknown'), 'known']);
    });

    company.test('takes a longer window than one request of a service does', ['freeBusy'], async () => {
      const window = { start: '2026-01-05T00:00:00Z', end: '2026-12-20T00:00:00Z' };
      const whole = busyOf((await ask(company, [addressOf('chitra')], window))[0]) ?? [];
      const parts: string[] = [];
      for (const month of Array.from({ length: 11 }, (_, index) => String(index + 1).padStart(2, '0'))) {
        const next = String(Number(month) + 1).padStart(2, '0');
        const part = { start: `2026-${month}-01T00:00:00Z`, end: `2026-${next}-01T00:00:00Z` };
        parts.push(...(busyOf((await ask(company, [addressOf('chitra')], part))[0]) ?? []));
      }
      expect(whole.length).toBeGreaterThan(15);
      expect(whole).toEqual(parts);
    });

    company.test('gives the same as the calendar itself, kind by kind', ['freeBusy', 'create'], async () => {
      const shown = ['busy', 'tentative', 'outOfOffice', 'workingElsewhere', 'free'] as const;
      const kept = shown.filter((busyStatus) => company.writes().busyStatuses.includes(busyStatus));
      for (const [index, busyStatus] of kept.entries()) {
        const time = timed('2026-06-10', `${10 + index}:00`, `${10 + index}:30`, 'UTC');
        await company.create({ title: `Kind ${busyStatus}`, busyStatus, time }, 'chitra');
      }
      await company.settle();
      const window = { start: '2026-06-10T00:00:00Z', end: '2026-06-11T00:00:00Z' };
      const [schedule] = await ask(company, [addressOf('chitra')], window);
      const kinds: readonly BusyKind[] = kept.filter((busyStatus) => busyStatus !== 'free');
      expect(schedule?.kind === 'known' ? schedule.busy.map(({ kind }) => kind) : undefined).toEqual(
        company.has('freeBusyWithoutKinds') ? kinds.map(() => 'busy') : kinds,
      );
    });

    company.test('lets the same times be found everywhere', ['freeBusy'], async () => {
      const mailboxes = [addressOf('ben'), addressOf('chitra'), addressOf('harbour')];
      const window = { start: '2026-03-26T08:00:00Z', end: '2026-03-26T11:00:00Z' };
      const schedules = await ask(company, mailboxes, window);
      const { proposals, requiredUnknown } = findTimes({
        schedules,
        window,
        durationMinutes: 30,
        stepMinutes: 30,
        timeZone: 'Europe/Berlin',
        required: mailboxes.slice(0, 2).map((mailbox) => ({ mailbox, respectWorkingHours: false })),
        rooms: [{ mailbox: addressOf('harbour'), respectWorkingHours: false }],
      });
      expect(requiredUnknown).toEqual([]);
      expect(proposals.map(({ start, freeRooms }) => [start.instant, freeRooms])).toEqual([
        ['2026-03-26T08:00:00Z', [addressOf('harbour')]],
        ['2026-03-26T10:00:00Z', [addressOf('harbour')]],
        ['2026-03-26T10:30:00Z', [addressOf('harbour')]],
      ]);
    });

    company.test('refuses what makes no question', ['freeBusy'], async () => {
      const { freeBusy } = company.as('ada');
      const wrong: readonly object[] = [
        { mailboxes: [] },
        { mailboxes: ['no address'] },
        { mailboxes: Array.from({ length: 1_001 }, () => addressOf('ben')) },
        { window: { start: '2026-03-27T00:00:00Z', end: '2026-03-26T00:00:00Z' } },
        { window: { start: '2026-01-01T00:00:00Z', end: '2027-03-01T00:00:00Z' } },
        { people: [] },
      ];
      for (const change of wrong) {
        const options = { mailboxes: [addressOf('ben')], window: planningDay, ...change };
        await expectCode('invalidArgument', () => freeBusy.query(options));
      }
      await expectCode('aborted', () =>
        freeBusy.query({ mailboxes: [nobody], window: planningDay, signal: AbortSignal.abort() }),
      );
    });
  });
}
