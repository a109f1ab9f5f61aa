import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../src/company/company.ts';
import { checkEwsExchange, hasEwsContract } from '../contracts/ews-contract.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, calendarView, getItem } from './soap-client.ts';
import { meeting } from './tidewater-company.ts';

const meetings: readonly Meeting[] = [
  meeting({
    id: 'all',
    title: 'Everything <&>"',
    description: 'First line\nSecond line',
    invitees: [
      { who: 'bo', response: 'accepted' },
      { who: 'adrian', role: 'optional' },
      { who: 'lagoon', response: 'accepted' },
      { who: { name: 'Guest', address: 'guest@elsewhere.example' } },
    ],
    series: {
      rule: 'FREQ=WEEKLY;BYDAY=WE;COUNT=6',
      exceptions: [{ originalStart: '2026-07-08T09:00:00', title: 'Changed' }],
      deleted: ['2026-07-15T09:00:00'],
    },
    privacy: 'confidential',
    categories: ['Blue'],
    attachments: ['plan.pdf'],
    conferenceUrl: 'https://meet.lync.com/tidewater/ada/AB12',
  }),
];

describe.skipIf(!hasEwsContract)('against the schemas (skipped where ../shared/contracts is absent)', () => {
  it.each(['15.2.2562.46', '15.1.2507.72', '15.0.1497', '14.3', '15.20'] as const)(
    'answers of build %s are valid with every property',
    async (version) => {
      const emulator = await startTidewater(meetings, { version, authentication: { basic: true } });
      const asking = { version: version === '14.3' ? 'Exchange2010_SP2' : 'Exchange2013_SP1' };
      const named =
        version === '14.3'
          ? []
          : [
              'EnhancedLocation',
              'StartWallClock',
              'EndWallClock',
              'StartTimeZoneId',
              'JoinOnlineMeetingUrl',
              'IsOrganizer',
            ];
      const fields = named.map((name) => `calendar:${name}`);
      const found = await ask(
        emulator,
        calendarView('2026-07-01T00:00:00Z', '2026-09-01T00:00:00Z', fields, { base: 'AllProperties' }),
        asking,
      );
      const ids = all(found.body, 'ItemId').map((id) => id.attributes['Id'] ?? '');
      expect(ids).toHaveLength(5);
      const markup = ids.map((id) => `<t:ItemId Id="${id}"/><t:RecurringMasterItemId OccurrenceId="${id}"/>`).join('');
      const got = await ask(emulator, getItem(markup, fields, 'AllProperties'), asking);
      expect(all(got.body, 'CalendarItem')).toHaveLength(10);
      // The fixture checks every exchange once the test is over.
    },
  );

  it('tells what is wrong with a request and an answer', async () => {
    const emulator = await startTidewater(meetings, {}, { sendsBadRequests: true });
    await ask(emulator, '<m:GetRooms/>');
    const [exchange] = emulator.exchanges;
    expect(exchange).toBeDefined();
    if (exchange?.response === undefined) return;
    expect(checkEwsExchange(exchange)).toEqual([expect.stringMatching(/^request: .*GetRooms/)]);
    const wrong = {
      ...exchange,
      response: { ...exchange.response, body: exchange.response.body.replaceAll('s:Fault', 's:Failure') },
    };
    expect(checkEwsExchange(wrong).filter((violation) => violation.startsWith('response: '))).not.toEqual([]);
    expect(checkEwsExchange({ ...wrong, faulty: true })).toEqual(checkEwsExchange(exchange));
  });
});
