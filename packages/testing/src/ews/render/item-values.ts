import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import { isMeeting, shownBusyStatus } from '../store/calendar-content.ts';
import type { ItemView } from '../store/item-views.ts';
import { formatInstant } from '../time/instants.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import type { ItemShape } from './item-shape.ts';

/** Everything a property is written from. */
export interface PropertySource {
  readonly view: ItemView;
  readonly context: RequestContext;
  readonly shape: ItemShape;
  /** FindItem answers from an index: no names beside the organizer's, and short strings. */
  readonly inFind: boolean;
  /** The year whose zone rules are written. */
  readonly year: number;
}

const maxFoundString = 255;

/** Writes an instant; nothing when there is none. */
export const time = (name: string, at: number | undefined, { context }: PropertySource): string =>
  at === undefined ? '' : textElement(name, formatInstant(at, context));

/** Writes an instant as the clocks of a zone show it. */
export const wallClock = (name: string, at: number, timeZone: string, { context }: PropertySource): string =>
  textElement(name, formatInstant(at, { ...context, timeZone }));

/** Writes a text, in FindItem only its first 255 characters. */
export const shortened = (name: string, text: string, { inFind }: PropertySource): string =>
  // Never cut in the middle of a character.
  textElement(name, inFind ? text.slice(0, maxFoundString).replace(/[\uD800-\uDBFF]$/, '') : text);

/** Whether it is the master of a series. */
export const isMaster = (view: ItemView): boolean => view.kind === 'RecurringMaster';

/** Bits of AppointmentState (MS-OXOCAL, section 2.2.1.10): meeting, received, cancelled. */
export function appointmentState(view: ItemView): number {
  const { isReceived, isCancelled } = view.content;
  return (isMeeting(view.content) ? 1 : 0) | (isReceived ? 2 : 0) | (isCancelled ? 4 : 0);
}

/** What LegacyFreeBusyStatus says on a copy. */
export function busyStatus({ view, context }: PropertySource): string {
  const status = shownBusyStatus(view.content);
  return status === 'WorkingElsewhere' && !isAtLeast(context.version, 'Exchange2013') ? 'Free' : status;
}

/** Writes which replies are possible now. */
export function responseObjects({ view }: PropertySource): string {
  const { isCancelled, isReceived } = view.content;
  const names = !isMeeting(view.content)
    ? ['ForwardItem']
    : isCancelled
      ? ['RemoveItem']
      : isReceived
        ? ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem']
        : ['ReplyAllToItem', 'ForwardItem', 'CancelCalendarItem'];
  return element('t:ResponseObjects', {}, ...names.map((name) => element(`t:${name}`, {})));
}

/** The length of an item as xs:duration. */
export function duration(view: ItemView): string {
  const minutes = Math.round((view.content.end - view.content.start) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const clock = `${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`;
  if (days === 0 && clock === '') return 'PT0S';
  return `P${days === 0 ? '' : `${days}D`}${clock === '' ? '' : `T${clock}`}`;
}

/** Exchange's own default: a quarter of an hour, and 18 hours for all-day events. */
export function reminderMinutes(view: ItemView): number {
  return view.content.reminder.minutes ?? (view.content.isAllDay ? 1080 : 15);
}
