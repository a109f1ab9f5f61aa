import { CalendarError, checkWebhookUrl } from '@kalends/core';
import type { DiagnoseOptions, Diagnosis, Finding } from '@kalends/core';
import { tokenPermissions } from '@kalends/entra';
import { calendarFields } from '../calendars/read-calendar.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';
import { calendarWireSchema } from '../wire/calendar-wire.ts';
import { clockFindings } from './check-clock.ts';
import { checkMailbox } from './check-mailboxes.ts';
import { permissionFindings } from './check-permissions.ts';
import { roomFindings } from './check-room.ts';
import { DiagnosisReport } from './diagnosis-report.ts';
import { findingOfError } from './finding-of-error.ts';
import { diagnosing } from './operation.ts';

const maxMailboxes = 100;

/** Looks for whatever keeps an account from working; stops where nothing further can be asked. */
export async function diagnoseAccount(
  session: GraphSession,
  options: DiagnoseOptions,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const { webhookUrl, mailboxes = [] } = options;
  checkOptions(options);
  const { clock } = session.context.runtime;
  const report = new DiagnosisReport();
  if (webhookUrl !== undefined) {
    await report.check('webhookUrl', () =>
      checkWebhookUrl({ webhookUrl, service: 'Microsoft Graph', calledFrom: 'internet' }),
    );
  }
  if (await checkToken(session, report, signal)) {
    const isReadable = await checkCalendar(session, report, signal);
    if (isReadable) await report.check('roomMailbox', () => roomFindings(session, signal));
    for (const mailbox of mailboxes)
      await report.check(`mailbox ${mailbox}`, () => checkMailbox(session, mailbox, signal));
  }
  return report.toDiagnosis(clock.now());
}

async function checkToken(session: GraphSession, report: DiagnosisReport, signal: AbortSignal): Promise<boolean> {
  let isProofBroken = false;
  await report.check('clientCredential', async () => {
    const findings = await session.directory.checkClientCredential({ signal });
    isProofBroken = findings.some(({ severity }) => severity === 'error');
    return findings;
  });
  return report.check(
    'accessToken',
    async () => {
      await session.authorization.get({ signal });
      return [];
    },
    // What is wrong with a certificate has just been said; the service was not asked.
    (error) => (isProofBroken && error.status === undefined ? [] : [findingOfError(error)]),
  );
}

/** @returns whether the calendar could be read. */
async function checkCalendar(session: GraphSession, report: DiagnosisReport, signal: AbortSignal): Promise<boolean> {
  const { directory, context, isApplication } = session;
  let missing: readonly Finding[] = [];
  await report.check('permissions', async () => {
    const authorization = await session.authorization.get({ signal });
    const held = authorization.kind === 'bearer' ? tokenPermissions(authorization.token) : undefined;
    missing = held === undefined ? [] : permissionFindings(directory, context.policy, held);
    // Roles that Exchange assigns stand in no token: while calls work, an application misses nothing.
    return isApplication ? [] : missing;
  });
  let date: string | null = null;
  const isReadable = await report.check(
    'calendar',
    async () => {
      await session.reader.read({
        operation: diagnosing,
        path: `${session.mailboxPath}/calendar`,
        query: { $select: calendarFields },
        schema: calendarWireSchema,
        what: 'the calendar',
        observe: (headers) => (date = headers.get('date')),
        signal,
      });
      return [];
    },
    (error) => describeRefusal(error, missing, isApplication),
  );
  // What stands before a broken service has a clock of its own.
  if (isReadable) await report.check('clock', () => Promise.resolve(clockFindings(date, context.runtime.clock.now())));
  return isReadable;
}

/** A refusal whose reason stands in the token needs no second explanation. */
function describeRefusal(
  error: CalendarError,
  missing: readonly Finding[],
  isApplication: boolean,
): readonly Finding[] {
  if (error.code !== 'accessDenied') return [findingOfError(error)];
  if (missing.length > 0) return isApplication ? missing : [];
  return [findingOfError(error, isApplication ? {} : { code: 'scopeMissing' })];
}

function checkOptions({ webhookUrl, mailboxes = [] }: DiagnoseOptions): void {
  const invalid = (what: string): CalendarError =>
    new CalendarError({ code: 'invalidArgument', message: `diagnose: ${what}`, provider: providerId });
  if (webhookUrl !== undefined && typeof webhookUrl !== 'string') throw invalid('webhookUrl must be a text');
  if (!Array.isArray(mailboxes) || mailboxes.length > maxMailboxes)
    throw invalid(`mailboxes must be a list of at most ${maxMailboxes} addresses`);
  if (!mailboxes.every((mailbox) => typeof mailbox === 'string' && /^[^\s@]+@[^\s@]+$/.test(mailbox)))
    throw invalid('mailboxes must be mail addresses');
}
