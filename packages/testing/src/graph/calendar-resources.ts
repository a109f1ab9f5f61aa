import { parseFilter } from './filter.ts';
import type { FilterField } from './filter.ts';
import { selectCalendarProperties, trimmed } from './event-properties.ts';
import { badRequest, itemNotFound } from './graph-error.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { CalendarScope } from './graph-route.ts';
import type { JsonObject, Mailbox, StoredCalendar } from './mailbox.ts';
import { contextUrl } from './odata-context.ts';
import { pageOf } from './page.ts';
import { readQueryOptions } from './query-options.ts';

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
export function getCalendar(work: MailboxRequest, scope: CalendarScope): JsonObject {
  return calendarEntity(work, findCalendar(work.mailbox, scope));
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

function filteredCalendars({ mailbox }: MailboxRequest, filter: string | undefined): readonly StoredCalendar[] {
  return filter === undefined ? mailbox.calendars : mailbox.calendars.filter(parseFilter(filter, filterFields));
}

/** The calendar as Graph sends it. */
function calendarJson(mailbox: Mailbox, calendar: StoredCalendar): JsonObject {
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
    allowedOnlineMeetingProviders: ['teamsForBusiness'],
    defaultOnlineMeetingProvider: 'teamsForBusiness',
    isTallyingResponses: calendar.isDefault,
    isRemovable: !calendar.isDefault,
    owner: { name: mailbox.displayName, address: mailbox.address },
  };
}
