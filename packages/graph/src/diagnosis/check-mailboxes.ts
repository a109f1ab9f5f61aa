import { CalendarError, exchangeCommands } from '@kalends/core';
import type { Finding } from '@kalends/core';
import { calendarFields } from '../calendars/read-calendar.ts';
import { pathSegment } from '../client/path-segment.ts';
import type { GraphSession } from '../graph-session.ts';
import { calendarWireSchema } from '../wire/calendar-wire.ts';
import { findingOfError } from './finding-of-error.ts';
import { diagnosing } from './operation.ts';

/** Looks at the rights in one mailbox beside the account's own. */
export async function checkMailbox(
  session: GraphSession,
  mailbox: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const sendAs = session.isApplication ? [] : [sendAsUnknown(session, mailbox)];
  try {
    const calendar = await session.reader.read({
      operation: diagnosing,
      mailbox,
      path: `/users/${pathSegment(mailbox)}/calendar`,
      query: { $select: calendarFields },
      schema: calendarWireSchema,
      what: 'the calendar',
      signal,
    });
    if (session.isApplication || calendar.canEdit === true) return sendAs;
    return [fullAccessMissing(session, mailbox, { canEdit: false }, 'warning'), ...sendAs];
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
    // Without a status the mailbox is blocked here, and the service was not asked.
    if (session.isApplication || error.status === undefined) return [findingOfError(error, { evidence: { mailbox } })];
    // A mailbox of somebody else that may not be seen is denied or not to be found.
    if (error.code !== 'accessDenied' && error.code !== 'notFound')
      return [findingOfError(error, { evidence: { mailbox } })];
    const { status, vendorCode } = error;
    const seen = { ...(status === undefined ? {} : { status }), ...(vendorCode === undefined ? {} : { vendorCode }) };
    return [fullAccessMissing(session, mailbox, seen, 'error'), ...sendAs];
  }
}

function fullAccessMissing(
  session: GraphSession,
  mailbox: string,
  seen: Finding['evidence'],
  severity: Finding['severity'],
): Finding {
  const user = session.account.address ?? session.account.id;
  return {
    code: 'folderRightsMissing',
    severity,
    message: 'The service account has no full access to this mailbox',
    evidence: { mailbox, right: 'FullAccess', user, ...seen },
    cure: {
      text: 'An administrator grants Full Access; connecting with a .Shared scope is needed too. It takes up to an hour.',
      commands: [exchangeCommands.addFullAccess({ mailbox, user })],
    },
  };
}

/** Graph shows this right to nobody, and trying it would send mail. */
function sendAsUnknown(session: GraphSession, mailbox: string): Finding {
  const user = session.account.address ?? session.account.id;
  return {
    code: 'folderRightsMissing',
    severity: 'info',
    message: 'Whether the service account may send as this mailbox cannot be seen through Microsoft Graph',
    evidence: { mailbox, right: 'SendAs', user, isKnown: false },
    cure: {
      text: 'An administrator looks at it, or grants it again; granting twice does no harm.',
      commands: [exchangeCommands.addSendAs({ mailbox, user })],
    },
  };
}
