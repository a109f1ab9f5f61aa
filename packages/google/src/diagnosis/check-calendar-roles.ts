import { CalendarError } from '@kalends/core';
import type { Finding } from '@kalends/core';
import { opens } from '../auth/scopes.ts';
import type { Session, SessionCall } from '../session.ts';
import { wireCalendarListEntrySchema } from '../wire/calendar-list.ts';
import { wireEventsPageSchema } from '../wire/events-page.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { findingOfError } from './finding-of-error.ts';

/** Requests at a time. */
const concurrency = 4;

/** What the sharing dialog of Google Calendar calls each role. */
const roleNames: Readonly<Record<string, string>> = {
  none: 'nothing',
  freeBusyReader: 'See only free/busy (hide details)',
  reader: 'See all event details',
  writerWithoutPrivateAccess: 'Make changes to events, without private ones',
  writer: 'Make changes to events',
};

/**
 * Looks up what the account may do in other calendars, those of rooms above all. Only the role `owner`, "Make changes and manage
 * sharing", is enough to work with a room in its own name.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/concepts/sharing | Calendar sharing}
 * @param scopes - What was granted; `undefined`: not known.
 */
export async function checkCalendarRoles(
  session: Session,
  call: SessionCall,
  options: { readonly mailboxes: readonly string[]; readonly scopes: readonly string[] | undefined },
): Promise<readonly Finding[]> {
  const readsEvents = options.scopes === undefined || opens(options.scopes, 'readEvents');
  const findings: Finding[] = [];
  for (let start = 0; start < options.mailboxes.length; start += concurrency) {
    const some = options.mailboxes.slice(start, start + concurrency);
    findings.push(...(await Promise.all(some.map((mailbox) => checkRole(session, call, mailbox, readsEvents)))).flat());
  }
  return findings;
}

async function checkRole(
  session: Session,
  call: SessionCall,
  mailbox: string,
  readsEvents: boolean,
): Promise<readonly Finding[]> {
  let role: string;
  try {
    role =
      (readsEvents ? await roleByEvents(session, call, mailbox) : await roleByList(session, call, mailbox)) ?? 'none';
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted' || error.code === 'disposed') throw error;
    // What is not shared with an account is not there for it, or may not be looked at.
    if (error.code !== 'notFound' && error.code !== 'accessDenied') {
      const finding = findingOfError(error, 'calendarRoles');
      return [{ ...finding, evidence: { ...finding.evidence, mailbox } }];
    }
    role = 'none';
  }
  if (role === 'owner') return [];
  return [
    {
      code: 'calendarRoleMissing',
      severity: 'error',
      message: `The account's role on a calendar is "${role}"; "owner" is needed`,
      evidence: { check: 'calendarRoles', mailbox, role, neededRole: 'owner' },
      cure: {
        text: `Share the calendar with the account as "Make changes and manage sharing"; now it is shared as "${roleNames[role] ?? role}".`,
      },
    },
  ];
}

/** A list of events names the role, also for calendars that are not on the account's own list. */
async function roleByEvents(
  session: Session,
  call: SessionCall,
  calendarId: string,
): Promise<string | null | undefined> {
  const data = await session.read(call, (client, requestOptions) =>
    client.events.list(
      { calendarId, singleEvents: true, showDeleted: false, maxResults: 1, fields: 'accessRole' },
      requestOptions,
    ),
  );
  return parseWire(wireEventsPageSchema, data).accessRole;
}

async function roleByList(session: Session, call: SessionCall, calendarId: string): Promise<string | null | undefined> {
  const data = await session.read(call, (client, requestOptions) =>
    client.calendarList.get({ calendarId, fields: 'id,accessRole' }, requestOptions),
  );
  return parseWire(wireCalendarListEntrySchema, data).accessRole;
}
