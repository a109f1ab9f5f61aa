import { findCalendar } from '../calendar-resources.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal, itemNotFound } from '../graph-error.ts';
import { itemInstance, occurrenceInstance } from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';
import { eventId } from './event-json.ts';
import type { EventRendering } from './event-json.ts';

/**
 * Finds the event that a path names, by the id form the request speaks and inside the calendar it names.
 *
 * @throws GraphRefusal 400 for an id of another form, 404 for an event that is not there (any more).
 */
export function findEvent(work: MailboxRequest): EventInstance {
  const { mailbox, calendar, preferences } = work;
  const asked = work.parameters['event'] ?? '';
  const read = mailbox.ids.read(asked, preferences.idForm);
  if (read.kind === 'malformed') throw new GraphRefusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  const item = read.kind === 'foreign' ? undefined : mailbox.items.get(read.reference.itemNumber);
  if (item === undefined || read.kind === 'foreign') throw itemNotFound();
  if (calendar.kind !== 'any' && findCalendar(mailbox, calendar) !== item.calendar) throw itemNotFound();
  const { date } = read.reference;
  const instance = date === undefined ? itemInstance(item) : occurrenceInstance(item, date);
  // An id of the default form names its folder too: after a move it leads nowhere.
  if (instance === undefined || eventId(instance, preferences.idForm) !== asked) throw itemNotFound();
  return instance;
}

/** Whether the event that a path names lies in Deleted Items. */
export function isInDeletedItems({ mailbox, preferences, parameters }: MailboxRequest): boolean {
  const read = mailbox.ids.read(parameters['event'] ?? '', preferences.idForm);
  return read.kind === 'reference' && mailbox.deletedItems.has(read.reference.itemNumber);
}

/** How the events of an answer are written. */
export function renderingOf({ context, permissions, preferences, graphBaseUrl }: MailboxRequest): EventRendering {
  const readers = ['calendars.read', 'calendars.readwrite', 'calendars.read.shared', 'calendars.readwrite.shared'];
  return {
    zone: preferences.zone,
    bodyType: preferences.bodyType,
    idForm: preferences.idForm,
    isBasic: !readers.some((name) => permissions.has(name)),
    omitOriginalStart: context.omitOriginalStart,
    graphBaseUrl,
  };
}
