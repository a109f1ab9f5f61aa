import type { AnswerGate, HeldAnswers } from '../server/answer-gate.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { TenantChoice } from '../entra/entra-administration.ts';
import { BodyReader } from './body-reader.ts';
import { occurrenceStart } from './events/occurrence-start.ts';
import { emptyContact, readContact } from './contacts/contact-members.ts';
import type { GraphContext } from './graph-context.ts';
import type { GraphSentMail } from './mail/post-office.ts';
import type { Mailbox, StoredItem } from './mailbox.ts';
import type { FreeBusySharing } from './mailbox-seed.ts';
import { changeItem, copyOf, moveItem, nextNumber } from './mailbox-store.ts';

/** An event as it lies in a mailbox, whatever a client has made of it. @public */
export interface GraphStoredEvent {
  /** The same in all mailboxes. */
  readonly uid: string;
  /** In the default form. */
  readonly id: string;
  readonly changeKey: string;
  /** Name of the calendar. */
  readonly calendar: string;
  readonly subject: string;
  readonly kind: 'single' | 'series';
  /** ISO 8601 instant; for whole days, midnight UTC of the first day. */
  readonly startAt: string;
  readonly endAt: string;
  readonly isAllDay: boolean;
  readonly isOrganizer: boolean;
  readonly isCancelled: boolean;
  readonly showAs: string;
  /** `responseStatus.response` of the copy. */
  readonly response: string;
  /** Everybody in the copy's list of attendees, with the answer it shows. */
  readonly attendees: readonly { readonly address: string; readonly response: string }[];
  /** Original starts of changed occurrences as ISO 8601 instants. */
  readonly exceptions: readonly string[];
  /** Original starts of deleted occurrences as ISO 8601 instants. */
  readonly deleted: readonly string[];
  /** Set when a client gave one. */
  readonly transactionId?: string;
}

/** A contact as it lies in a mailbox. @public */
export interface GraphStoredContact {
  /** In the default form. */
  readonly id: string;
  readonly changeKey: string;
  /** Name of the folder. */
  readonly folder: string;
  readonly displayName: string;
  /** In the order of the contact. */
  readonly emailAddresses: readonly string[];
  /** All members of the contact as Graph sends them. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** What tests can see and do in mailboxes past the protocol. @public */
export interface GraphMailboxControls {
  /** Every mail about a meeting that was sent, to somebody with a mailbox here or without, oldest first. */
  readonly sentMails: readonly GraphSentMail[];
  /** The events of all calendars of a person or room, in the order they were made. Throws a RangeError when unknown. */
  storedEvents(companyId: string, tenant?: TenantChoice): readonly GraphStoredEvent[];
  /** The contacts of all folders of a person, in the order they were made. Throws a RangeError when unknown. */
  storedContacts(companyId: string, tenant?: TenantChoice): readonly GraphStoredContact[];
  /** Moves an event to another calendar of the same person, as people do in Outlook; its id of the default form changes. */
  moveEvent(companyId: string, uid: string, calendarName: string, tenant?: TenantChoice): void;
  /**
   * Gives an event of the organizer's another subject as Outlook does before "Send" is pressed: a draft that nobody hears
   * of. Throws a RangeError when there is no such event.
   */
  editWithoutSending(companyId: string, uid: string, subject: string, tenant?: TenantChoice): void;
  /**
   * Adds a contact as a person does in Outlook: what is not set is an empty text, not null. Throws when Graph would not
   * take it.
   */
  addContact(companyId: string, contact: Readonly<Record<string, unknown>>, tenant?: TenantChoice): void;
  /** Changes what colleagues see of somebody's calendar. */
  setFreeBusySharing(companyId: string, sharing: FreeBusySharing, tenant?: TenantChoice): void;
  /** Makes every delta token unknown: clients have to begin again. */
  forgetDeltaTokens(): void;
  /** Holds the answers to requests that match back, after the requests were handled. Default: all requests to Graph. */
  holdAnswers(when?: (request: RecordedRequest) => boolean): HeldAnswers;
}

/** The controls of an emulator, without the mail, which its handle shows as it is at the moment. */
export function controlMailboxes(
  context: GraphContext,
  gate: AnswerGate,
  find: (companyId: string, tenant: TenantChoice | undefined) => Mailbox,
): Omit<GraphMailboxControls, 'sentMails'> {
  return {
    storedEvents(companyId, tenant) {
      context.tasks.runDue();
      return [...find(companyId, tenant).items.values()].map(storedEvent);
    },
    storedContacts(companyId, tenant) {
      const { contacts, ids } = find(companyId, tenant);
      return [...contacts.contacts.values()].map(({ number, folderId, changeKey, members }) => ({
        id: ids.idOf({ itemNumber: number }, folderId, 'rest'),
        changeKey,
        folder: contacts.folder(folderId)?.displayName ?? '',
        displayName: new BodyReader(members).text('displayName') ?? '',
        emailAddresses: (new BodyReader(members).objects('emailAddresses') ?? []).map(
          (entry) => entry.text('address') ?? '',
        ),
        members,
      }));
    },
    moveEvent(companyId, uid, calendarName, tenant) {
      const mailbox = find(companyId, tenant);
      const item = copyOf(mailbox, uid);
      const calendar = mailbox.calendars.find(({ name }) => name === calendarName);
      if (item === undefined || calendar === undefined) throw new RangeError('There is no such event or calendar');
      moveItem(context.versions, item, calendar);
    },
    editWithoutSending(companyId, uid, subject, tenant) {
      const item = copyOf(find(companyId, tenant), uid);
      if (item === undefined || !item.isOrganizer) throw new RangeError('There is no such event');
      changeItem(context.versions, item, { subject, isDraft: true });
    },
    addContact(companyId, contact, tenant) {
      const mailbox = find(companyId, tenant);
      const members = { ...emptyContact(''), ...readContact(new BodyReader(contact)) };
      mailbox.contacts.add(context.versions, nextNumber(mailbox), mailbox.contacts.defaultFolder, members);
    },
    setFreeBusySharing(companyId, sharing, tenant) {
      find(companyId, tenant).sharing = sharing;
    },
    forgetDeltaTokens() {
      context.deltaTokens.forgetAll();
    },
    holdAnswers(when = () => true) {
      return gate.hold((request) => request.path.toLowerCase().startsWith('/v1.0/') && when(request));
    },
  };
}

function storedEvent(item: StoredItem): GraphStoredEvent {
  const { uid, changeKey, calendar, mailbox, number, subject, series, times, transactionId } = item;
  const starts = (dates: Iterable<string>): readonly string[] =>
    [...dates].sort().flatMap((date) => occurrenceStart(item, date) ?? []);
  return {
    uid,
    id: mailbox.ids.idOf({ itemNumber: number }, calendar.id, 'rest'),
    changeKey,
    calendar: calendar.name,
    subject,
    kind: series === undefined ? 'single' : 'series',
    startAt: new Date(times.startMs).toISOString(),
    endAt: new Date(times.endMs).toISOString(),
    isAllDay: times.isAllDay,
    isOrganizer: item.isOrganizer,
    isCancelled: item.isCancelled,
    showAs: item.showAs,
    response: item.responseStatus.response,
    attendees: item.attendees.map(({ address, status }) => ({ address, response: status.response })),
    exceptions: starts(series?.exceptions.keys() ?? []),
    deleted: starts(series?.deleted ?? []),
    ...(transactionId === undefined ? {} : { transactionId }),
  };
}
