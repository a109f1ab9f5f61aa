import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../src/company/company.ts';
import { startTidewater } from './exchange-fixture.ts';
import { all, ask, childNames, codeOf, one, textOf, texts } from './soap-client.ts';
import type { Answer } from './soap-client.ts';
import { as } from './write-client.ts';
import { meeting, tidewater } from './tidewater-company.ts';

const berlinContext = '<t:TimeZoneContext><t:TimeZoneDefinition Id="W. Europe Standard Time"/></t:TimeZoneContext>';
const rules =
  '<t:TimeZone><t:Bias>-60</t:Bias><t:StandardTime><t:Bias>0</t:Bias><t:Time>03:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>10</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:StandardTime><t:DaylightTime><t:Bias>-60</t:Bias><t:Time>02:00:00</t:Time><t:DayOrder>5</t:DayOrder><t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:DaylightTime></t:TimeZone>';
const mailbox = (address: string): string =>
  `<t:MailboxData><t:Email><t:Address>${address}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>`;
const question = (
  who: readonly string[],
  more: { from?: string; to?: string; view?: string; interval?: number; zone?: string; tail?: string } = {},
): string => {
  const { from = '2026-07-01T08:00:00', to = '2026-07-01T12:00:00', view = 'DetailedMerged', interval = 30 } = more;
  const people = who.map((name) => mailbox(name.includes('@') ? name : `${name}@tidewater.example`)).join('');
  return `<m:GetUserAvailabilityRequest>${more.zone ?? ''}<m:MailboxDataArray>${people}</m:MailboxDataArray><t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>${from}</t:StartTime><t:EndTime>${to}</t:EndTime></t:TimeWindow><t:MergedFreeBusyIntervalInMinutes>${interval}</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>${view}</t:RequestedView></t:FreeBusyViewOptions>${more.tail ?? ''}</m:GetUserAvailabilityRequest>`;
};
const asking = { headers: berlinContext };
const at = (start: string, end: string): Meeting['when'] => ({
  kind: 'timed',
  start: `2026-07-01T${start}:00`,
  end: `2026-07-01T${end}:00`,
  timeZone: 'Europe/Berlin',
});
const day = [
  meeting({ id: 'early', when: at('07:30', '08:15') }),
  meeting({ id: 'busy', location: 'Quay', invitees: [{ who: 'bo', response: 'accepted' }] }),
  meeting({ id: 'maybe', when: at('09:30', '10:10'), busyStatus: 'tentative' }),
  meeting({ id: 'away', when: at('11:00', '11:30'), busyStatus: 'outOfOffice', privacy: 'private' }),
  meeting({ id: 'free', when: at('11:30', '12:00'), busyStatus: 'free' }),
];
const codes = (answer: Answer): string[] => texts(answer.body, 'ResponseCode');

describe('GetUserAvailability', () => {
  it('has neither ResponseMessages nor offsets', async () => {
    const emulator = await startTidewater(day);
    const answer = await ask(emulator, question(['ada']), asking);
    expect(childNames(answer.body)).toEqual(['FreeBusyResponseArray']);
    const view = one(answer.body, 'FreeBusyView');
    expect(textOf(view, 'MergedFreeBusy')).toBe('20221030');
    // What is partly in the window comes whole.
    expect(texts(view, 'StartTime')).toEqual(
      ['07:30', '09:00', '09:30', '11:00', '11:30'].map((time) => `2026-07-01T${time}:00`),
    );
    expect(texts(view, 'BusyType')).toEqual(['Busy', 'Busy', 'Tentative', 'OOF', 'Free']);
  });

  it('leaves out what ends when the window begins, and what begins when it ends', async () => {
    const emulator = await startTidewater(day);
    const answer = await ask(
      emulator,
      question(['ada'], { from: '2026-07-01T08:15:00', to: '2026-07-01T09:30:00' }),
      asking,
    );
    expect(texts(answer.body, 'Subject')).toEqual(['busy']);
  });

  it('tells details, and of private items that they are', async () => {
    const emulator = await startTidewater(day);
    const view = one((await ask(emulator, question(['ada']), asking)).body, 'FreeBusyView');
    const details = all(view, 'CalendarEventDetails').map((node) =>
      childNames(node)
        .slice(0, -5)
        .map((name) => textOf(node, name)),
    );
    const busy = emulator.storedEvents('ada')[1]?.id ?? '';
    const convert = `<m:ConvertId DestinationFormat="EwsId"><m:SourceIds><t:AlternateId Format="HexEntryId" Id="${details[1]?.[0]}" Mailbox="ada@tidewater.example"/></m:SourceIds></m:ConvertId>`;
    expect(one((await ask(emulator, convert)).body, 'AlternateId').attributes['Id']).toBe(busy);
    expect(details.map((values) => values.slice(1))).toEqual([['early'], ['busy', 'Quay'], ['maybe'], [], ['free']]);
    expect(texts(view, 'IsPrivate')).toEqual(['false', 'false', 'false', 'true', 'false']);
  });

  it.each([
    ['MergedOnly', 'MergedOnly', ['FreeBusyViewType', 'MergedFreeBusy']],
    ['FreeBusy', 'FreeBusy', ['FreeBusyViewType', 'CalendarEventArray', 'WorkingHours']],
    ['FreeBusyMerged', 'FreeBusyMerged', ['FreeBusyViewType', 'MergedFreeBusy', 'CalendarEventArray', 'WorkingHours']],
    ['Detailed', 'FreeBusy', ['FreeBusyViewType', 'CalendarEventArray', 'WorkingHours']],
    ['DetailedMerged', 'FreeBusyMerged', ['FreeBusyViewType', 'MergedFreeBusy', 'CalendarEventArray', 'WorkingHours']],
  ])('%s gives everybody %s', async (view, given, names) => {
    const emulator = await startTidewater(day);
    const answer = await ask(emulator, question(['ada'], { view }), { ...asking, ...as.bo });
    const node = one(answer.body, 'FreeBusyView');
    expect([textOf(node, 'FreeBusyViewType'), childNames(node), all(node, 'CalendarEventDetails')]).toEqual([
      given,
      names,
      [],
    ]);
  });

  it.each([
    ['Reviewer', ['NoError'], 'Detailed'],
    ['FreeBusyTimeAndSubjectAndLocation', ['NoError'], 'Detailed'],
    ['FreeBusyTimeOnly', ['NoError'], 'FreeBusy'],
    ['None', ['ErrorNoFreeBusyAccess'], undefined],
  ] as const)('goes by the right %s', async (level, expected, view) => {
    const emulator = await startTidewater(day, { permissions: [{ mailbox: 'ada', grantee: 'bo', level }] });
    const answer = await ask(emulator, question(['ada'], { view: 'Detailed' }), { ...asking, ...as.bo });
    expect([codes(answer), texts(answer.body, 'FreeBusyViewType')[0]]).toEqual([expected, view]);
  });

  it('answers in the order of the request, and one bad address fails alone', async () => {
    const emulator = await startTidewater(day);
    const answer = await ask(
      emulator,
      question(['bo', 'nobody', 'ada', 'guest@elsewhere.example', 'lagoon'], { view: 'MergedOnly' }),
      asking,
    );
    expect(codes(answer)).toEqual([
      'NoError',
      'ErrorMailRecipientNotFound',
      'NoError',
      'ErrorMailRecipientNotFound',
      'NoError',
    ]);
    expect(texts(answer.body, 'MergedFreeBusy')).toEqual(['00220000', '20221030', '00000000']);
  });

  it.each([
    ['TimeZoneContext', { headers: berlinContext }, ''],
    ['rules in the body', {}, rules],
    ['the context rather than the body', { headers: berlinContext }, rules.replaceAll('-60', '300')],
  ])('reads and writes times in the zone of %s', async (_name, how, zone) => {
    const emulator = await startTidewater([
      ...day,
      meeting({
        id: 'winter',
        when: { kind: 'timed', start: '2026-10-25T09:00:00', end: '2026-10-25T10:00:00', timeZone: 'Europe/Berlin' },
      }),
    ]);
    const summer = await ask(emulator, question(['ada'], { zone, view: 'FreeBusyMerged' }), how);
    expect([texts(summer.body, 'MergedFreeBusy'), texts(summer.body, 'StartTime')[0]]).toEqual([
      ['20221030'],
      '2026-07-01T07:30:00',
    ]);
    const winter = await ask(
      emulator,
      question(['ada'], {
        zone,
        view: 'FreeBusyMerged',
        from: '2026-10-25T00:00:00',
        to: '2026-10-25T12:00:00',
        interval: 60,
      }),
      how,
    );
    // The day has an hour more, so there is one digit more too.
    expect([texts(winter.body, 'MergedFreeBusy'), texts(winter.body, 'StartTime')]).toEqual([
      ['0000000000200'],
      ['2026-10-25T09:00:00'],
    ]);
  });

  it('shows working hours on the clocks of the mailbox', async () => {
    const emulator = await startTidewater();
    const hours = one((await ask(emulator, question(['bo']), asking)).body, 'WorkingHours');
    expect(texts(hours, 'Bias')).toEqual(['300', '0', '-60']);
    expect([...texts(hours, 'Month'), ...texts(hours, 'DayOrder'), ...texts(hours, 'Time')]).toEqual([
      '11',
      '3',
      '1',
      '2',
      '02:00:00',
      '02:00:00',
    ]);
    expect([...texts(hours, 'StartTimeInMinutes'), ...texts(hours, 'EndTimeInMinutes')]).toEqual(['480', '1020']);
  });

  it('puts the members of a group together, unless they are too many', async () => {
    const room = { capacity: 4, building: 'Annex', floor: '1' };
    const rooms = Array.from({ length: 101 }, (_value, index) => ({
      ...room,
      id: `r${index}`,
      name: `R ${index}`,
      address: `r${index}@tidewater.example`,
    }));
    const emulator = await startTidewater([
      meeting({ id: 'a', invitees: [{ who: 'lagoon', response: 'accepted' }] }),
      meeting({ id: 'b', when: at('11:00', '12:00'), invitees: [{ who: 'reef', response: 'accepted' }] }),
    ]);
    emulator.seed({ ...tidewater(), rooms });
    const answer = await ask(emulator, question(['rooms-pier-1', 'rooms-annex']), asking);
    expect(codes(answer)).toEqual(['NoError', 'ErrorFreeBusyDLLimitReached']);
    expect(texts(answer.body, 'MergedFreeBusy')).toEqual(['00220000']);
    expect(all(answer.body, 'CalendarEventArray')).toEqual([]);
  });

  it.each([
    ['no zone', question(['ada']), {}, 'ErrorTimeZone'],
    ['nobody', question([]), asking, 'ErrorMailboxDataArrayEmpty'],
    ['more than a hundred', question(Array.from({ length: 101 }, () => 'ada')), asking, 'ErrorMailboxDataArrayTooBig'],
    ['more than 42 days', question(['ada'], { to: '2026-08-12T08:00:01' }), asking, 'ErrorTimeIntervalTooBig'],
    ['an end before the start', question(['ada'], { to: '2026-07-01T08:00:00' }), asking, 'ErrorInvalidTimeInterval'],
    ['an interval of four minutes', question(['ada'], { interval: 4 }), asking, 'ErrorInvalidMergedFreeBusyInterval'],
    [
      'an interval of more than a day',
      question(['ada'], { interval: 1441 }),
      asking,
      'ErrorInvalidMergedFreeBusyInterval',
    ],
    ['no view', question(['ada'], { view: 'None' }), asking, 'ErrorInvalidFreeBusyViewType'],
    [
      'nothing at all',
      `<m:GetUserAvailabilityRequest><m:MailboxDataArray>${mailbox('ada@tidewater.example')}</m:MailboxDataArray></m:GetUserAvailabilityRequest>`,
      asking,
      'ErrorMissingArgument',
    ],
  ])('fails as a whole for %s', async (_what, body, how, code) => {
    const emulator = await startTidewater();
    const answer = await ask(emulator, body, how);
    expect([answer.status, codeOf(answer)]).toEqual([500, code]);
  });

  it('takes 42 days, and 62 in Exchange Online', async () => {
    const emulator = await startTidewater();
    expect(codeOf(await ask(emulator, question(['ada'], { to: '2026-08-12T08:00:00' }), asking))).toBe('NoError');
    const online = await startTidewater([], { version: '15.20', authentication: { basic: true } });
    expect(codeOf(await ask(online, question(['ada'], { to: '2026-09-01T08:00:00' }), asking))).toBe('NoError');
    expect(codeOf(await ask(online, question(['ada'], { to: '2026-09-01T08:00:01' }), asking))).toBe(
      'ErrorTimeIntervalTooBig',
    );
  });

  it('says that it has no suggestions', async () => {
    const emulator = await startTidewater();
    const tail =
      '<t:SuggestionsViewOptions><t:DetailedSuggestionsWindow><t:StartTime>2026-07-01T00:00:00</t:StartTime><t:EndTime>2026-07-02T00:00:00</t:EndTime></t:DetailedSuggestionsWindow></t:SuggestionsViewOptions>';
    const answer = await ask(emulator, question(['ada'], { tail }), asking);
    expect(codes(answer)).toEqual(['NoError', 'ErrorInvalidOperation']);
  });
});
