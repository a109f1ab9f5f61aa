import { CalendarError } from '../errors/calendar-error.ts';
import type { WorkingHours } from '../model/free-busy.ts';
import type { InstantInterval } from '../time/overlaps-window.ts';
import { isIanaTimeZone } from '../time/resolve-time-zone.ts';
import { parseInstant } from '../time/zoned-date-time.ts';
import type { FindTimesOptions, FindTimesParticipant } from './find-times.ts';

const maxWindowMs = 366 * 86_400_000;
const maxParticipants = 1_000;

/** Checks what is not plain from the types, and gives the window in milliseconds. */
export function checkFindTimes(options: FindTimesOptions): {
  readonly window: InstantInterval;
  readonly roomsNeeded: number;
} {
  const startMs = parseInstant(options.window.start);
  const endMs = parseInstant(options.window.end);
  if (!(startMs < endMs && endMs - startMs <= maxWindowMs)) {
    throw invalid('window must end after it starts and be 366 days long at most');
  }
  requireZone('timeZone', options.timeZone);
  requireWhole('durationMinutes', options.durationMinutes, 1, 1_440);
  requireWhole('stepMinutes', options.stepMinutes ?? 15, 1, 1_440);
  requireWhole('bufferBeforeMinutes', options.bufferBeforeMinutes ?? 0, 0, 1_440);
  requireWhole('bufferAfterMinutes', options.bufferAfterMinutes ?? 0, 0, 1_440);
  requireWhole('maxProposals', options.maxProposals ?? 20, 1, 1_000);
  const { required, optional = [], rooms = [] } = options;
  const everybody = [...required, ...optional, ...rooms];
  if (everybody.length === 0) throw invalid('somebody or some room must be looked for');
  if (everybody.length > maxParticipants) throw invalid(`at most ${maxParticipants} participants and rooms`);
  const roomsNeeded = options.roomsNeeded ?? Math.min(1, rooms.length);
  requireWhole('roomsNeeded', roomsNeeded, 0, rooms.length);
  for (const participant of everybody) checkHours(participant.workingHours);
  for (const schedule of options.schedules) checkHours(schedule.kind === 'known' ? schedule.workingHours : undefined);
  return { window: { startMs, endMs }, roomsNeeded };
}

function checkHours(hours: FindTimesParticipant['workingHours'] | WorkingHours): void {
  if (hours === undefined) return;
  requireZone('workingHours.timeZone', hours.timeZone);
  for (const { from, to } of hours.periods) {
    if (!isTime(from) || !(isTime(to) || to === '24:00') || from >= to) {
      throw invalid('workingHours must have periods from HH:mm to a later HH:mm');
    }
  }
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function requireZone(name: string, timeZone: string): void {
  if (timeZone !== 'UTC' && !isIanaTimeZone(timeZone)) throw invalid(`${name} must be an IANA zone name`);
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (!(Number.isInteger(value) && value >= least && value <= most)) {
    throw invalid(`${name} must be a whole number from ${least} to ${most}`);
  }
}

function invalid(what: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message: `findTimes: ${what}`, operation: 'findTimes' });
}
