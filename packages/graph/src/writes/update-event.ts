import { CalendarError } from '@kalends/core';
import type { CalendarEvent, EventPatch, NotifyIntent, UpdateEventOptions } from '@kalends/core';
import { parseOptions, updateEventOptionsSchema } from '@kalends/core/schemas';
import type { ReadLabel } from '../events/find-occurrence.ts';
import { readSeries } from '../events/read-series.ts';
import type { GraphSession } from '../graph-session.ts';
import { contentToWire, needsBody, refuseUnwritable } from '../mapping/content-input.ts';
import { invalidArgument, organizerOnly, unsupported } from '../mapping/refusals.ts';
import { keepableTime } from '../mapping/time-input.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { deleteOccurrences } from './delete-occurrences.ts';
import { checkNotifyOfAll } from './notify-rules.ts';
import { awaitJoinLink, requireTeams } from './online-meeting.ts';
import { scheduleChange } from './schedule-change.ts';
import { sendPatch } from './send-patch.ts';
import { resumedSplit, splitSeries } from './split-series.ts';
import { contentBefore, readSubject, recurrenceOf, writeExtent } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { beginWrite } from './writing.ts';
import { masterOf, writtenEvent } from './written-event.ts';

const operation = 'events.update';

/** How often a change is worded anew for an event that somebody else has changed meanwhile. */
const maxTries = 5;

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
  let subject = found;
  for (let attempt = 1; ; attempt += 1) {
    checkRole(subject.event, patch);
    await checkNotifyOfAll(session, subject, notify, label);
    const { write, excluded } = await wordChange(session, subject, patch, label);
    if (Object.keys(write).length === 0 && excluded.length === 0)
      return writtenEvent(session, subject, subject.event, target, label);
    if (write.isOnlineMeeting === true) await requireTeams(session, subject.calendarId, label);
    // What is worded from the event as it was read must not meet another one.
    const guard =
      ifVersion ?? (dependsOnEvent(subject, patch) ? (subject.event['@odata.etag'] ?? undefined) : undefined);
    try {
      const event = await carryOut(session, subject, { write, excluded, guard }, label);
      return await writtenEvent(session, subject, event, target, label);
    } catch (error) {
      const isRace = CalendarError.is(error) && error.code === 'conflict' && ifVersion === undefined;
      if (!isRace || attempt >= maxTries) throw error;
      subject = await readSubject(session, subject, label);
    }
  }
}

async function carryOut(
  session: GraphSession,
  subject: WriteSubject,
  change: { readonly write: EventWriteWire; readonly excluded: readonly string[]; readonly guard: string | undefined },
  label: ReadLabel,
): Promise<EventWire> {
  const { write, excluded, guard } = change;
  const isEmpty = Object.keys(write).length === 0;
  let event = isEmpty ? subject.event : await sendPatch(session, subject, write, { ...label, ifVersion: guard });
  if (write.isOnlineMeeting === true) event = await awaitJoinLink(session, subject, event, label);
  if (excluded.length === 0) return event;
  const { cancelledOccurrences } = await readSeries(session, subject.path, label);
  const { recurrence } = recurrenceOf({ ...subject, event }, cancelledOccurrences ?? []);
  const missing = excluded.filter((id) => !recurrence.excluded.includes(id));
  if (missing.length === 0) return event;
  await deleteOccurrences(session, subject, missing, label);
  return (await readSubject(session, subject, label)).event;
}

async function wordChange(
  session: GraphSession,
  subject: WriteSubject,
  patch: EventPatch,
  label: ReadLabel,
): Promise<ReturnType<typeof scheduleChange>> {
  const { time, recurrence, ...content } = patch;
  const isRescheduled = subject.kind === 'master' && (time !== undefined || recurrence !== undefined);
  const series = isRescheduled ? await readSeries(session, subject.path, label) : {};
  const { write, excluded } = scheduleChange(subject, patch, series.cancelledOccurrences ?? []);
  return { write: { ...contentToWire(content, contentBefore(subject)), ...write }, excluded };
}

function dependsOnEvent({ kind }: WriteSubject, patch: EventPatch): boolean {
  const isRescheduled = kind === 'master' && (patch.time !== undefined || patch.recurrence !== undefined);
  return isRescheduled || needsBody(patch) || patch.properties !== undefined;
}

/** An invitee's change of what is the organizer's would be refused, or undone by the organizer's next one. */
function checkRole(event: EventWire, patch: EventPatch): void {
  if (event.isOrganizer !== false) return;
  const refused = Object.keys(patch).find((field) => !personalFields.has(field));
  if (refused !== undefined) throw organizerOnly(`change its ${refused}`);
}
