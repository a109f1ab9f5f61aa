import { CalendarError } from '@kalends/core';
import type { CalendarConnection, CalendarErrorCode, CalendarErrorReason, Clock, Cure, Logger } from '@kalends/core';
import { withinTime } from '../agenda/within-time.ts';
import type { ConnectedPerson } from './connected-person.ts';
import type { Team } from './team.ts';

/** Milliseconds that one person's provider may take. Nobody waits longer for a page because of somebody else's provider. */
export const sourceTimeoutMs = 20_000;

/** What {@link askPerson} works with. */
export interface AskPersonOptions {
  readonly team: Pick<Team, 'open'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the asking when whoever wanted to know is gone. */
  readonly signal?: AbortSignal;
  /** What is asked for, as the log names it. */
  readonly subject: 'agenda' | 'contacts' | 'times';
}

/** Why a person's provider did not tell what it was asked. */
export interface AskFailure {
  readonly code: CalendarErrorCode | 'unexpected';
  /** How a connection ended that has to be made again. */
  readonly reason?: CalendarErrorReason;
  readonly cure?: Cure;
}

/**
 * Asks something of one person's connection, for {@link sourceTimeoutMs} at most. A failure is told and not thrown: the others are not
 * to go without because of it.
 *
 * @returns how it failed; absent when all went well.
 */
export async function askPerson(
  person: Pick<ConnectedPerson, 'id' | 'provider'>,
  ask: (connection: CalendarConnection, signal: AbortSignal) => Promise<void>,
  options: AskPersonOptions,
): Promise<AskFailure | undefined> {
  const { team, logger, signal, subject } = options;
  try {
    await withinTime(async (ending) => ask(await team.open(person.id), ending), {
      ...options,
      timeoutMs: sourceTimeoutMs,
    });
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    const fields = { provider: person.provider, code: failure.code };
    // When the asker is gone, that is why, and nobody's provider is at fault.
    if (signal?.aborted === true) logger.debug(`${subject}.source.abandoned`, fields);
    else logger.warn(`${subject}.source.failed`, fields);
    return failure;
  }
}

function failureOf(error: unknown): AskFailure {
  if (!CalendarError.is(error)) return { code: 'unexpected' };
  const { code, reason, cure } = error;
  return { code, ...(reason === undefined ? {} : { reason }), ...(cure === undefined ? {} : { cure }) };
}
