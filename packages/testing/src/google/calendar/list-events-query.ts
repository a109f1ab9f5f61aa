import { ApiError, badRequest, invalidParameter } from '../api/api-error.ts';
import type { EventFilter, TimeWindow } from './event-filter.ts';
import {
  booleanParameter,
  countParameter,
  enumParameter,
  enumParameters,
  instantParameter,
  pageSizeParameter,
  propertyParameters,
  timeZoneParameter,
} from '../api/query-parameters.ts';

/** The parameters of `events.list`, read and checked. */
export interface ListEventsQuery {
  readonly singleEvents: boolean;
  readonly showDeleted: boolean;
  readonly orderBy: 'startTime' | 'updated' | undefined;
  readonly window: TimeWindow;
  readonly updatedMinMs: number | undefined;
  readonly filter: EventFilter;
  readonly maxAttendees: number | undefined;
  readonly timeZone: string | undefined;
  readonly pageSize: number;
  readonly pageToken: string | undefined;
  readonly syncToken: string | undefined;
  /** Whether the last page of this query may carry a `nextSyncToken`. */
  readonly canSync: boolean;
}

const eventTypes = ['birthday', 'default', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation'] as const;

/** Parameters that exclude, and are excluded by, a sync token; a first sync may have a time window all the same. */
const restrictions = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'updatedMin'];

/** Parameters that a sync token neither remembers nor compares. */
export const unboundParameters: readonly string[] = [
  'syncToken',
  'pageToken',
  'maxResults',
  'timeMin',
  'timeMax',
  'showDeleted',
];

/** @throws ApiError 400 for values and combinations that Google refuses, 410 for an `updatedMin` beyond what it remembers. */
export function readListEventsQuery(query: URLSearchParams, retention: { readonly oldestMs: number }): ListEventsQuery {
  const singleEvents = booleanParameter(query, 'singleEvents') ?? false;
  const showDeleted = booleanParameter(query, 'showDeleted');
  const orderBy = enumParameter(query, 'orderBy', ['startTime', 'updated'] as const);
  booleanParameter(query, 'showHiddenInvitations');
  booleanParameter(query, 'alwaysIncludeEmail');
  const updatedMinMs = instantParameter(query, 'updatedMin');
  const syncToken = query.get('syncToken') ?? undefined;
  const restricted = restrictions.some((name) => query.has(name));

  if (orderBy === 'startTime' && !singleEvents) {
    throw badRequest('The requested ordering is not available for the particular query.');
  }
  if (
    syncToken !== undefined &&
    (restricted || query.has('timeMin') || query.has('timeMax') || showDeleted === false)
  ) {
    throw invalidParameter(
      'syncToken',
      'Sync token cannot be used with other request restrictions.',
      'syncTokenWithRequestRestrictions',
    );
  }
  if (updatedMinMs !== undefined && updatedMinMs < retention.oldestMs) {
    throw new ApiError(410, 'The requested minimum modification time lies too far in the past.', {
      domain: 'calendar',
      reason: 'updatedMinTooLongAgo',
      location: 'updatedMin',
    });
  }
  return {
    singleEvents,
    showDeleted: showDeleted ?? false,
    orderBy,
    window: readWindow(query),
    updatedMinMs,
    filter: {
      iCalUID: query.get('iCalUID') ?? undefined,
      q: query.get('q')?.trim() || undefined,
      eventTypes: enumParameters(query, 'eventTypes', eventTypes),
      privateProperties: propertyParameters(query, 'privateExtendedProperty'),
      sharedProperties: propertyParameters(query, 'sharedExtendedProperty'),
    },
    maxAttendees: countParameter(query, 'maxAttendees'),
    timeZone: timeZoneParameter(query),
    pageSize: pageSizeParameter(query, { fallback: 250, max: 2500 }),
    pageToken: query.get('pageToken') ?? undefined,
    syncToken,
    canSync: !restricted,
  };
}

/** `timeMin` and `timeMax`; unbounded where absent. @throws ApiError 400 `timeRangeEmpty`. */
export function readWindow(query: URLSearchParams): TimeWindow {
  const minMs = instantParameter(query, 'timeMin') ?? -Infinity;
  const maxMs = instantParameter(query, 'timeMax') ?? Infinity;
  if (minMs >= maxMs) {
    throw new ApiError(400, 'The specified time range is empty.', {
      domain: 'calendar',
      reason: 'timeRangeEmpty',
      location: 'timeMax',
    });
  }
  return { minMs, maxMs };
}
