import type { RequestContext } from '../soap/request-context.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import { hashBytes } from '../store/ids.ts';
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
const busyStatuses = {
  free: 'Free',
  busy: 'Busy',
  tentative: 'Tentative',
  outOfOffice: 'OOF',
  workingElsewhere: 'WorkingElsewhere',
} as const;

/** Writes an instant; nothing when there is none. */
export const time = (name: string, at: number | undefined, { context }: PropertySource): string =>
  at === undefined ? '' : textElement(name, formatInstant(at, context));

/** Writes an instant as the clocks of the item's zone show it. */
export const wallClock = (name: string, at: number, { view, context }: PropertySource): string =>
  textElement(name, formatInstant(at, { ...context, timeZone: view.zone.timeZone }));

/** Writes a text, in FindItem only its first 255 characters. */
export const shortened = (name: string, text: string, { inFind }: PropertySource): string =>
  // Never cut in the middle of a character.
  textElement(name, inFind ? text.slice(0, maxFoundString).replace(/[\uD800-\uDBFF]$/, '') : text);

/** Whether anybody is invited. */
export const isMeeting = (view: ItemView): boolean => view.item.facts.attendees.length > 0;
/** Whether the organizer called the meeting off. */
export const isCancelled = (view: ItemView): boolean => view.item.facts.meeting.isCancelled === true;
/** Whether the copy belongs to somebody invited. */
export const isInvitation = (view: ItemView): boolean => view.item.invitation !== undefined;
/** Whether it is the master of a series. */
export const isMaster = (view: ItemView): boolean => view.kind === 'RecurringMaster';

/** Bits of AppointmentState (MS-OXOCAL, section 2.2.1.10): meeting, received, cancelled. */
export function appointmentState(view: ItemView): number {
  return (isMeeting(view) ? 1 : 0) | (isInvitation(view) ? 2 : 0) | (isCancelled(view) ? 4 : 0);
}

/** What LegacyFreeBusyStatus says on a copy. */
export function busyStatus({ view, context }: PropertySource): string {
  if (isCancelled(view)) return 'Free';
  const status = busyStatuses[view.item.facts.meeting.busyStatus ?? 'busy'];
  // An invitation without a firm answer blocks the time tentatively, unless the organizer meant it to be free.
  const response = view.item.invitation?.response;
  if (status !== 'Free' && (response === 'needsAction' || response === 'tentative')) return 'Tentative';
  return status === 'WorkingElsewhere' && !isAtLeast(context.version, 'Exchange2013') ? 'Free' : status;
}

/** Writes which replies are possible now. */
export function responseObjects({ view }: PropertySource): string {
  const names = !isMeeting(view)
    ? ['ForwardItem']
    : isCancelled(view)
      ? ['RemoveItem']
      : isInvitation(view)
        ? ['AcceptItem', 'TentativelyAcceptItem', 'DeclineItem', 'ReplyToItem', 'ReplyAllToItem', 'ForwardItem']
        : ['ReplyAllToItem', 'ForwardItem', 'CancelCalendarItem'];
  return element('t:ResponseObjects', {}, ...names.map((name) => element(`t:${name}`, {})));
}

/** Writes what is attached, without its content. */
export function attachments({ view, context }: PropertySource): string {
  const { meeting, modifiedAt } = view.item.facts;
  if (meeting.attachments === undefined || meeting.attachments.length === 0) return '';
  const files = meeting.attachments.map((name, at) =>
    element(
      't:FileAttachment',
      {},
      element('t:AttachmentId', {
        Id: Buffer.concat([Buffer.from(view.id, 'base64'), hashBytes(`${meeting.id}/${at}`, 24)]).toString('base64'),
      }),
      textElement('t:Name', name),
      textElement('t:ContentType', 'application/octet-stream'),
      isAtLeast(context.version, 'Exchange2010') ? textElement('t:Size', 1024 + name.length) : '',
      isAtLeast(context.version, 'Exchange2010')
        ? textElement('t:LastModifiedTime', formatInstant(modifiedAt, context))
        : '',
      isAtLeast(context.version, 'Exchange2010') ? textElement('t:IsInline', false) : '',
      textElement('t:IsContactPhoto', isAtLeast(context.version, 'Exchange2010') ? false : undefined),
    ),
  );
  return element('t:Attachments', {}, ...files);
}

/** The length of an item as xs:duration. */
export function duration(view: ItemView): string {
  const minutes = Math.round((view.end - view.start) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const clock = `${hours === 0 ? '' : `${hours}H`}${rest === 0 ? '' : `${rest}M`}`;
  if (days === 0 && clock === '') return 'PT0S';
  return `P${days === 0 ? '' : `${days}D`}${clock === '' ? '' : `T${clock}`}`;
}

/** Exchange's own default: a quarter of an hour, and 18 hours for all-day events. */
export function reminderMinutes(view: ItemView): number {
  return view.item.facts.meeting.reminderMinutes ?? (view.isAllDay ? 1080 : 15);
}
