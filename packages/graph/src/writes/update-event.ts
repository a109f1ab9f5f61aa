import type { CalendarEvent, EventPatch, NotifyIntent, UpdateEventOptions } from '@kalends/core';
import { parseOptions, updateEventOptionsSchema } from '@kalends/core/schemas';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { contentToWire, needsBody, refuseUnwritable } from '../mapping/content-input.ts';
import { invalidArgument, organizerOnly, unsupported } from '../mapping/refusals.ts';
import { keepableTime } from '../mapping/time-input.ts';
import type { EventWire } from '../wire/event-wire.ts';
import { checkNotifyOfAll } from './notify-rules.ts';
import { awaitJoinLink, requireTeams } from './online-meeting.ts';
import { scheduleChange } from './schedule-change.ts';
import type { ScheduleChange } from './schedule-change.ts';
import { sendPatch } from './send-patch.ts';
import { restorationMark, restoreOccurrences, seriesToKeep } from './series-restoration.ts';
import { resumedSplit, splitSeries } from './split-series.ts';
import { whileRaced } from './while-raced.ts';
import { contentBefore, readSubject, writeExtent } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { beginWrite } from './writing.ts';
import { masterOf, writtenEvent } from './written-event.ts';

const operation = 'events.update';

/** Fields that are everybody's own in their copy; all others are the organizer's. */
const personalFields: ReadonlySet<string> = new Set<keyof EventPatch>([
  'categories',
  'busyStatus',
  'reminderMinutes',
  'privacy',
  'properties',
]);

/** Changes what the patch names: one request, which names nothing else. */
export async function updateEvent(
  session: GraphSession,
  options: UpdateEventOptions,
  signal: AbortSignal,
): Promise<CalendarEvent> {
  const parsed = parseOptions(updateEventOptionsSchema, options, operation);
  const { scope, patch, notify, ifVersion, ...target } = parsed;
  const label = { operation, signal };
  refuseUnwritable(patch);
  if (patch.time !== undefined) keepableTime(patch.time);
  if (patch.recurrence !== undefined && scope === 'occurrence')
    throw invalidArgument('patch.recurrence is about a whole series: it needs scope "all"');
  if (patch.recurrence === null && scope === 'following')
    throw invalidArgument('patch.recurrence null needs scope "all"');
  const calendarId = await beginWrite(session, target.calendarId, label);
  const request = { calendarId, target, change: { patch, key: { patch } } };
  const done = scope === 'following' ? await resumedSplit(session, request, label) : undefined;
  if (done !== undefined) return masterOf(session, calendarId, done, label);
  const extent = await writeExtent(session, { ...target, calendarId }, scope, label);
  if (extent.kind === 'event') {
    return changeEvent(session, extent.subject, { patch, notify, ifVersion, target }, label);
  }
  if (ifVersion !== undefined) throw unsupported('ifVersion with scope "following", which writes two series');
  const { master, recurrenceId } = extent;
  if (master.event.isOrganizer === false) throw organizerOnly('change the rest of a series');
  await checkNotifyOfAll(session, master, notify, label);
  if (patch.conference?.kind === 'create') await requireTeams(session, calendarId, label);
  const split = await splitSeries(session, request, { master, recurrenceId }, label);
  return masterOf(session, calendarId, split, label);
}

interface Change {
  readonly patch: EventPatch;
  readonly notify: NotifyIntent;
  readonly ifVersion: string | undefined;
  readonly target: Parameters<typeof writtenEvent>[3];
}

async function changeEvent(
  session: GraphSession,
  found: WriteSubject,
  { patch, notify, ifVersion, target }: Change,
  label: ReadLabel,
): Promise<CalendarEvent> {
  const { subject, write, restoration, changed } = await whileRaced(
    session,
    found,
    { ...label, ifVersion },
    async (before, version) => {
      checkRole(before.event, patch);
      await checkNotifyOfAll(session, before, notify, label);
      const change = await wordChange(session, before, patch, label);
      if (Object.keys(change.write).length === 0) return { ...change, subject: before, changed: before.event };
      if (change.write.isOnlineMeeting === true) await requireTeams(session, before.calendarId, label);
      // What is worded from the event as it was read must not meet another one.
      const guard = ifVersion ?? (dependsOnEvent(before, patch) ? version : undefined);
      const event = await sendPatch(session, before, change.write, { ...label, ifVersion: guard });
      return { ...change, subject: before, changed: event };
    },
  );
  let event = write.isOnlineMeeting === true ? await awaitJoinLink(session, subject, changed, label) : changed;
  if (restoration !== undefined) {
    await restoreOccurrences(session, { ...subject, event }, restoration, label);
    event = (await readSubject(session, subject, label)).event;
  }
  return writtenEvent(session, subject, event, target, label);
}

async function wordChange(
  session: GraphSession,
  subject: WriteSubject,
  patch: EventPatch,
  label: ReadLabel,
): Promise<ScheduleChange> {
  const { time: _time, recurrence: _recurrence, ...content } = patch;
  const before = isSeriesRescheduled(subject, patch) ? await seriesToKeep(session, subject, label) : undefined;
  const { write, restoration } = scheduleChange(subject, patch, before);
  const said = contentToWire(content, contentBefore(subject));
  const marks = restoration === undefined ? [] : [restorationMark(restoration)];
  const properties = [...(said.singleValueExtendedProperties ?? []), ...marks];
  return {
    write: { ...said, ...write, ...(properties.length === 0 ? {} : { singleValueExtendedProperties: properties }) },
    restoration,
  };
}

function dependsOnEvent(subject: WriteSubject, patch: EventPatch): boolean {
  return isSeriesRescheduled(subject, patch) || needsBody(patch) || patch.properties !== undefined;
}

function isSeriesRescheduled({ kind }: WriteSubject, { time, recurrence }: EventPatch): boolean {
  return kind === 'master' && (time !== undefined || recurrence !== undefined);
}

/** An invitee's change of what is the organizer's would be refused, or undone by the organizer's next one. */
function checkRole(event: EventWire, patch: EventPatch): void {
  if (event.isOrganizer !== false) return;
  const refused = Object.keys(patch).find((field) => !personalFields.has(field));
  if (refused !== undefined) throw organizerOnly(`change its ${refused}`);
}
