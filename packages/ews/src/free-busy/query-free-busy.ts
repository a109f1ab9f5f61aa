import { CalendarError } from '@kalends/core';
import type { FreeBusyAnswer, FreeBusyOptions, Schedule } from '@kalends/core';
import { freeBusyOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { parseInstant } from '@kalends/core/time';
import type { Session } from '../ews-session.ts';
import { askForEach } from '../http/judged-batch.ts';
import type { PartResult } from '../http/judged-batch.ts';
import { sideBySide } from '../http/side-by-side.ts';
import { getUserAvailability } from '../operations/get-user-availability.ts';
import { inBatches } from '../operations/in-batches.ts';
import type { WireFreeBusyView } from '../wire/availability-shape.ts';
import { scheduleOf } from './schedule-of-views.ts';
import type { SchedulePart } from './schedule-of-views.ts';

/** What Exchange takes in one request. */
const maxMailboxes = 100;
/** What Exchange Server is installed with; Exchange Online takes more. */
const maxDays = 42;
const dayMs = 86_400_000;

/** Mailboxes and whole days to ask about at once. */
interface Question {
  readonly mailboxes: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}

/** Parts of what is known, by address in lower case. */
type Findings = Map<string, SchedulePart[]>;

/**
 * Asks when mailboxes are taken, in parts as the service's limits have it. Whole days of UTC are asked for and cut to the window, so
 * that digits of merged views begin where days do.
 */
export async function queryFreeBusy(
  session: Session,
  options: FreeBusyOptions,
  signal: AbortSignal,
): Promise<FreeBusyAnswer> {
  const { mailboxes, window } = parseOptions(freeBusyOptionsSchema, options, 'freeBusy.query');
  const startMs = Math.floor(parseInstant(window.start) / 1_000) * 1_000;
  const endMs = Math.ceil(parseInstant(window.end) / 1_000) * 1_000;
  const findings: Findings = new Map(mailboxes.map((mailbox) => [mailbox.toLowerCase(), []]));
  const questions = questionsOf([...findings.keys()], startMs, endMs);
  // One who cannot ask about some cannot ask about the others either.
  await sideBySide(signal, (ending) => questions.map((one) => ask({ session, findings, signal: ending }, one)));
  const known = new Map(
    [...findings].map(([address, parts]) => [address, scheduleOf(address, parts, { startMs, endMs })]),
  );
  const schedules = mailboxes.map((mailbox): Schedule => {
    const schedule = known.get(mailbox.toLowerCase());
    // Every address was asked about.
    if (schedule === undefined) throw new TypeError('unreachable');
    return { ...schedule, mailbox };
  });
  return { schedules, isComplete: schedules.every(({ kind }) => kind === 'known') };
}

function questionsOf(mailboxes: readonly string[], startMs: number, endMs: number): readonly Question[] {
  const lastMs = Math.ceil(endMs / dayMs) * dayMs;
  const questions: Question[] = [];
  for (let fromMs = Math.floor(startMs / dayMs) * dayMs; fromMs < lastMs; fromMs += maxDays * dayMs) {
    const toMs = Math.min(fromMs + maxDays * dayMs, lastMs);
    for (const batch of inBatches(mailboxes, maxMailboxes)) {
      questions.push({ mailboxes: batch, startMs: fromMs, endMs: toMs });
    }
  }
  return questions;
}

/** Asks one question, and in halves again when it is too much for this server. */
async function ask(
  asker: { readonly session: Session; readonly findings: Findings; readonly signal: AbortSignal },
  question: Question,
): Promise<void> {
  const { session, findings, signal } = asker;
  const { mailboxes, startMs, endMs } = question;
  let results: readonly PartResult<WireFreeBusyView>[];
  try {
    results = await askForEach(session.client, {
      keys: mailboxes,
      callOf: (keys) => getUserAvailability({ mailboxes: keys, startMs, endMs }),
      signal,
    });
  } catch (error) {
    const halves = halvesAfter(error, question);
    if (halves === undefined) throw error;
    await sideBySide(signal, (ending) => halves.map((half) => ask({ ...asker, signal: ending }, half)));
    return;
  }
  const tooLarge = results.find((result) => result.kind === 'failed' && result.error.code === 'responseTooLarge');
  const halves = tooLarge?.kind === 'failed' ? halvesAfter(tooLarge.error, question) : undefined;
  if (halves !== undefined) {
    await sideBySide(signal, (ending) => halves.map((half) => ask({ ...asker, signal: ending }, half)));
    return;
  }
  for (const [index, mailbox] of mailboxes.entries()) {
    const result = results[index];
    if (result !== undefined) findings.get(mailbox)?.push({ startMs, endMs, result });
  }
}

/** Limits are the administrator's to set lower. */
function halvesAfter(error: unknown, { mailboxes, startMs, endMs }: Question): readonly Question[] | undefined {
  if (!CalendarError.is(error)) return undefined;
  const days = Math.round((endMs - startMs) / dayMs);
  if (error.vendorCode === 'ErrorTimeIntervalTooBig' && days > 1) {
    const middleMs = startMs + Math.ceil(days / 2) * dayMs;
    return [
      { mailboxes, startMs, endMs: middleMs },
      { mailboxes, startMs: middleMs, endMs },
    ];
  }
  const isTooMany = error.vendorCode === 'ErrorMailboxDataArrayTooBig' || error.code === 'responseTooLarge';
  if (!isTooMany || mailboxes.length < 2) return undefined;
  return inBatches(mailboxes, Math.ceil(mailboxes.length / 2)).map((half) => ({ mailboxes: half, startMs, endMs }));
}
