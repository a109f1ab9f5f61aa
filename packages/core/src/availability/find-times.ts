import type { BusyKind, Schedule, WorkingHours } from '../model/free-busy.ts';
import type { TimeWindow, ZonedDateTime } from '../model/time.ts';
import type { InstantInterval } from '../time/overlaps-window.ts';
import { zoneOffsetMs } from '../time/zone-offset.ts';
import { zonedDateTimeAt } from '../time/zoned-date-time.ts';
import { checkFindTimes } from './find-times-options.ts';
import { busyIntervals, defaultBusyKinds } from './merge-busy.ts';
import { complement, freeOf, mergedIntervals } from './merged-intervals.ts';
import { workingTime } from './working-time.ts';

/** Somebody, or a room, that a time is looked for. @public */
export interface FindTimesParticipant {
  /** Address; its schedule is looked up by it, without regard to case. */
  readonly mailbox: string;
  /** Default: those of the schedule, else any hour. */
  readonly workingHours?: WorkingHours;
  /** Whether the working hours hold. Default true. */
  readonly respectWorkingHours?: boolean;
}

/** Options of {@link findTimes}. @public */
export interface FindTimesOptions {
  /** In which the whole meeting lies, with its buffers: of other times nothing is known. At most 366 days. */
  readonly window: TimeWindow;
  /** 1 to 1,440. */
  readonly durationMinutes: number;
  /** IANA zone of the proposals, and of the clock on which they begin at a multiple of `stepMinutes`. */
  readonly timeZone: string;
  /**
   * What was found out about every participant and room, over the whole window. A missing schedule is an unknown one; of several for one
   * mailbox all count, and one that is unknown makes the mailbox unknown.
   */
  readonly schedules: readonly Schedule[];
  /** Who has to be free. */
  readonly required: readonly FindTimesParticipant[];
  /** Who should be free; their conflicts are counted. Default: nobody. */
  readonly optional?: readonly FindTimesParticipant[];
  /** Rooms, of which `roomsNeeded` have to be free. Default: none. */
  readonly rooms?: readonly FindTimesParticipant[];
  /** Default 1 when there are rooms. */
  readonly roomsNeeded?: number;
  /** Minutes before the meeting that have to be free for everybody required. Default 0. */
  readonly bufferBeforeMinutes?: number;
  /** Minutes after it. Default 0. */
  readonly bufferAfterMinutes?: number;
  /** Meetings begin at multiples of this after midnight: 1 to 1,440. Default 15. */
  readonly stepMinutes?: number;
  /** What counts as taken. Default: busy, tentative, out of office. */
  readonly busyKinds?: readonly BusyKind[];
  /** 1 to 1,000. Default 20. */
  readonly maxProposals?: number;
}

/** A time that suits. @public */
export interface TimeProposal {
  readonly start: ZonedDateTime;
  readonly end: ZonedDateTime;
  /** Optional participants who are taken or outside their working hours then. */
  readonly optionalConflicts: readonly string[];
  /** Optional participants of whom nothing is known. */
  readonly optionalUnknown: readonly string[];
  /** Rooms known to be free, in the order they were given. */
  readonly freeRooms: readonly string[];
}

/** The answer of {@link findTimes}. @public */
export interface FoundTimes {
  /** Fewest optional conflicts first, then the earliest. Empty when somebody required is unknown. */
  readonly proposals: readonly TimeProposal[];
  /** Required participants of whom nothing is known: no time can be promised for them. */
  readonly requiredUnknown: readonly string[];
  /** Rooms of which nothing is known; they are never proposed. */
  readonly roomsUnknown: readonly string[];
}

const minuteMs = 60_000;

/**
 * Finds times that suit several people and rooms, from schedules that any provider gave: the same answer whoever they came from.
 * Unknown is never free: without knowledge of somebody required there are no proposals, and an unknown room is not proposed.
 *
 * @throws CalendarError `invalidArgument` naming the option that is wrong.
 * @public
 */
export function findTimes(options: FindTimesOptions): FoundTimes {
  const { required, optional = [], rooms = [] } = options;
  const { window, roomsNeeded } = checkFindTimes(options);
  const byMailbox = Map.groupBy(options.schedules, ({ mailbox }) => mailbox.toLowerCase());
  const timesOf = (participant: FindTimesParticipant): ParticipantTimes | undefined =>
    participantTimes(participant, byMailbox.get(participant.mailbox.toLowerCase()), window, options.busyKinds);

  const requiredTimes = required.map(timesOf);
  const requiredUnknown = mailboxesWithout(required, requiredTimes);
  const roomTimes = rooms.map(timesOf);
  const roomsUnknown = mailboxesWithout(rooms, roomTimes);
  if (requiredUnknown.length > 0) return { proposals: [], requiredUnknown, roomsUnknown };

  const isFree = freeOf(mergedIntervals(requiredTimes.flatMap((times) => times?.busy ?? [])));
  const isAtWork = freeOf(mergedIntervals(requiredTimes.flatMap((times) => times?.offWork ?? [])));
  const optionalFree = optional.map((participant) => ({ participant, times: timesOf(participant) }));
  const optionalUnknown = optionalFree
    .filter(({ times }) => times === undefined)
    .map(({ participant }) => participant.mailbox);
  const optionalChecks = optionalFree.flatMap(({ participant, times }) =>
    times === undefined
      ? []
      : [{ mailbox: participant.mailbox, isFree: freeOf(mergedIntervals([...times.busy, ...times.offWork])) }],
  );
  const roomChecks = rooms.flatMap(({ mailbox }, index) => {
    const times = roomTimes[index];
    return times === undefined ? [] : [{ mailbox, isFree: freeOf(mergedIntervals([...times.busy, ...times.offWork])) }];
  });

  const durationMs = options.durationMinutes * minuteMs;
  const beforeMs = (options.bufferBeforeMinutes ?? 0) * minuteMs;
  const afterMs = (options.bufferAfterMinutes ?? 0) * minuteMs;
  const zone = { kind: 'iana', timeZone: options.timeZone } as const;
  const stepMs = (options.stepMinutes ?? 15) * minuteMs;
  const meetingWindow = { startMs: window.startMs + beforeMs, endMs: window.endMs - afterMs };
  const maxProposals = options.maxProposals ?? 20;
  /** By the number of conflicts; no more of a kind than can be proposed. */
  const suiting = new Map<number, TimeProposal[]>();
  for (const startMs of gridTimes(meetingWindow, durationMs, stepMs, options.timeZone)) {
    const endMs = startMs + durationMs;
    // Work may begin with the meeting; its buffers must only be free.
    if (!isFree(startMs - beforeMs, endMs + afterMs) || !isAtWork(startMs, endMs)) continue;
    const optionalConflicts = optionalChecks
      .filter((check) => !check.isFree(startMs, endMs))
      .map(({ mailbox }) => mailbox);
    const alike = suiting.get(optionalConflicts.length) ?? [];
    if (alike.length === maxProposals) continue;
    const freeRooms = roomChecks.filter((room) => room.isFree(startMs, endMs)).map(({ mailbox }) => mailbox);
    if (freeRooms.length < roomsNeeded) continue;
    suiting.set(optionalConflicts.length, alike);
    alike.push({
      start: zonedDateTimeAt(startMs, zone),
      end: zonedDateTimeAt(endMs, zone),
      optionalConflicts,
      optionalUnknown,
      freeRooms,
    });
    // Nothing that comes later can be better.
    if (optionalConflicts.length === 0 && alike.length === maxProposals) break;
  }
  const proposals = [...suiting]
    .toSorted(([fewer], [more]) => fewer - more)
    .flatMap(([, alike]) => alike)
    .slice(0, maxProposals);
  return { proposals, requiredUnknown, roomsUnknown };
}

interface ParticipantTimes {
  readonly busy: readonly InstantInterval[];
  readonly offWork: readonly InstantInterval[];
}

/** When somebody cannot come; absent when that is not known. */
function participantTimes(
  participant: FindTimesParticipant,
  schedules: readonly Schedule[] = [],
  window: InstantInterval,
  busyKinds: readonly BusyKind[] = defaultBusyKinds,
): ParticipantTimes | undefined {
  const known = schedules.filter((schedule) => schedule.kind === 'known');
  if (known.length === 0 || known.length < schedules.length) return undefined;
  const allHours =
    participant.workingHours === undefined ? known.map(({ workingHours }) => workingHours) : [participant.workingHours];
  return {
    busy: known.flatMap((schedule) => busyIntervals(schedule, busyKinds)),
    offWork:
      participant.respectWorkingHours === false
        ? []
        : allHours.flatMap((hours) => (hours === undefined ? [] : complement(workingTime(hours, window), window))),
  };
}

function mailboxesWithout(
  participants: readonly FindTimesParticipant[],
  times: readonly (ParticipantTimes | undefined)[],
): string[] {
  return participants.filter((_, index) => times[index] === undefined).map(({ mailbox }) => mailbox);
}

/** Starts on the zone's clock at multiples of the step after midnight, also in the hour that clocks repeat. */
function* gridTimes(window: InstantInterval, durationMs: number, stepMs: number, timeZone: string): Generator<number> {
  const dayMs = 86_400_000;
  let atMs = window.startMs;
  while (atMs + durationMs <= window.endMs) {
    const wallMs = atMs + zoneOffsetMs(atMs, timeZone);
    const sinceMidnight = ((wallMs % dayMs) + dayMs) % dayMs;
    const past = sinceMidnight % stepMs;
    if (past === 0) {
      yield atMs;
      atMs += Math.min(stepMs, dayMs - sinceMidnight);
    } else {
      atMs += Math.min(stepMs - past, dayMs - sinceMidnight);
    }
  }
}
