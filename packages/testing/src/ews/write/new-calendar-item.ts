import { ItemError } from '../soap/ews-errors.ts';
import type { CalendarContent } from '../store/calendar-content.ts';
import { makeGlobalObjectId, uidOf } from '../store/ids.ts';
import type { Folder } from '../store/stored-item.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { applyProperties } from './apply-updates.ts';
import type { Writer } from './apply-updates.ts';
import { creationZone } from './calendar-draft.ts';
import type { CalendarDraft } from './calendar-draft.ts';
import { calendarFields } from './calendar-fields.ts';
import { finishCalendarItem } from './finish-calendar-item.ts';
import { fieldUriOf, readZone } from './read-values.ts';
import type { WriteContext } from './write-context.ts';

const halfHourMs = 1_800_000;

/** How calendar items are written. */
export const calendarWriter: Writer<CalendarDraft> = {
  fields: calendarFields,
  wrappers: ['CalendarItem', 'Item'],
  uriOf: fieldUriOf,
};

/** Reads the zones that a request names, wherever among the properties they stand. */
export function namedZones(properties: readonly XmlNode[]): CalendarDraft['zones'] {
  const find = (name: string): XmlNode | undefined => properties.find((node) => node.name === name);
  const meeting = find('MeetingTimeZone');
  const start = find('StartTimeZone') ?? meeting;
  const end = find('EndTimeZone') ?? meeting;
  return {
    start: start === undefined ? undefined : readZone(start),
    end: end === undefined ? undefined : readZone(end),
  };
}

/**
 * Makes the content of a new calendar item. What the request leaves out gets the server's own values: the next half
 * hour, busy, with a reminder.
 *
 * @throws ItemError with the documented code when a property cannot be had.
 */
export function newCalendarItem(node: XmlNode, folder: Folder, context: WriteContext): CalendarContent {
  const { now, store, actor } = context;
  const zones = namedZones(node.children);
  const zone = creationZone(zones.start, context.timeZone);
  const seed = `${folder.account.mailboxGuid}/${store.items.versionOf(folder.account)}/${now}`;
  const globalObjectId = makeGlobalObjectId(seed, now);
  const start = Math.ceil(now / halfHourMs) * halfHourMs;
  const draft: CalendarDraft = {
    isNew: true,
    context,
    zones,
    sets: new Set(node.children.map((child) => fieldUriOf(child.name))),
    content: {
      subject: '',
      location: '',
      body: undefined,
      sensitivity: 'Normal',
      importance: 'Normal',
      busyStatus: 'Busy',
      ownBusyStatus: undefined,
      categories: [],
      reminder: { isSet: true, minutes: undefined },
      attachments: [],
      extended: new Map(),
      attendees: [],
      myResponse: 'accepted',
      repliedAt: undefined,
      isCancelled: false,
      isResponseRequested: true,
      allowNewTimeProposal: true,
      start,
      end: start + halfHourMs,
      isAllDay: false,
      zone,
      endZone: zones.end ?? zone,
      uid: uidOf(globalObjectId),
      globalObjectId,
      organizer: folder.account,
      isReceived: false,
      requestWasSent: false,
      sequence: 0,
      skypeUrl: undefined,
      series: undefined,
      exceptions: new Map(),
      deleted: new Set(),
      instanceOf: undefined,
      createdAt: now,
      modifiedAt: now,
      modifiedBy: actor.name,
    },
  };
  applyProperties(draft, node, calendarWriter);
  if (childOf(node, 'Start') !== undefined && childOf(node, 'End') === undefined) {
    draft.content.end = draft.content.start + halfHourMs;
  }
  const content = finishCalendarItem(draft, undefined);
  requireSize(content, context);
  return content;
}

/**
 * Refuses what is larger than the server takes.
 *
 * @throws ItemError `ErrorMessageSizeExceeded`
 */
export function requireSize(
  { body, attachments }: Pick<CalendarContent, 'body' | 'attachments'>,
  { maxItemBytes }: WriteContext,
): void {
  const size = attachments.reduce(
    (sum, { content }) => sum + content.byteLength,
    Buffer.byteLength(body?.content ?? ''),
  );
  if (size > maxItemBytes) {
    throw new ItemError('ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.');
  }
}
