/**
 * Meeting times for several people and rooms, from free/busy of any provider. Apart from the root because it loads Temporal.
 *
 * @module
 */
export { findTimes } from './find-times.ts';
export type { FindTimesOptions, FindTimesParticipant, FoundTimes, TimeProposal } from './find-times.ts';
export { defaultBusyKinds, mergeBusy } from './merge-busy.ts';
export type { MergedBusy } from './merge-busy.ts';
export { querySchedules } from './query-schedules.ts';
export type { QuerySchedulesOptions, SchedulesQuery } from './query-schedules.ts';
