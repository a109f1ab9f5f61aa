import { CalendarError, exchangeCommands } from '@kalends/core';
import type { Finding } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';
import { sameAddress } from '../mapping/holder.ts';
import { mailboxPurposeWireSchema, roomEventPageWireSchema } from '../wire/diagnosis-wire.ts';
import type { RoomEventWire } from '../wire/diagnosis-wire.ts';
import { diagnosing } from './operation.ts';

/** The sample: what is coming in so many days, and at most so many meetings. */
const sampleDays = 30;
const sampleSize = 50;
/** One meeting can look like anything; from two on a habit shows. */
const fewestMeetings = 2;
const usualShare = 0.8;
/** Organizers whose own copy is compared with the room's. */
const comparedCopies = 3;

/**
 * Looks at coming meetings for the marks that a room's booking settings leave: subjects replaced by the organizer's name, empty
 * bodies, and private meetings that have become ordinary ones.
 *
 * @see {@link https://learn.microsoft.com/powershell/module/exchange/set-calendarprocessing | Set-CalendarProcessing}
 */
export async function roomFindings(session: GraphSession, signal: AbortSignal): Promise<readonly Finding[]> {
  const address = session.account.address ?? session.account.id;
  const events = await sample(session, signal);
  const isRoom =
    (await purposeOf(session, signal)) === 'room' || events.some((event) => isBookedAsRoom(event, address));
  if (!isRoom) return [];
  const meetings = events.filter((event) => event.isOrganizer !== true && event.isCancelled !== true);
  const findings: Finding[] = [];
  const replaced = meetings.filter((event) => startsWithOrganizer(event));
  if (isHabit(replaced, meetings)) findings.push(finding(address, 'subjectReplaced', replaced.length, meetings.length));
  const empty = meetings.filter((event) => (event.bodyPreview ?? '').trim() === '');
  if (isHabit(empty, meetings)) findings.push(finding(address, 'bodyEmpty', empty.length, meetings.length));
  const compared = session.isApplication ? await privateAtOrganizer(session, meetings, signal) : 0;
  if (compared > 0) findings.push(finding(address, 'privateFlagLost', compared, meetings.length));
  return findings;
}

async function sample(session: GraphSession, signal: AbortSignal): Promise<readonly RoomEventWire[]> {
  const nowMs = session.context.runtime.clock.now();
  const page = await session.reader.read({
    operation: diagnosing,
    path: `${session.mailboxPath}/calendar/calendarView`,
    query: {
      startDateTime: formatInstant(nowMs),
      endDateTime: formatInstant(nowMs + sampleDays * 24 * 60 * 60_000),
      $select: 'subject,bodyPreview,iCalUId,type,sensitivity,isOrganizer,isCancelled,organizer,attendees',
      $top: String(sampleSize),
    },
    schema: roomEventPageWireSchema,
    what: 'the sample of meetings',
    signal,
  });
  return page.value;
}

/** Needs a permission of its own, which few applications have; without it the meetings themselves have to tell. */
async function purposeOf(session: GraphSession, signal: AbortSignal): Promise<string | undefined> {
  try {
    const settings = await session.reader.read({
      operation: diagnosing,
      path: `${session.mailboxPath}/mailboxSettings`,
      query: { $select: 'userPurpose' },
      schema: mailboxPurposeWireSchema,
      what: 'the mailbox settings',
      signal,
    });
    return settings.userPurpose ?? undefined;
  } catch (error) {
    return ignored(error);
  }
}

/** How many of the first private meetings are ordinary ones in the room. Copies that cannot be read count for nothing. */
async function privateAtOrganizer(
  session: GraphSession,
  meetings: readonly RoomEventWire[],
  signal: AbortSignal,
): Promise<number> {
  const candidates = meetings
    .filter((event) => event.type === 'singleInstance' && event.sensitivity === 'normal')
    .flatMap((event) => {
      const organizer = event.organizer?.emailAddress?.address;
      return organizer && event.iCalUId ? [{ organizer, iCalUId: event.iCalUId }] : [];
    })
    .slice(0, comparedCopies);
  const copies = await Promise.all(candidates.map((candidate) => readCopy(session, candidate, signal)));
  return copies.flat().filter((copy) => copy.sensitivity === 'private').length;
}

async function readCopy(
  session: GraphSession,
  { organizer, iCalUId }: { readonly organizer: string; readonly iCalUId: string },
  signal: AbortSignal,
): Promise<readonly RoomEventWire[]> {
  try {
    const page = await session.reader.read({
      operation: diagnosing,
      mailbox: organizer,
      path: `/users/${pathSegment(organizer)}/events`,
      // A quote inside an OData text is doubled (OData 4.01, URL conventions, section 5.1.1.6.1).
      query: { $filter: `iCalUId eq '${iCalUId.replaceAll("'", "''")}'`, $select: 'iCalUId,sensitivity' },
      schema: roomEventPageWireSchema,
      what: "the organizer's copy",
      signal,
    });
    return page.value;
  } catch (error) {
    return ignored(error) ?? [];
  }
}

function ignored(error: unknown): undefined {
  if (CalendarError.is(error) && error.code !== 'aborted') return undefined;
  throw error;
}

function isBookedAsRoom(event: RoomEventWire, address: string): boolean {
  return (event.attendees ?? []).some(
    ({ type, emailAddress }) => type === 'resource' && sameAddress(emailAddress?.address, address),
  );
}

function startsWithOrganizer({ subject, organizer }: RoomEventWire): boolean {
  const name = organizer?.emailAddress?.name?.trim() ?? '';
  return name !== '' && (subject ?? '').trim().startsWith(name);
}

function isHabit(marked: readonly unknown[], meetings: readonly unknown[]): boolean {
  return meetings.length >= fewestMeetings && marked.length >= meetings.length * usualShare;
}

const symptoms = {
  subjectReplaced: {
    message: 'Meetings of this room begin with the name of the organizer instead of their subject',
    settings: { deleteSubject: false, addOrganizerToSubject: false },
  },
  bodyEmpty: {
    message: 'Meetings of this room arrive without text, and so without join links',
    settings: { deleteComments: false },
  },
  privateFlagLost: {
    message: 'Private meetings become ordinary ones in this room, and their subject is shown',
    settings: { removePrivateProperty: false },
  },
} as const;

function finding(mailbox: string, symptom: keyof typeof symptoms, marked: number, looked: number): Finding {
  const { message, settings } = symptoms[symptom];
  return {
    code: 'roomMailboxSettings',
    severity: 'warning',
    message,
    evidence: { symptom, mailbox, marked, looked },
    cure: {
      text: 'An administrator (Recipient Management) changes how the room takes bookings; it counts for new ones.',
      commands: [exchangeCommands.setCalendarProcessing({ mailbox, ...settings })],
    },
  };
}
