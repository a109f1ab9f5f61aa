import { parseFilter } from './filter.ts';
import type { FilterField } from './filter.ts';
import { invalidProperty, invalidRequest, readBody } from './body-reader.ts';
import type { BodyReader } from './body-reader.ts';
import { calendarPropertyNames, selectCalendarProperties, trimmed } from './events/event-properties.ts';
import { allowedMeetingProviders } from './events/online-meeting.ts';
import { badRequest, GraphRefusal, itemNotFound } from './graph-error.ts';
import type { CalendarScope, MailboxRequest } from './graph-context.ts';
import { itemsOf, removeItem } from './mailbox-store.ts';
import { created, noContent, ok } from './reply.ts';
import type { Reply } from './reply.ts';
import type { JsonObject, Mailbox, StoredCalendar } from './mailbox.ts';
import { contextUrl } from './odata-context.ts';
import { pageOf } from './page.ts';
import { readQueryOptions } from './query-options.ts';

// Graph docs, "calendar resource type".
const colors = `auto lightBlue lightGreen lightOrange lightGray lightYellow lightTeal lightPink lightBrown lightRed
  maxColor`.split(/\s+/);
const filterFields: ReadonlyMap<string, FilterField<StoredCalendar>> = new Map([
  ['name', { kind: 'text', operators: ['eq', 'startswith'], read: ({ name }: StoredCalendar) => name }],
]);

/** `GET calendars`. */
export function listCalendars(work: MailboxRequest): JsonObject {
  const options = readQueryOptions(work.request.query);
  if (options.orderBy.length > 0) throw badRequest('The query option $orderby is not supported on calendars.');
  const select = options.select === undefined ? undefined : selectCalendarProperties(options.select);
  const calendars = filteredCalendars(work, options.filter);
  const page = pageOf(calendars, options, work.preferences.maxPageSize, work.request);
  return {
    '@odata.context': contextUrl(work, 'calendars', select),
    ...page.annotations,
    value: page.rows.map((calendar) => trimmed(calendarJson(work.mailbox, calendar), select)),
    ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
  };
}

/** `GET calendars/$count`. */
export function countCalendars(work: MailboxRequest): number {
  return filteredCalendars(work, readQueryOptions(work.request.query).filter).length;
}

/** `GET calendar` and `GET calendars/{id}`. */
export function getCalendar(work: MailboxRequest): JsonObject {
  return calendarEntity(work, findCalendar(work.mailbox, work.calendar));
}

/** `POST calendars`. */
export function createCalendar(work: MailboxRequest): Reply {
  const { mailbox, context } = work;
  const change = readCalendar(readBody(work.request));
  const { name = '' } = change;
  if (name === '') throw invalidProperty('A calendar has to have a name.');
  refuseTakenName(mailbox, name, undefined);
  const calendar = work.tenant.directory.newCalendar(mailbox, { id: context.entra.minted.guid(), name });
  Object.assign(calendar, change);
  mailbox.calendars.push(calendar);
  return created(calendarEntity(work, calendar));
}

/** `PATCH calendar` and `PATCH calendars/{id}`. */
export function updateCalendar(work: MailboxRequest): Reply {
  const { mailbox, context } = work;
  const calendar = findCalendar(mailbox, work.calendar);
  const change = readCalendar(readBody(work.request));
  if (change.name !== undefined) refuseTakenName(mailbox, change.name, calendar);
  Object.assign(calendar, change, { changeKey: mailbox.ids.changeKey(context.versions.next()) });
  return ok(calendarEntity(work, calendar));
}

/**
 * `DELETE calendars/{id}`, with everything in it.
 *
 * @throws GraphRefusal 400 for the default calendar.
 */
export function deleteCalendar(work: MailboxRequest): Reply {
  const { mailbox, context } = work;
  const calendar = findCalendar(mailbox, work.calendar);
  if (calendar.isDefault) throw invalidRequest('The default calendar cannot be deleted.');
  for (const item of itemsOf(calendar, mailbox)) removeItem(context.versions, item);
  mailbox.calendars.splice(mailbox.calendars.indexOf(calendar), 1);
  return noContent;
}

/** One calendar with its context. */
export function calendarEntity(work: MailboxRequest, calendar: StoredCalendar): JsonObject {
  const options = readQueryOptions(work.request.query);
  const select = options.select === undefined ? undefined : selectCalendarProperties(options.select);
  return {
    '@odata.context': contextUrl(work, 'calendars', select, true),
    ...trimmed(calendarJson(work.mailbox, calendar), select),
  };
}

/**
 * The calendar a path speaks of; `any` means the default one wherever a single calendar is needed.
 *
 * @throws GraphRefusal 404 for an id that is no calendar of this mailbox.
 */
export function findCalendar(mailbox: Mailbox, scope: CalendarScope): StoredCalendar {
  const found = mailbox.calendars.find((calendar) =>
    scope.kind === 'id' ? calendar.id === scope.id : calendar.isDefault,
  );
  if (found === undefined) throw itemNotFound();
  return found;
}

function readCalendar(body: BodyReader): Partial<Pick<StoredCalendar, 'name' | 'color' | 'hexColor'>> {
  body.allowOnly(calendarPropertyNames, 'calendar');
  const name = body.text('name')?.trim();
  const color = body.choice('color', colors, 'calendarColor');
  const hexColor = body.text('hexColor');
  if (hexColor !== undefined && !/^(?:#[0-9a-f]{6})?$/i.test(hexColor))
    throw invalidProperty('The hexColor is invalid.');
  return {
    ...(name === undefined ? {} : { name }),
    ...(color === undefined ? {} : { color }),
    ...(hexColor === undefined ? {} : { hexColor }),
  };
}

function refuseTakenName({ calendars }: Mailbox, name: string, own: StoredCalendar | undefined): void {
  const isTaken = calendars.some((other) => other !== own && other.name.toLowerCase() === name.toLowerCase());
  if (!isTaken) return;
  throw new GraphRefusal(409, 'ErrorFolderExists', 'A folder with the specified name already exists.');
}

function filteredCalendars({ mailbox }: MailboxRequest, filter: string | undefined): readonly StoredCalendar[] {
  return filter === undefined ? mailbox.calendars : mailbox.calendars.filter(parseFilter(filter, filterFields));
}

/** The calendar as Graph sends it. */
export function calendarJson(mailbox: Mailbox, calendar: StoredCalendar): JsonObject {
  return {
    id: calendar.id,
    name: calendar.name,
    color: calendar.color,
    hexColor: calendar.hexColor,
    groupClassId: '0006f0b7-0000-0000-c000-000000000046',
    isDefaultCalendar: calendar.isDefault,
    changeKey: calendar.changeKey,
    canShare: true,
    canViewPrivateItems: true,
    canEdit: true,
    allowedOnlineMeetingProviders: allowedMeetingProviders,
    defaultOnlineMeetingProvider: 'teamsForBusiness',
    isTallyingResponses: calendar.isDefault,
    isRemovable: !calendar.isDefault,
    owner: { name: mailbox.displayName, address: mailbox.address },
  };
}
