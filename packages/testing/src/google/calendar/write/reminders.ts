import { calendarError } from '../../api/calendar-refusals.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import type { SentReminders } from './event-body.ts';

type Reminders = NonNullable<GoogleEventResource['reminders']>;
type Override = NonNullable<Reminders['overrides']>[number];

const maxOverrides = 5;
const maxMinutes = 40_320;

/**
 * Reminders after a write: the object is replaced as a whole. Unknown methods are dropped, minutes brought into range,
 * duplicates merged. An all-day event never follows the calendar, it gets the calendar's reminders written out.
 *
 * @throws ApiError 400 for overrides beside the default and for more than five.
 */
export function nextReminders(
  stored: Reminders | undefined,
  sent: SentReminders | null | undefined,
  options: {
    readonly mode: 'replace' | 'merge';
    readonly isAllDay: boolean;
    readonly calendarDefaults: readonly Override[];
  },
): Reminders {
  const kept = options.mode === 'merge' && sent === undefined ? stored : undefined;
  const reminders = kept ?? (sent === null || sent === undefined ? { useDefault: true } : readReminders(sent));
  return reminders.useDefault && options.isAllDay ? written(options.calendarDefaults) : reminders;
}

function readReminders({ useDefault, overrides }: SentReminders): Reminders {
  const sent = overrides ?? [];
  if (useDefault === true && sent.length > 0) {
    throw calendarError(
      'cannotUseDefaultRemindersAndSpecifyOverride',
      'Cannot specify both default reminders and overrides at the same time.',
    );
  }
  if (sent.length > maxOverrides) {
    throw calendarError('eventRemindersCountExceedsLimit', 'The number of event reminders exceeds the limit.');
  }
  if (useDefault ?? overrides === undefined) return { useDefault: true };
  return written(
    sent.flatMap(({ method, minutes }): Override[] =>
      method === 'email' || method === 'popup'
        ? [{ method, minutes: Math.min(Math.max(minutes ?? 0, 0), maxMinutes) }]
        : [],
    ),
  );
}

/** The service keeps no order and no duplicates. */
function written(overrides: readonly Override[]): Reminders {
  const unique = new Map(overrides.map((override) => [`${override.method} ${override.minutes}`, override]));
  const sorted = [...unique.values()].toSorted(
    (one, other) => other.minutes - one.minutes || (one.method < other.method ? -1 : 1),
  );
  return sorted.length === 0 ? { useDefault: false } : { useDefault: false, overrides: sorted };
}
