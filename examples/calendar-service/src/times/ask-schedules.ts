import type { CalendarErrorCode, Clock, Logger, Schedule, TimeWindow, UnknownScheduleReason } from '@kalends/core';
import type { Account } from '@kalends/core/accounts';
import { querySchedules } from '@kalends/core/availability';
import { askPerson } from '../connections/ask-person.ts';
import { connectedPerson } from '../connections/connected-person.ts';
import type { Team } from '../connections/team.ts';

/** What {@link askSchedules} works with. */
export interface AskSchedulesOptions {
  readonly team: Pick<Team, 'accounts' | 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the asking when whoever asked is gone. */
  readonly signal?: AbortSignal;
}

/** What was found out about a mailbox. */
export interface AskedSchedule {
  readonly schedule: Schedule;
  /** Why it is unknown, where the service or the connection said so. */
  readonly code?: CalendarErrorCode | 'unexpected';
}

/**
 * Finds out when people and rooms are taken. Whoever is connected is asked about through all of his own connections; everybody else
 * through the first connection that can ask, and through the first at the next service where that one knows no such mailbox. A
 * connection that fails leaves its mailboxes unknown: another service might know a calendar of that name, and not the one that is meant.
 *
 * @returns one for each mailbox and connection of its own; none for mailboxes that no connection could ask about.
 */
export async function askSchedules(
  mailboxes: readonly string[],
  window: TimeWindow,
  options: AskSchedulesOptions,
): Promise<readonly AskedSchedule[]> {
  const accounts = await options.team.accounts();
  const isOf = (mailbox: string, { identity }: Account): boolean =>
    identity.address?.toLowerCase() === mailbox.toLowerCase();
  const others = mailboxes.filter((mailbox) => !accounts.some((account) => isOf(mailbox, account)));
  const own = accounts.map((account) => {
    const asked = mailboxes.filter((mailbox) => isOf(mailbox, account));
    return asked.length === 0 ? [] : askThrough(account, asked, window, options);
  });
  const answers = await Promise.all([...own, askAboutOthers(others, accounts, window, options)]);
  return answers.flat();
}

/** Asks one service after the other about those whom no earlier one knows. */
async function askAboutOthers(
  mailboxes: readonly string[],
  accounts: readonly Account[],
  window: TimeWindow,
  options: AskSchedulesOptions,
): Promise<readonly AskedSchedule[]> {
  const found = new Map<string, AskedSchedule>();
  const askedProviders = new Set<string>();
  let left = mailboxes;
  for (const account of accounts) {
    if (left.length === 0) break;
    if (askedProviders.has(account.provider) || !(await canAsk(account, options))) continue;
    askedProviders.add(account.provider);
    for (const answer of await askThrough(account, left, window, options)) found.set(answer.schedule.mailbox, answer);
    left = left.filter((mailbox) => isNotFound(found.get(mailbox)?.schedule));
  }
  return [...found.values()];
}

/** Whether an account is of a kind that may ask about others. One that has ended does not open; opening sends nothing. */
async function canAsk({ id }: Account, { team }: AskSchedulesOptions): Promise<boolean> {
  const connection = await team.open(id).catch(() => undefined);
  return connection?.capabilities.freeBusy.query === true;
}

function isNotFound(schedule: Schedule | undefined): boolean {
  return schedule?.kind === 'unknown' && schedule.reason === 'notFound';
}

async function askThrough(
  account: Account,
  mailboxes: readonly string[],
  window: TimeWindow,
  options: AskSchedulesOptions,
): Promise<readonly AskedSchedule[]> {
  let schedules: readonly Schedule[] = [];
  const failure = await askPerson(
    connectedPerson(account, options.clock.now()),
    async (connection, signal) => {
      ({ schedules } = await querySchedules({ queries: [{ connection, mailboxes }], window, signal }));
    },
    { ...options, subject: 'times' },
  );
  if (failure === undefined) {
    return schedules.map((schedule) => {
      const code = schedule.kind === 'unknown' ? schedule.error?.code : undefined;
      return { schedule, ...(code === undefined ? {} : { code }) };
    });
  }
  const reason: UnknownScheduleReason = failure.code === 'timeout' ? 'timeout' : 'serviceFailed';
  return mailboxes.map((mailbox) => ({ schedule: { kind: 'unknown', mailbox, reason }, code: failure.code }));
}
