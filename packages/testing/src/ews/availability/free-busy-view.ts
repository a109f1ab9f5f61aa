import type { Account } from '../store/account.ts';
import type { BusyStatus } from '../store/calendar-content.ts';
import type { FolderRights } from '../store/folder-rights.ts';
import { hexEntryId } from '../store/id-formats.ts';
import { isMeeting } from '../store/calendar-content.ts';
import { dateOf } from '../time/instants.ts';
import { serializableZone } from '../time/zone-definition.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import type { BusyTime } from './busy-times.ts';
import type { RequestZone } from './request-zone.ts';

/** How much an answer may tell (types.xsd, FreeBusyViewType). */
export type FreeBusyViewType = 'MergedOnly' | 'FreeBusy' | 'FreeBusyMerged' | 'Detailed' | 'DetailedMerged';

/** What is asked about everybody alike. */
export interface FreeBusyQuestion {
  readonly from: number;
  readonly to: number;
  readonly intervalMs: number;
  readonly view: FreeBusyViewType;
  readonly zone: RequestZone;
  /** The year whose zone rules are written. */
  readonly year: number;
}

// The digit of each status, and which one wins: working elsewhere is less than anything that blocks the time.
const digits: Readonly<Record<BusyStatus, { readonly digit: string; readonly rank: number }>> = {
  Free: { digit: '0', rank: 0 },
  WorkingElsewhere: { digit: '4', rank: 1 },
  Tentative: { digit: '1', rank: 2 },
  Busy: { digit: '2', rank: 3 },
  OOF: { digit: '3', rank: 4 },
  NoData: { digit: '4', rank: 5 },
};

/** The view that somebody with these rights gets, the lesser of what is asked and what is allowed. */
export function allowedView(wanted: FreeBusyViewType, readItems: FolderRights['readItems']): FreeBusyViewType {
  if (readItems === 'FullDetails' || readItems === 'TimeAndSubjectAndLocation') return wanted;
  return wanted === 'Detailed' ? 'FreeBusy' : wanted === 'DetailedMerged' ? 'FreeBusyMerged' : wanted;
}

/** Writes what is known about one mailbox. */
export function freeBusyView(times: readonly BusyTime[], account: Account, question: FreeBusyQuestion): string {
  const { view, zone } = question;
  const isDetailed = view.startsWith('Detailed');
  const events = times.map((time) =>
    element(
      't:CalendarEvent',
      {},
      textElement('t:StartTime', formatWall(zone.toWall(time.start))),
      textElement('t:EndTime', formatWall(zone.toWall(time.end))),
      textElement('t:BusyType', time.status),
      isDetailed ? details(time) : '',
    ),
  );
  const hasEvents = view !== 'MergedOnly' && events.length > 0;
  return element(
    'm:FreeBusyView',
    {},
    textElement('t:FreeBusyViewType', view),
    view.endsWith('Merged') || view === 'MergedOnly' ? textElement('t:MergedFreeBusy', merged(times, question)) : '',
    hasEvents ? element('t:CalendarEventArray', {}, ...events) : '',
    view === 'MergedOnly' ? '' : workingHours(account, question.year),
  );
}

/** Writes what is known about the members of a group together. */
export function groupView(times: readonly BusyTime[], question: FreeBusyQuestion): string {
  return element(
    'm:FreeBusyView',
    {},
    textElement('t:FreeBusyViewType', 'MergedOnly'),
    textElement('t:MergedFreeBusy', merged(times, question)),
  );
}

function merged(times: readonly BusyTime[], { from, to, intervalMs }: FreeBusyQuestion): string {
  const highest = Array.from<BusyStatus>({ length: Math.ceil((to - from) / intervalMs) }).fill('Free');
  for (const { start, end, status } of times) {
    const first = Math.max(0, Math.floor((start - from) / intervalMs));
    const last = Math.min(highest.length, Math.ceil((end - from) / intervalMs));
    for (let at = first; at < last; at += 1) {
      if (digits[status].rank > digits[highest[at] ?? 'Free'].rank) highest[at] = status;
    }
  }
  return highest.map((status) => digits[status].digit).join('');
}

function details({ view }: BusyTime): string {
  const { content, kind } = view;
  const isPrivate = content.sensitivity === 'Private';
  return element(
    't:CalendarEventDetails',
    {},
    isPrivate ? '' : textElement('t:ID', hexEntryId(view.id)),
    isPrivate ? '' : textElement('t:Subject', content.subject),
    isPrivate ? '' : textElement('t:Location', content.location),
    textElement('t:IsMeeting', isMeeting(content)),
    textElement('t:IsRecurring', kind === 'Occurrence' || kind === 'Exception'),
    textElement('t:IsException', kind === 'Exception'),
    textElement('t:IsReminderSet', content.reminder.isSet),
    textElement('t:IsPrivate', isPrivate),
  );
}

/** The hours that a mailbox has by default: eight to five on the clocks of its zone, Monday to Friday. */
function workingHours(account: Account, year: number): string {
  const period = element(
    't:WorkingPeriod',
    {},
    textElement('t:DayOfWeek', 'Monday Tuesday Wednesday Thursday Friday'),
    textElement('t:StartTimeInMinutes', 480),
    textElement('t:EndTimeInMinutes', 1020),
  );
  return element(
    't:WorkingHours',
    {},
    serializableZone('t:TimeZone', account.timeZone, year),
    element('t:WorkingPeriodArray', {}, period),
  );
}

/** Times of free/busy answers have no offset. */
function formatWall(wall: number): string {
  const seconds = Math.floor((((wall % 86_400_000) + 86_400_000) % 86_400_000) / 1000);
  const part = (value: number): string => String(value).padStart(2, '0');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(part).join(':');
  return `${dateOf(wall)}T${clock}`;
}
