/**
 * Scheduling a meeting at a meeting service and in a calendar, as one. Apart from the root because it loads zod and Temporal.
 *
 * @module
 */
export type { MadeMeeting, MeetingService, ServiceMeeting } from './meeting-service.ts';
export { scheduleMeeting } from './schedule-meeting.ts';
export type { ScheduleMeetingOptions, SchedulingRequest, SchedulingResult } from './schedule-meeting.ts';
export { schedulingInput } from './scheduling-input.ts';
export type { MeetingToSchedule, SchedulingInput } from './scheduling-input.ts';
export { answerSchedulingMessage, clientTransport, directTransport } from './scheduling-transport.ts';
export type { SchedulingTransport } from './scheduling-transport.ts';
