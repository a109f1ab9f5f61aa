import { CalendarError } from '../errors/calendar-error.ts';
import { pagedList } from '../paging/pages.ts';
import type { ContactGroup } from './contact-group.ts';
import type { EventWriteCapabilities } from './event-write-capabilities.ts';
import type { EventWrites } from './event-writes.ts';
import type { FreeBusyGroup } from './free-busy-group.ts';
import type { RoomGroup } from './room-group.ts';

/** Groups of calls that all refuse. @public */
export interface UnsupportedGroups {
  readonly writes: EventWrites;
  readonly freeBusy: FreeBusyGroup;
  readonly rooms: RoomGroup;
  readonly contacts: ContactGroup;
}

/** What a service without any writing declares. @public */
export const noEventWrites: EventWriteCapabilities = {
  verbs: [],
  notify: { create: [], update: [], delete: [], move: [], attendees: [] },
  versionGuard: [],
  seriesScopes: { update: [], delete: [], cancel: [], respond: [], attendees: [] },
  respond: { comment: false, proposedTime: false, silent: false },
  cancelMessage: false,
  conference: { create: [], link: 'text' },
  unwritableFields: [],
  busyStatuses: [],
  privacies: [],
  bodyContentTypes: [],
  colors: [],
  maxLocations: 0,
  locationAddresses: false,
  recurrence: 'outlook',
  timeZones: 'windows',
  repeatedHours: false,
  maxAttachmentBytes: 0,
};

/**
 * Groups for a connection whose service, or whose account, lacks them: every call refuses with `unsupported`.
 *
 * @param provider - Provider id, for the errors.
 * @public
 */
export function unsupportedGroups(provider: string): UnsupportedGroups {
  const error = (operation: string): CalendarError =>
    new CalendarError({
      code: 'unsupported',
      message: `${operation} is not available for this account`,
      provider,
      operation,
    });
  const refuse = (operation: string) => (): Promise<never> => Promise.reject(error(operation));
  const refuseList = (operation: string) => () => pagedList<never>({ provider, fetchPage: refuse(operation) });
  return {
    writes: {
      create: refuse('events.create'),
      update: refuse('events.update'),
      delete: refuse('events.delete'),
      cancel: refuse('events.cancel'),
      move: refuse('events.move'),
      respond: refuse('events.respond'),
      addAttendees: refuse('events.addAttendees'),
      removeAttendees: refuse('events.removeAttendees'),
      attachments: {
        list: refuse('events.attachments.list'),
        get: refuse('events.attachments.get'),
        add: refuse('events.attachments.add'),
        remove: refuse('events.attachments.remove'),
      },
    },
    freeBusy: { query: refuse('freeBusy.query') },
    rooms: { list: refuseList('rooms.list'), buildings: refuse('rooms.buildings') },
    contacts: {
      list: refuseList('contacts.list'),
      get: refuse('contacts.get'),
      search: refuse('contacts.search'),
      create: refuse('contacts.create'),
      update: refuse('contacts.update'),
      delete: refuse('contacts.delete'),
      changes: refuse('contacts.changes'),
    },
  };
}
