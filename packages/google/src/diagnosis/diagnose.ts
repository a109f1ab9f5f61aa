import { CalendarError, checkWebhookUrl } from '@kalends/core';
import type { Clock, DiagnoseOptions, Diagnosis, Finding } from '@kalends/core';
import { parseOptions } from '@kalends/core/schemas';
import { z } from 'zod';
import { opens } from '../auth/scopes.ts';
import { primaryAlias } from '../calendars/look-up-calendar.ts';
import type { ClientCall } from '../client/calendar-access.ts';
import type { ServerClock } from '../server-clock.ts';
import type { Delegation } from '../service-account/delegation.ts';
import type { Session, SessionCall } from '../session.ts';
import { checkCalendarRoles } from './check-calendar-roles.ts';
import { checkClock } from './check-clock.ts';
import { checkScopes } from './check-scopes.ts';
import type { ScopeFacts } from './check-scopes.ts';
import { findingOfError } from './finding-of-error.ts';

/** What a diagnosis has to know beyond the session. */
export interface DiagnosisFacts extends ScopeFacts {
  readonly clock: Pick<Clock, 'now'>;
  readonly serverClock: ServerClock;
  /** Of a service account. Absent for accounts of people. */
  readonly delegation?: Delegation | undefined;
}

const optionsSchema: z.ZodType<DiagnoseOptions> = z.strictObject({
  signal: z.instanceof(AbortSignal).exactOptional(),
  webhookUrl: z.string().min(1).max(2_048).exactOptional(),
  mailboxes: z
    .array(z.string().regex(/^[^\s/?#]{1,320}$/, 'a calendar id is needed, which is a mail address'))
    .max(100)
    .exactOptional(),
});

const operation = 'diagnose';

/**
 * Looks for whatever keeps an account from working. It asks for no permission: a policy forbids using an account, not finding
 * out what is wrong with it.
 */
export async function diagnose(session: Session, options: DiagnoseOptions, facts: DiagnosisFacts): Promise<Diagnosis> {
  const { signal, webhookUrl, mailboxes = [] } = parseOptions(optionsSchema, options, operation);
  const call: SessionCall = { operation, signal };
  const checks: string[] = [];
  const findings: Finding[] = [];
  /** Runs a check; tells whether it passed. */
  const check = async (
    name: string,
    work: () => Promise<readonly Finding[]> | readonly Finding[],
  ): Promise<boolean> => {
    checks.push(name);
    const found = await orFinding(name, work);
    findings.push(...found);
    return found.every(({ severity }) => severity !== 'error');
  };

  if (webhookUrl !== undefined) {
    await check('webhookUrl', () => checkWebhookUrl({ webhookUrl, service: 'Google', calledFrom: 'internet' }));
  }
  await check('scopes', () => checkScopes(session, call, facts));
  const isAuthorized = await check('authorization', () => checkAuthorization(session, call, facts));
  if (isAuthorized) {
    const calendar = calendarCheck(session, call, facts);
    const isServed = calendar === undefined || (await check('calendar', calendar));
    if (isServed && mailboxes.length > 0) {
      await check('calendarRoles', () => checkCalendarRoles(session, call, { mailboxes, scopes: facts.scopes }));
    }
  }
  await check('clock', () => {
    const isKnown = findings.some(({ code }) => code === 'clockSkew');
    return isKnown ? [] : checkClock(facts.serverClock);
  });
  return {
    provider: 'google',
    checkedAt: new Date(facts.clock.now()).toISOString(),
    checks,
    findings: findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
  };
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info'];

async function orFinding(
  name: string,
  work: () => Promise<readonly Finding[]> | readonly Finding[],
): Promise<readonly Finding[]> {
  try {
    return await work();
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted' || error.code === 'disposed') throw error;
    return [findingOfError(error, name)];
  }
}

async function checkAuthorization(
  session: Session,
  call: SessionCall,
  { serverClock, delegation }: DiagnosisFacts,
): Promise<readonly Finding[]> {
  try {
    await session.authorize(call);
    // Tokens are made out with less where not everything is authorized.
    await delegation?.prove(session.account, call.signal);
    return [];
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    const finding = findingOfError(error, 'authorization');
    const [skew] = checkClock(serverClock);
    // An assertion's times are a matter of this machine's clock.
    if (skew !== undefined && error.vendorCode === 'invalid_grant' && error.code === 'invalidConfiguration') {
      return [{ ...skew, severity: 'error', evidence: { ...finding.evidence, ...skew.evidence } }];
    }
    if (finding.code !== 'delegationMissing' || delegation === undefined) throw error;
    const missingScopes = await delegation
      .unauthorizedScopes(session.account, call.signal)
      .catch((failure: unknown) => {
        // That something is missing is known all the same; which part is not.
        if (CalendarError.is(failure) && failure.code !== 'aborted') return undefined;
        throw failure;
      });
    const evidence = missingScopes === undefined ? finding.evidence : { ...finding.evidence, missingScopes };
    return [{ ...finding, evidence }];
  }
}

/** One small read with the scopes there are: the service is on, and the account has a calendar. */
function calendarCheck(
  session: Session,
  call: SessionCall,
  { scopes }: DiagnosisFacts,
): (() => Promise<readonly Finding[]>) | undefined {
  const passing = async (request: ClientCall): Promise<readonly Finding[]> => {
    await session.read(call, request);
    return [];
  };
  if (session.canListCalendars) {
    return () =>
      passing((client, requestOptions) =>
        client.calendarList.get({ calendarId: primaryAlias, fields: 'id' }, requestOptions),
      );
  }
  if (scopes === undefined || !opens(scopes, 'readEvents')) return undefined;
  return () =>
    passing((client, requestOptions) =>
      client.events.list(
        { calendarId: primaryAlias, singleEvents: true, showDeleted: false, maxResults: 1, fields: 'accessRole' },
        requestOptions,
      ),
    );
}
