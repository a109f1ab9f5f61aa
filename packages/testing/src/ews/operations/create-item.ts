import { createMeeting } from '../meetings/save-meeting.ts';
import type { Audience } from '../meetings/save-meeting.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import type { Folder, StoredItem } from '../store/stored-item.ts';
import { newCalendarItem } from '../write/new-calendar-item.ts';
import { newContact } from '../write/new-contact.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import { requireCreate } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveFolder } from './resolve-folder.ts';
import { respondToMeeting } from './respond-to-meeting.ts';
import { postOf, writeContext, writtenItem } from './write-input.ts';
import type { WrittenItem } from './write-input.ts';

/** CreateItem: new items, and the answers to meetings, which are items too. One response message for each. */
export function createItem(input: OperationInput): string {
  const messages = (childOf(input.request, 'Items')?.children ?? []).map((node) =>
    attempt('CreateItem', '<m:Items/>', () => element('m:Items', {}, ...create(node, input).map(writtenItem))),
  );
  return responseOf('CreateItem', messages);
}

function create(node: XmlNode, input: OperationInput): readonly WrittenItem[] {
  switch (node.name) {
    case 'CalendarItem':
      return [createCalendarItem(node, input)];
    case 'Contact':
      return [createContact(node, input)];
    case 'AcceptItem':
    case 'TentativelyAcceptItem':
    case 'DeclineItem':
    case 'CancelCalendarItem':
    case 'RemoveItem':
      return respondToMeeting(node, input);
    default:
      throw new ItemError('ErrorInvalidOperation', 'Items of this kind cannot be created here.');
  }
}

function createCalendarItem(node: XmlNode, input: OperationInput): StoredItem {
  const sending = input.request.attributes['SendMeetingInvitations'];
  if (sending === undefined) {
    throw new ItemError(
      'ErrorSendMeetingInvitationsRequired',
      'SendMeetingInvitations attribute is required for calendar items.',
    );
  }
  const folder = targetFolder(input, 'calendar');
  if (folder.folderClass !== 'IPF.Appointment') {
    throw new ItemError(
      'ErrorCannotCreateCalendarItemInNonCalendarFolder',
      'Calendar items can only be created in calendar folders.',
    );
  }
  requireCreate(folder, input.store, input.context.actor);
  const content = newCalendarItem(node, folder, writeContext(input));
  return createMeeting(postOf(input), folder, content, input.context.actor, audienceOf(sending));
}

function createContact(node: XmlNode, input: OperationInput): StoredItem {
  const folder = targetFolder(input, 'contacts');
  if (folder.folderClass !== 'IPF.Contact') {
    throw new ItemError(
      'ErrorCannotCreateContactInNonContactFolder',
      'Contacts can only be created in contacts folders.',
    );
  }
  requireCreate(folder, input.store, input.context.actor);
  const content = newContact(node, writeContext(input));
  return input.store.items.add(folder, { type: 'contact', content }, input.context.actor);
}

function targetFolder({ request, store, context }: OperationInput, fallback: 'calendar' | 'contacts'): Folder {
  const node = childOf(request, 'SavedItemFolderId')?.children[0];
  if (node !== undefined) return resolveFolder(node, store, context.actor);
  if (!context.actor.hasMailbox) {
    throw new ItemError('ErrorMissingEmailAddress', 'The account has no mailbox: name the folder of a mailbox.');
  }
  return store.distinguishedFolder(context.actor, fallback);
}

/** Whom a value of SendMeetingInvitations and the like means. */
export function audienceOf(sending: string): Audience {
  return sending === 'SendToNone' ? 'nobody' : sending.includes('Changed') ? 'changed' : 'all';
}
