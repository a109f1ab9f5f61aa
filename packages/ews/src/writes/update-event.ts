import { readBack } from '@kalends/core';
import type { CalendarEvent, EventPatch, RecurrenceId, UpdateEventOptions } from '@kalends/core';
import { parseOptions, updateEventOptionsSchema } from '@kalends/core/schemas';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { hasAttendees, isOrganizersCopy } from '../mapping/meeting-role.ts';
import { namesPlace } from '../mapping/place-writing.ts';
import { exclusionsWrite, finishExclusions } from './exclusions.ts';
import { guardedUpdate } from './guarded-update.ts';
import { excludedAfter, patchWrites, requireExpressible } from './patch-writes.ts';
import { splitSeries } from './split-series.ts';
import { invalidArgument, requireNotify, unsupported } from './write-rules.ts';
import { writeTarget, writingDetail, writingDetailWithBody } from './write-target.ts';
import { readWritten } from './written-event.ts';
import type { WrittenEvent } from './written-event.ts';

/** Changes what a patch names. */
export async function updateEvent(
  session: Session,
  unchecked: UpdateEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const options = parseOptions(updateEventOptionsSchema, unchecked, 'events.update');
  const { patch, scope, notify, ifVersion } = options;
  requireExpressible(patch);
  if (patch.recurrence !== undefined && scope === 'occurrence') {
    throw invalidArgument('patch.recurrence: a single occurrence does not repeat');
  }
  if (patch.recurrence === null && scope === 'following') {
    throw invalidArgument('patch.recurrence: null is for a whole series');
  }
  if (scope === 'following' && ifVersion !== undefined) {
    throw unsupported('ifVersion: dividing a series takes two writes, which Exchange cannot guard together');
  }
  const detail = namesPlace(patch) || scope === 'following' ? writingDetailWithBody : writingDetail;
  const target = await writeTarget(session, options, scope, detail, signal);
  const read = (written: WrittenEvent): Promise<CalendarEvent> =>
    readWritten(session, written, options.calendarId, signal);
  if (target.kind === 'following') {
    const id = await splitSeries(session, { ...target, notify, change: { kind: 'patch', patch }, signal });
    return read({ id, isWritten: true });
  }
  const { item } = target;
  requireNotify(notify, hasAttendees(item.item));
  if (patch.recurrence !== undefined && item.series !== undefined) {
    throw invalidArgument('patch.recurrence: a single occurrence does not repeat');
  }
  return read(await updateItem(session, { item, patch, detail, ifVersion, isTold: notify === 'everyone', signal }));
}

interface ItemUpdate {
  readonly item: Located;
  readonly patch: EventPatch;
  readonly detail: typeof writingDetail;
  readonly ifVersion: string | undefined;
  readonly isTold: boolean;
  readonly signal: AbortSignal;
}

async function updateItem(session: Session, update: ItemUpdate): Promise<WrittenEvent> {
  const { item, patch, detail, ifVersion, isTold, signal } = update;
  const audience = isTold && isForAttendees(patch) && isOrganizersCopy(item.item) ? 'everyone' : 'nobody';
  const { timeZone } = session.settings;
  let excluded: readonly RecurrenceId[] = [];
  const written = await guardedUpdate(session, {
    item,
    detail,
    ifVersion,
    signal,
    plan: (current) => {
      const properties = patchWrites(patch, current, timeZone);
      excluded = excludedAfter(patch, current);
      if (excluded.length === 0) return properties.length === 0 ? undefined : { properties, audience };
      // Attendees hear of the series once it is whole again.
      return { properties: [...properties, exclusionsWrite(excluded)], audience: 'nobody' };
    },
  });
  await readBack(() => finishExclusions(session, written.id, excluded, { isTold: audience === 'everyone', signal }));
  return written;
}

/** What is one's own in an event, attendees do not get to see. */
function isForAttendees(patch: EventPatch): boolean {
  const own: readonly string[] = ['categories', 'reminderMinutes', 'properties', 'color'];
  return Object.keys(patch).some((field) => !own.includes(field));
}
