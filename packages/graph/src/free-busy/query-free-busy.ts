import { CalendarError } from '@kalends/core';
import type { FreeBusyAnswer, FreeBusyOptions, Schedule, TimeWindow } from '@kalends/core';
import { freeBusyOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { parseInstant } from '@kalends/core/time';
import { together } from '../client/together.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';
import { joinTakenTimes } from '../mapping/schedule-mapping.ts';
import type { AskedTime } from '../mapping/schedule-mapping.ts';
import { mapWorkingHours } from '../mapping/working-hours-mapping.ts';
import { askSchedules, joinParts, maxSchedules } from './ask-schedules.ts';
import type { SchedulePart } from './ask-schedules.ts';
import { unknownSchedule } from './unknown-schedule.ts';

const operation = 'freeBusy.query';

/** Longest stretch that is asked about at once. Graph's docs have said "less than 42 days" and "less than 62"; this holds under both. */
const longestMs = 41 * 86_400_000;

/** Asks when mailboxes are taken: as many questions as the service's limits make of it, and one schedule for each mailbox. */
export async function queryFreeBusy(
  session: GraphSession,
  options: FreeBusyOptions,
  signal: AbortSignal,
): Promise<FreeBusyAnswer> {
  const { mailboxes, window } = parseOptions(freeBusyOptionsSchema, options, operation);
  const { context } = session;
  const asked = new Map<string, SchedulePart[]>();
  for (const mailbox of mailboxes) {
    if (!context.isBlocked(mailbox)) asked.set(mailbox.toLowerCase(), []);
  }
  const questions = stretchesOf(window).flatMap((time) =>
    chunksOf([...asked.keys()], maxSchedules).map((addresses) => ({ addresses, time })),
  );
  const answers = await together(signal, (either) =>
    Promise.all(questions.map((question) => askSchedules(session, { ...question, signal: either }))),
  );
  for (const [address, part] of answers.flatMap((answer) => [...answer])) asked.get(address)?.push(part);
  const year = new Date(parseInstant(window.start)).getUTCFullYear();
  const schedules = mailboxes.map((mailbox): Schedule => {
    const parts = asked.get(mailbox.toLowerCase());
    return scheduleOf(mailbox, parts === undefined ? unknownSchedule(blocked()) : joinParts(parts), year);
  });
  return { schedules, isComplete: schedules.every(({ kind }) => kind === 'known') };
}

function scheduleOf(mailbox: string, part: SchedulePart, year: number): Schedule {
  if (part.kind === 'unknown') return { ...part, mailbox };
  const workingHours = mapWorkingHours(part.workingHours, year);
  return {
    kind: 'known',
    mailbox,
    busy: joinTakenTimes(part.taken),
    ...(workingHours === undefined ? {} : { workingHours }),
  };
}

/** Cuts a window into stretches the service takes. Instants are whole seconds, and no part of the window is left out. */
function stretchesOf(window: TimeWindow): readonly AskedTime[] {
  const untilMs = Math.ceil(parseInstant(window.end) / 1_000) * 1_000;
  const stretches: AskedTime[] = [];
  for (let startMs = Math.floor(parseInstant(window.start) / 1_000) * 1_000; startMs < untilMs;) {
    const endMs = Math.min(startMs + longestMs, untilMs);
    stretches.push({ startMs, endMs });
    startMs = endMs;
  }
  return stretches;
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

function blocked(): CalendarError {
  return new CalendarError({
    code: 'accessDenied',
    message: 'This mailbox stands on the list of blocked mailboxes; it was not asked about',
    provider: providerId,
    cure: { text: 'Take the mailbox off the list in the settings when its access is wanted again.' },
  });
}
