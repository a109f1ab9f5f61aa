import {
  findTimes,
  readBasicCalendars,
  readCalendars,
  readContacts,
  readPeople,
  readSchedules,
  readSettings,
  readTimeZones,
  readUser,
  revokeSessions,
  translateIds,
  writeCalendars,
  writeContacts,
  writeSettings,
} from './access-rules.ts';
import type { AccessRule } from './access-rules.ts';
import {
  countCalendars,
  createCalendar,
  deleteCalendar,
  getCalendar,
  listCalendars,
  updateCalendar,
} from './calendar-resources.ts';
import {
  countContacts,
  createContact,
  createFolder,
  deleteContact,
  deleteFolder,
  getContact,
  getFolder,
  listContacts,
  listFolders,
  updateContact,
  updateFolder,
} from './contacts/contact-resources.ts';
import { listPeople } from './contacts/directory-people.ts';
import { calendarViewDelta } from './delta/calendar-view-delta.ts';
import { contactDelta, contactFolderDelta } from './delta/contact-deltas.ts';
import {
  countAttachments,
  createAttachment,
  deleteAttachment,
  getAttachment,
  listAttachments,
} from './events/attachments/attachment-resources.ts';
import { createUploadSession } from './events/attachments/upload-session.ts';
import { createEvent } from './events/create-event.ts';
import { cancelEvent, deleteEvent, permanentlyDeleteEvent } from './events/delete-event.ts';
import {
  countEvents,
  getCalendarOfEvent,
  getEvent,
  listEvents,
  listInstances,
  viewCalendar,
} from './events/event-resources.ts';
import { forwardEvent } from './events/forward-event.ts';
import {
  createExtension,
  deleteExtension,
  getExtension,
  listExtensions,
  updateExtension,
} from './events/open-extensions.ts';
import { respondToEvent } from './events/respond-to-event.ts';
import { updateEvent } from './events/update-event.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { JsonObject } from './mailbox.ts';
import { getMailboxSettings, listTimeZones, updateMailboxSettings } from './mailbox-settings-resource.ts';
import { createCategory, deleteCategory, getCategory, listCategories, updateCategory } from './master-categories.ts';
import { contextUrl } from './odata-context.ts';
import { ok } from './reply.ts';
import type { Reply } from './reply.ts';
import { revokeSignInSessions } from './revoke-sign-in-sessions.ts';
import { findMeetingTimes } from './schedule/find-meeting-times.ts';
import { getSchedule } from './schedule/get-schedule.ts';
import { translateExchangeIds } from './translate-exchange-ids.ts';
import { getUser } from './user-resource.ts';

/** Something that can be done with a mailbox. */
export interface GraphOperation {
  readonly method: string;
  /** Segments behind the user; those in braces stand for ids. */
  readonly path: readonly string[];
  readonly access: AccessRule;
  run(work: MailboxRequest): Reply;
}

/** The three ways to name the calendar of something. */
const calendars = ['', 'calendar/', 'calendars/{calendar}/'];
const folders = ['', 'contactFolders/{folder}/', 'contactFolders/{folder}/childFolders/{child}/'];

/** Everything this emulator does in mailboxes. */
export const graphOperations: readonly GraphOperation[] = [
  read('', readUser, getUser),
  write('POST', 'revokeSignInSessions', revokeSessions, (work) => ok(revokeSignInSessions(work))),
  write('POST', 'translateExchangeIds', translateIds, translateExchangeIds),
  write('POST', 'findMeetingTimes', findTimes, findMeetingTimes),
  read('people', readPeople, listPeople),

  read('calendars', readBasicCalendars, listCalendars),
  read('calendars/$count', readBasicCalendars, countCalendars),
  write('POST', 'calendars', writeCalendars, createCalendar),
  ...['calendar', 'calendars/{calendar}'].flatMap((path) => [
    read(path, readBasicCalendars, getCalendar),
    write('PATCH', path, writeCalendars, updateCalendar),
    write('POST', `${path}/getSchedule`, readSchedules, getSchedule),
  ]),
  write('DELETE', 'calendars/{calendar}', writeCalendars, deleteCalendar),
  ...calendars.flatMap((prefix) => [
    read(`${prefix}calendarView`, readBasicCalendars, viewCalendar),
    read(`${prefix}calendarView/delta`, readCalendars, calendarViewDelta),
    read(`${prefix}events`, readBasicCalendars, listEvents),
    read(`${prefix}events/$count`, readBasicCalendars, countEvents),
    write('POST', `${prefix}events`, writeCalendars, createEvent),
    ...eventOperations(`${prefix}events/{event}`),
  ]),

  read('mailboxSettings', readSettings, (work) => getMailboxSettings(work, undefined)),
  write('PATCH', 'mailboxSettings', writeSettings, updateMailboxSettings),
  read('mailboxSettings/{member}', readSettings, (work) => getMailboxSettings(work, work.parameters['member'])),
  read('outlook', readSettings, (work) => ({
    '@odata.context': contextUrl(work, 'outlook', undefined, true),
    id: work.mailbox.objectId,
  })),
  read('outlook/supportedTimeZones', readTimeZones, (work) => listTimeZones(work, 'windows')),
  read('outlook/supportedTimeZones/{standard}', readTimeZones, (work) =>
    listTimeZones(work, work.parameters['standard'] ?? ''),
  ),
  read('outlook/masterCategories', readSettings, listCategories),
  read('outlook/masterCategories/$count', readSettings, ({ mailbox }) => mailbox.categories.length),
  write('POST', 'outlook/masterCategories', writeSettings, createCategory),
  read('outlook/masterCategories/{category}', readSettings, getCategory),
  write('PATCH', 'outlook/masterCategories/{category}', writeSettings, updateCategory),
  write('DELETE', 'outlook/masterCategories/{category}', writeSettings, deleteCategory),

  ...folders.flatMap((prefix) => [
    read(`${prefix}contacts`, readContacts, listContacts),
    read(`${prefix}contacts/$count`, readContacts, countContacts),
    read(`${prefix}contacts/delta`, readContacts, contactDelta),
    write('POST', `${prefix}contacts`, writeContacts, createContact),
    read(`${prefix}contacts/{contact}`, readContacts, getContact),
    write('PATCH', `${prefix}contacts/{contact}`, writeContacts, updateContact),
    write('DELETE', `${prefix}contacts/{contact}`, writeContacts, deleteContact),
  ]),
  read('contactFolders/delta', readContacts, contactFolderDelta),
  ...['contactFolders', 'contactFolders/{folder}/childFolders'].flatMap((path) => [
    read(path, readContacts, listFolders),
    write('POST', path, writeContacts, createFolder),
  ]),
  ...['contactFolders/{folder}', 'contactFolders/{folder}/childFolders/{child}'].flatMap((path) => [
    read(path, readContacts, getFolder),
    write('PATCH', path, writeContacts, updateFolder),
    write('DELETE', path, writeContacts, deleteFolder),
  ]),
];

/** Beginnings of paths that the service knows and this emulator has no answer to. */
export const elsewhere: readonly (readonly string[])[] = [
  ...`calendarGroups messages mailFolders photo settings subscriptions drive onlineMeetings reminderView getMailTips
  outlook/supportedLanguages calendar/calendarPermissions calendar/allowedCalendarSharingRoles
  calendars/{calendar}/calendarPermissions calendars/{calendar}/permanentDelete
  calendars/{calendar}/allowedCalendarSharingRoles contacts/{contact}/photo contacts/{contact}/extensions`
    .split(/\s+/)
    .map((path) => path.split('/')),
  ...calendars.flatMap((prefix) =>
    `delta {event}/snoozeReminder {event}/dismissReminder {event}/instances/delta {event}/instances/{instance}
    {event}/exceptionOccurrences {event}/singleValueExtendedProperties {event}/multiValueExtendedProperties`
      .split(/\s+/)
      .map((path) => `${prefix}events/${path}`.split('/')),
  ),
];

function eventOperations(event: string): readonly GraphOperation[] {
  const attachment = `${event}/attachments/{attachment}`;
  const extension = `${event}/extensions/{extension}`;
  const post = (name: string, run: GraphOperation['run']): GraphOperation =>
    write('POST', `${event}/${name}`, writeCalendars, run);
  return [
    read(event, readBasicCalendars, getEvent),
    write('PATCH', event, writeCalendars, updateEvent),
    write('DELETE', event, writeCalendars, deleteEvent),
    read(`${event}/instances`, readBasicCalendars, listInstances),
    read(`${event}/calendar`, readBasicCalendars, getCalendarOfEvent),
    post('accept', (work) => respondToEvent(work, 'accepted')),
    post('tentativelyAccept', (work) => respondToEvent(work, 'tentativelyAccepted')),
    post('decline', (work) => respondToEvent(work, 'declined')),
    post('cancel', cancelEvent),
    post('forward', forwardEvent),
    post('permanentDelete', permanentlyDeleteEvent),
    read(`${event}/attachments`, readCalendars, listAttachments),
    read(`${event}/attachments/$count`, readCalendars, countAttachments),
    post('attachments', createAttachment),
    post('attachments/createUploadSession', createUploadSession),
    read(attachment, readCalendars, getAttachment),
    write('DELETE', attachment, writeCalendars, deleteAttachment),
    { method: 'GET', path: segmentsOf(`${event}/extensions`), access: readCalendars, run: listExtensions },
    post('extensions', createExtension),
    { method: 'GET', path: segmentsOf(extension), access: readCalendars, run: getExtension },
    write('PATCH', extension, writeCalendars, updateExtension),
    write('DELETE', extension, writeCalendars, deleteExtension),
  ];
}

function read(path: string, access: AccessRule, run: (work: MailboxRequest) => JsonObject | number): GraphOperation {
  return { method: 'GET', path: segmentsOf(path), access, run: (work) => ok(run(work)) };
}

function write(method: string, path: string, access: AccessRule, run: GraphOperation['run']): GraphOperation {
  return { method, path: segmentsOf(path), access, run };
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '');
}
