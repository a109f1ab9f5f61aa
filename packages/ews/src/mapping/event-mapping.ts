import { htmlToText } from '@kalends/core';
import type { BusyStatus, CalendarEvent, EventFields, EventInstance, EventPrivacy } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import type { EventDetail } from '../operations/item-properties.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { locationsOf } from './location-mapping.ts';
import { hasAttendees } from './meeting-role.ts';
import { propertiesOf } from './own-properties.ts';
import { participantsOf } from './participant-mapping.ts';
import { recurrenceOf } from './recurrence-mapping.ts';
import { eventTimeOf, recurrenceIdAt } from './time-mapping.ts';
import { instantOf, integerOf, invalidField, isTrue, meaningOf, presentText } from './wire-values.ts';

/** What an item does not say of itself. */
export interface MappingContext {
  readonly calendarId: string;
  readonly selfAddress: string | undefined;
  /** What was asked for. */
  readonly detail: EventDetail;
}

/** What an occurrence has to know of its series. */
export interface SeriesMaster {
  readonly id: string;
  readonly item: WireItem;
}

/** Characters of the body that become the description, as many as Microsoft Graph's preview has. */
export const descriptionLength = 255;

/** Bit of AppointmentState (PidLidAppointmentStateFlags): the organizer called it off. */
const cancelledState = 4;

const busyStatuses: Readonly<Record<string, BusyStatus>> = {
  Free: 'free',
  Tentative: 'tentative',
  Busy: 'busy',
  OOF: 'outOfOffice',
  WorkingElsewhere: 'workingElsewhere',
};

const privacies: Readonly<Record<string, EventPrivacy>> = {
  Normal: 'default',
  Personal: 'private',
  Private: 'private',
  Confidential: 'confidential',
};

/** An item of any kind. Occurrences and exceptions need their master. */
export function eventOf(item: WireItem, master: SeriesMaster | undefined, context: MappingContext): CalendarEvent {
  if (item.CalendarItemType === 'RecurringMaster') {
    return { kind: 'master', ...fieldsOf(item, context), recurrence: recurrenceOf(item) };
  }
  return instanceOf(item, master, context);
}

/** An item that takes up time. */
export function instanceOf(item: WireItem, master: SeriesMaster | undefined, context: MappingContext): EventInstance {
  const fields = fieldsOf(item, context);
  switch (item.CalendarItemType) {
    case 'Occurrence': {
      if (master === undefined) throw invalidField('series', 'cannot be found');
      // An occurrence that was never touched starts when its rule says.
      const start = item.OriginalStart ?? item.RecurrenceId ?? item.Start ?? '';
      const recurrenceId = recurrenceIdAt(start, master.item, 'OriginalStart');
      return { kind: 'occurrence', ...fields, masterId: master.id, recurrenceId };
    }
    case 'Exception': {
      // Somebody who is invited to one occurrence alone has no series to see.
      if (master === undefined) return { kind: 'single', ...fields };
      const start = item.OriginalStart ?? item.RecurrenceId;
      return {
        kind: 'exception',
        ...fields,
        masterId: master.id,
        ...(start === undefined ? {} : { recurrenceId: recurrenceIdAt(start, master.item, 'OriginalStart') }),
      };
    }
    case 'Single':
      return { kind: 'single', ...fields };
    case undefined:
      throw invalidField('CalendarItemType', 'is missing');
    default:
      throw invalidField('CalendarItemType', 'has a value that is not known');
  }
}

/** An item that may not be read, from what a view shows of it: somebody's private time. Whether it repeats is hidden, too. */
export function hiddenInstanceOf(item: WireItem, context: MappingContext): EventInstance {
  const { ItemId, Start, End, IsAllDayEvent, LegacyFreeBusyStatus, StartTimeZone } = item;
  const shown = { ItemId, Start, End, IsAllDayEvent, LegacyFreeBusyStatus, StartTimeZone };
  const present = Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined));
  return instanceOf({ ...present, CalendarItemType: 'Single', Sensitivity: 'Private' }, undefined, context);
}

/** Whether all that is left of an item is the time it takes: a private one of somebody else. */
export function isContentHidden(item: WireItem): boolean {
  const isBlank = presentText(item.Subject) === undefined && presentText(item.Body?.text) === undefined;
  return item.Sensitivity === 'Private' && isBlank && !hasAttendees(item);
}

function fieldsOf(item: WireItem, context: MappingContext): EventFields {
  const id = item.ItemId?.Id;
  if (id === undefined || id === '') throw invalidField('ItemId', 'is missing');
  const people = participantsOf(item, context.selfAddress);
  const title = presentText(item.Subject);
  const iCalUid = presentText(item.UID);
  const version = presentText(item.ItemId?.ChangeKey);
  const isHidden = isContentHidden(item);
  const joinUrl = conferenceUrl(item.JoinOnlineMeetingUrl);
  return {
    id,
    calendarId: context.calendarId,
    ...(iCalUid === undefined ? {} : { iCalUid }),
    ...(version === undefined ? {} : { version }),
    status: isCancelled(item) ? 'cancelled' : 'confirmed',
    time: eventTimeOf(item),
    ...(title === undefined ? {} : { title }),
    ...bodyFields(item, context.detail),
    isContentHidden: isHidden,
    ...(people.organizer === undefined ? {} : { organizer: people.organizer }),
    attendees: people.attendees,
    attendeesOmitted: isHidden || !context.detail.attendees,
    participationStatus: people.participationStatus,
    locations: locationsOf(item, people.attendees),
    ...(joinUrl === undefined ? {} : { conference: { url: joinUrl, service: 'skype' } }),
    busyStatus:
      item.LegacyFreeBusyStatus === undefined
        ? 'busy'
        : (meaningOf(busyStatuses, item.LegacyFreeBusyStatus) ?? 'unknown'),
    // A sensitivity that a later Exchange invents is not one to make public.
    privacy: item.Sensitivity === undefined ? 'default' : (meaningOf(privacies, item.Sensitivity) ?? 'private'),
    purpose: 'default',
    categories: item.Categories?.String ?? [],
    hasAttachments: isTrue(item.HasAttachments),
    ...(context.detail.properties ? { properties: propertiesOf(item) } : {}),
    ...(isTrue(item.ReminderIsSet) && item.ReminderMinutesBeforeStart !== undefined
      ? { reminderMinutes: integerOf(item.ReminderMinutesBeforeStart, 'ReminderMinutesBeforeStart') }
      : {}),
    ...(item.AllowNewTimeProposal === undefined ? {} : { allowsNewTimeProposals: isTrue(item.AllowNewTimeProposal) }),
    ...timestamp('createdAt', item.DateTimeCreated, 'DateTimeCreated'),
    ...timestamp('updatedAt', item.LastModifiedTime, 'LastModifiedTime'),
  };
}

function isCancelled(item: WireItem): boolean {
  if (isTrue(item.IsCancelled)) return true;
  return (
    item.AppointmentState !== undefined && (integerOf(item.AppointmentState, 'AppointmentState') & cancelledState) !== 0
  );
}

function bodyFields(item: WireItem, detail: EventDetail): Pick<EventFields, 'body' | 'description'> {
  const content = item.Body?.text;
  if (content === undefined || content === '') return {};
  const contentType = item.Body?.BodyType === 'HTML' ? 'html' : 'text';
  const description = preview(contentType === 'html' ? htmlToText(content) : content);
  return {
    ...(description === '' ? {} : { description }),
    ...(detail.body === 'stored' ? { body: { contentType, content } } : {}),
  };
}

function preview(text: string): string {
  const readable = text.replaceAll(/\r\n?/g, '\n').trim();
  if (readable.length <= descriptionLength) return readable;
  const cut = readable.slice(0, descriptionLength);
  // Half of a surrogate pair is no character.
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd();
}

/** Skype for Business keeps its link apart; a Teams meeting in Exchange Server has it in the body only. */
function conferenceUrl(url: string | undefined): string | undefined {
  const trimmed = url?.trim() ?? '';
  return URL.canParse(trimmed) && new URL(trimmed).protocol === 'https:' ? trimmed : undefined;
}

function timestamp(name: 'createdAt' | 'updatedAt', value: string | undefined, field: string): object {
  return value === undefined ? {} : { [name]: formatInstant(instantOf(value, field)) };
}
