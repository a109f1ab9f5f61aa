import { findCalendar } from '../calendar-resources.ts';
import { invalidProperty, readBody } from '../body-reader.ts';
import type { MailboxRequest } from '../graph-context.ts';
import { GraphRefusal } from '../graph-error.ts';
import { globalObjectId } from '../item-ids.ts';
import { sendInvitations } from '../mail/meeting-mail.ts';
import type { ItemContent, StoredItem } from '../mailbox.ts';
import { addItem } from '../mailbox-store.ts';
import { seriesOf } from '../read-recurrence.ts';
import { created } from '../reply.ts';
import type { Reply } from '../reply.ts';
import { contentOfInput, defaultContent } from './event-content.ts';
import { readEventInput, timesOfInput } from './event-input.ts';
import type { EventInput } from './event-input.ts';
import { itemInstance } from './event-instance.ts';
import { eventId } from './event-json.ts';
import { eventEntity } from './event-resources.ts';
import { awaitOnlineMeeting } from './online-meeting.ts';

/**
 * `POST events`: makes an event and invites everybody in it.
 *
 * @throws GraphRefusal 400 for a body that makes no event, 409 for a transaction that was done, where the emulator is set
 * up to refuse it.
 */
export function createEvent(work: MailboxRequest): Reply {
  const calendar = findCalendar(work.mailbox, work.calendar);
  const input = readEventInput(readBody(work.request));
  const repeated = findTransaction(work.mailbox.items, input);
  if (repeated !== undefined) return repeatedTransaction(work, repeated);
  // A transaction stays done when its event is deleted: the repetition is discarded, and there is no event to answer with.
  if (findTransaction(work.mailbox.deletedItems, input) !== undefined) throw duplicateTransaction();
  const item = addItem(work.context.versions, work.mailbox, calendar, newContent(work, input));
  awaitOnlineMeeting(work, item);
  // Written before anybody is invited: rooms answer at once, and the reply does not know that yet.
  const reply = eventReply(work, item);
  sendInvitations(work, { item, to: item.attendees }, 'invitation');
  return reply;
}

function newContent(work: MailboxRequest, input: EventInput): ItemContent {
  const { mailbox, context } = work;
  if (input.start === undefined || input.end === undefined) {
    throw invalidProperty('The Start and End of an event are required.');
  }
  const times = timesOfInput(input.start, input.end, input.isAllDay ?? false);
  const repetition = input.recurrence ? seriesOf(input.recurrence, times) : undefined;
  const content = defaultContent();
  const isTaken = input.transactionId !== undefined && input.transactionId !== '';
  return {
    ...content,
    ...contentOfInput(work, input, content),
    uid: globalObjectId(context.entra.minted.guid(), context.entra.clock.now()),
    times: repetition?.times ?? times,
    isOrganizer: true,
    organizer: { name: mailbox.displayName, address: mailbox.address },
    ...(isTaken && input.transactionId !== undefined ? { transactionId: input.transactionId } : {}),
    ...(repetition === undefined ? {} : { series: repetition.series }),
  };
}

function findTransaction(
  items: ReadonlyMap<number, StoredItem>,
  { transactionId }: EventInput,
): StoredItem | undefined {
  if (transactionId === undefined) return undefined;
  for (const item of items.values()) {
    if (item.transactionId === transactionId) return item;
  }
  return undefined;
}

/** What the service answers is not documented: the event that is there, or a conflict; both were reported. */
function repeatedTransaction(work: MailboxRequest, item: StoredItem): Reply {
  if (work.context.repeatedTransaction === 'existing') return eventReply(work, item);
  throw duplicateTransaction();
}

function duplicateTransaction(): GraphRefusal {
  return new GraphRefusal(
    409,
    'ErrorDuplicateTransactionId',
    "Your request can't be completed because a previous request has used the same transactionId.",
  );
}

function eventReply(work: MailboxRequest, item: StoredItem): Reply {
  const instance = itemInstance(item);
  const owner = encodeURIComponent(work.mailbox.address);
  const id = eventId(instance, work.preferences.idForm);
  return created(eventEntity(work, instance), `${work.graphBaseUrl}/users('${owner}')/events('${id}')`);
}
