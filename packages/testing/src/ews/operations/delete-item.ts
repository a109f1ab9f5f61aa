import { cancelMeeting } from '../meetings/save-meeting.ts';
import { sendCancellations } from '../meetings/send-cancellations.ts';
import { takeAway } from '../meetings/send-requests.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import type { ItemView } from '../store/item-views.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { requireDelete } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveItem } from './resolve-item.ts';
import { instanceOf } from './respond-to-meeting.ts';
import { postOf } from './write-input.ts';

/** DeleteItem: items for good or to the trash, single occurrences too. No change key is needed. */
export function deleteItem(input: OperationInput): string {
  const messages = (childOf(input.request, 'ItemIds')?.children ?? []).map((node) =>
    attempt('DeleteItem', '', () => {
      remove(node, input);
      return '';
    }),
  );
  return responseOf('DeleteItem', messages);
}

function remove(node: XmlNode, input: OperationInput): void {
  const { store, context, request } = input;
  const view = resolveItem(node, store, context.actor);
  const { item } = view;
  const sending = request.attributes['SendMeetingCancellations'];
  if (view.type === 'calendar' && sending === undefined) {
    throw new ItemError(
      'ErrorSendMeetingCancellationsRequired',
      'SendMeetingCancellations attribute is required for calendar items.',
    );
  }
  requireDelete(item, store, context.actor);
  const toTrash = request.attributes['DeleteType'] === 'MoveToDeletedItems';
  if (toTrash && item.folder.account !== context.actor) {
    // The trash would be the owner's, which a delegate reaches by MoveItem only.
    throw new ItemError('ErrorCannotDeleteObject', 'The object cannot be deleted.');
  }
  if (view.type === 'calendar' && sending !== 'SendToNone') announce(view, input);
  const instance = view.type === 'calendar' ? instanceOf(view) : undefined;
  if (instance !== undefined && view.type === 'calendar') {
    takeAway(store, view.item, instance);
  } else if (toTrash && item.folder.distinguishedName !== 'deleteditems') {
    store.items.move(item, store.distinguishedFolder(item.folder.account, 'deleteditems'));
  } else {
    store.items.remove(item);
  }
}

/** The organizer's deletion is a cancellation; nobody hears of that of an attendee, or of what lies in the trash. */
function announce(view: ItemView, input: OperationInput): void {
  const { content, item } = view;
  if (content.isReceived || item.folder.distinguishedName === 'deleteditems') return;
  const instance = instanceOf(view);
  const post = postOf(input);
  if (instance === undefined) cancelMeeting(post, content, false);
  else sendCancellations(post, item.content, content.attendees, { instance, hasComment: false });
}
