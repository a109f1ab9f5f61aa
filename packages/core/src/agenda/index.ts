/**
 * What people and rooms look at: the agenda of a room, the list of meetings, the directory of contacts. Apart from the root because it
 * loads Temporal.
 *
 * @module
 */
export { contactDirectory } from './contact-directory.ts';
export type { ContactDirectory, ContactDirectoryOptions } from './contact-directory.ts';
export { meetingList } from './meeting-list.ts';
export type { MeetingListEntry, MeetingListOptions } from './meeting-list.ts';
export { roomAgenda } from './room-agenda.ts';
export type { RoomAgenda, RoomAgendaEntry, RoomAgendaOptions } from './room-agenda.ts';
