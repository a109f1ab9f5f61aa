import { CalendarError } from '../errors/calendar-error.ts';
import type { CalendarErrorCode } from '../errors/error-code.ts';
import type { Schedule, UnknownScheduleReason } from '../model/free-busy.ts';
import type { TimeWindow } from '../model/time.ts';
import type { CalendarConnection, CallOptions } from '../provider/connection.ts';
import type { FreeBusyAnswer } from '../provider/free-busy-group.ts';

/** Mailboxes and the connection to ask about them. @public */
export interface SchedulesQuery {
  readonly connection: CalendarConnection;
  /** 1 to 1,000 addresses. */
  readonly mailboxes: readonly string[];
}

/** Options of {@link querySchedules}. @public */
export interface QuerySchedulesOptions extends CallOptions {
  /** Whom to ask about where, for example people at one service and rooms at another. */
  readonly queries: readonly SchedulesQuery[];
  /** At most 366 days. */
  readonly window: TimeWindow;
}

const reasonByCode: Partial<Record<CalendarErrorCode, UnknownScheduleReason>> = {
  accessDenied: 'accessDenied',
  policyDenied: 'accessDenied',
  consentRequired: 'accessDenied',
  adminConsentRequired: 'accessDenied',
  notFound: 'notFound',
  rateLimited: 'rateLimited',
  quotaExceeded: 'rateLimited',
  timeout: 'timeout',
  invalidResponse: 'invalidResponse',
  responseTooLarge: 'invalidResponse',
};

/**
 * Asks several connections at once and puts their answers together, for `findTimes` and `mergeBusy`. A connection that fails makes its
 * mailboxes unknown, never free, and hides nobody else.
 *
 * @returns one schedule for each mailbox, in the order of the queries.
 * @throws CalendarError `aborted` when the signal fires, `invalidArgument` for unusable options.
 * @public
 */
export async function querySchedules({ queries, window, signal }: QuerySchedulesOptions): Promise<FreeBusyAnswer> {
  const answers = await Promise.all(
    queries.map(async ({ connection, mailboxes }): Promise<readonly Schedule[]> => {
      try {
        const answer = await connection.freeBusy.query({
          mailboxes,
          window,
          ...(signal === undefined ? {} : { signal }),
        });
        return answered(mailboxes, answer.schedules);
      } catch (error) {
        if (!CalendarError.is(error) || error.code === 'aborted' || error.code === 'invalidArgument') throw error;
        const reason = reasonByCode[error.code] ?? 'serviceFailed';
        return mailboxes.map((mailbox) => ({ kind: 'unknown', mailbox, reason, error: error.toJSON() }));
      }
    }),
  );
  const schedules = answers.flat();
  return { schedules, isComplete: schedules.every(({ kind }) => kind === 'known') };
}

/** Whoever is not answered for is unknown. */
function answered(mailboxes: readonly string[], schedules: readonly Schedule[]): readonly Schedule[] {
  const found = new Set(schedules.map(({ mailbox }) => mailbox.toLowerCase()));
  const missing = mailboxes.filter((mailbox) => !found.has(mailbox.toLowerCase()));
  return [
    ...schedules,
    ...missing.map((mailbox): Schedule => ({ kind: 'unknown', mailbox, reason: 'invalidResponse' })),
  ];
}
