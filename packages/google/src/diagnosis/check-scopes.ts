import { calendarAccessLevels, CalendarError } from '@kalends/core';
import type { AccessPolicy, CalendarAccess, Finding } from '@kalends/core';
import { missingParts, openedParts, opens, scopesOfParts } from '../auth/scopes.ts';
import type { GrantPart, OpenedParts } from '../auth/scopes.ts';
import type { Session, SessionCall } from '../session.ts';

/** What is known of the account's permissions. */
export interface ScopeFacts {
  /** What was granted; `undefined`: not known. */
  readonly scopes: readonly string[] | undefined;
  /** The most that the application wants to do; `undefined`: not known. */
  readonly policy: AccessPolicy | undefined;
  /** What the application opens beside the calendars. Default: nothing. */
  readonly opened?: OpenedParts;
  /** Whoever authorizes the requests keeps a policy of this account, which may want less. */
  readonly isPolicyElsewhere: boolean;
}

/** Compares what was granted with what the account's policy and the application's settings need. */
export async function checkScopes(session: Session, call: SessionCall, facts: ScopeFacts): Promise<readonly Finding[]> {
  const { scopes, opened = {} } = facts;
  if (scopes === undefined) return [];
  const missing = [
    ...(await missingOfPolicy(session, call, { ...facts, scopes })),
    ...openedParts(opened).filter((part) => !opens(scopes, part)),
  ];
  if (missing.length === 0) return [];
  return [
    {
      code: 'scopeMissing',
      severity: 'error',
      message: 'Not everything that the policy of this account and the settings need was granted',
      evidence: { check: 'scopes', missingScopes: scopesOfParts(missing) },
      cure: { text: 'Connect the Google account again and leave every box on the consent page ticked.' },
    },
  ];
}

/** The parts of the calendars that are not open. */
async function missingOfPolicy(
  session: Session,
  call: SessionCall,
  { scopes, policy, isPolicyElsewhere }: ScopeFacts & { readonly scopes: readonly string[] },
): Promise<readonly GrantPart[]> {
  if (policy === undefined || missingParts(policy.calendars, scopes).length === 0) return [];
  const access = isPolicyElsewhere ? await mostAllowed(session, call, policy.calendars) : policy.calendars;
  return access === undefined ? [] : missingParts(access, scopes);
}

/** The most that is let through, up to a level; `undefined` when nothing is, for whichever reason: another check tells it. */
async function mostAllowed(
  session: Session,
  call: SessionCall,
  most: CalendarAccess,
): Promise<CalendarAccess | undefined> {
  const levels = calendarAccessLevels.slice(0, calendarAccessLevels.indexOf(most) + 1);
  for (const access of levels.toReversed()) {
    try {
      // One after the other: the first answer is nearly always enough.
      await session.authorize({ ...call, permission: { group: 'calendars', access } });
      return access;
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'policyDenied') return undefined;
    }
  }
  return undefined;
}
