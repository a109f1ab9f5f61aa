import { findCalendar } from '../calendar-resources.ts';
import { instancesBetween, itemInstance } from '../events/event-instance.ts';
import type { EventInstance } from '../events/event-instance.ts';
import { etagOf, eventId, eventJson } from '../events/event-json.ts';
import type { EventRendering } from '../events/event-json.ts';
import { renderingOf } from '../events/find-event.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import type { JsonObject, Mailbox, StoredItem } from '../mailbox.ts';
import { itemsOf } from '../mailbox-store.ts';
import { readTimeWindow } from '../time-window.ts';
import { dateTimeTimeZone } from '../wall-time.ts';
import { deltaRound } from './delta-round.ts';
import type { DeltaRow } from './delta-tokens.ts';

const type = '#microsoft.graph.event';
const unsupported = ['$select', '$expand', '$filter', '$orderby', '$search', '$top', '$skip', '$count'];

/** What a round of calendar changes is about; both ends of the window are frozen in the token. */
interface ViewParameters {
  readonly calendarId: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * `GET calendarView/delta`.
 *
 * @throws GraphRefusal 400 for query options that change tracking does not support.
 */
export function calendarViewDelta(work: MailboxRequest): JsonObject {
  const { request, mailbox } = work;
  const refused = [...request.query.keys()].filter((name) => unsupported.includes(name.toLowerCase()));
  if (refused.length > 0) {
    throw new GraphRefusal(
      400,
      'ErrorInvalidUrlQuery',
      `The following parameters are not supported with change tracking over the 'CalendarView' resource: '${refused.join(', ')}'.`,
    );
  }
  return deltaRound<ViewParameters, EventRendering>(work, {
    kind: 'calendarView',
    context: `${work.graphBaseUrl}/$metadata#Collection(event)`,
    readParameters: () => ({ calendarId: findCalendar(mailbox, work.calendar).id, ...readTimeWindow(request.query) }),
    rows: (parameters, since) => viewRows(mailbox, parameters, since),
    rendering: () => renderingOf(work),
    restartQuery: ({ fromMs, untilMs }) =>
      `startDateTime=${new Date(fromMs).toISOString()}&endDateTime=${new Date(untilMs).toISOString()}&`,
  });
}

function viewRows(
  mailbox: Mailbox,
  parameters: ViewParameters,
  since: number | undefined,
): readonly (readonly DeltaRow<EventRendering>[])[] {
  const { calendarId, fromMs, untilMs } = parameters;
  const calendar = mailbox.calendars.find(({ id }) => id === calendarId);
  const items = calendar === undefined ? [] : itemsOf(calendar, mailbox);
  const groups = items
    .filter(({ version }) => since === undefined || version > since)
    .flatMap((item) => {
      const group = itemRows(item, fromMs, untilMs);
      // From outside, a change looks like a deletion.
      if (group.length === 0) return since === undefined ? [] : [[removedRow(mailbox, item.number, calendarId)]];
      return [group];
    });
  const gone =
    since === undefined
      ? []
      : mailbox.departures
          .filter((departure) => departure.calendarId === calendarId && departure.version > since)
          // What came back is there.
          .filter(({ number }) => !items.some((item) => item.number === number))
          .map(({ number }) => [removedRow(mailbox, number, calendarId)]);
  return [...groups, ...gone];
}

/** A single event, or a master with everything of it in the window. */
function itemRows(item: StoredItem, fromMs: number, untilMs: number): readonly DeltaRow<EventRendering>[] {
  if (item.series === undefined) {
    const { startMs, endMs } = item.times;
    return startMs < untilMs && (endMs > fromMs || startMs >= fromMs) ? [fullRow(itemInstance(item))] : [];
  }
  const members = instancesBetween(item, fromMs, untilMs);
  if (members.length === 0) return [];
  return [
    fullRow(itemInstance(item)),
    ...members.map((member) => (member.type === 'exception' ? fullRow(member) : slimRow(member))),
  ];
}

function fullRow(instance: EventInstance): DeltaRow<EventRendering> {
  return (rendering) => ({ '@odata.type': type, ...eventJson(instance, rendering) });
}

/** Occurrences say when they are, and nothing else. */
function slimRow(instance: EventInstance): DeltaRow<EventRendering> {
  const { item, times } = instance;
  return ({ idForm, zone }) => ({
    '@odata.type': type,
    '@odata.etag': etagOf(instance.changeKey),
    seriesMasterId: eventId(itemInstance(item), idForm),
    type: instance.type,
    id: eventId(instance, idForm),
    start: dateTimeTimeZone(times.startMs, times.isAllDay, zone),
    end: dateTimeTimeZone(times.endMs, times.isAllDay, zone),
  });
}

function removedRow(mailbox: Mailbox, itemNumber: number, calendarId: string): DeltaRow<EventRendering> {
  return ({ idForm }) => ({
    '@odata.type': type,
    id: mailbox.ids.idOf({ itemNumber }, calendarId, idForm),
    '@removed': { reason: 'deleted' },
  });
}
