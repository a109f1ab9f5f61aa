import { rewrite, withException } from '../meetings/meeting-copies.ts';
import type { Instance } from '../meetings/post.ts';
import { recordReply } from '../meetings/record-reply.ts';
import { cancelMeeting } from '../meetings/save-meeting.ts';
import { sendCancellations } from '../meetings/send-cancellations.ts';
import { takeAway } from '../meetings/send-requests.ts';
import { ItemError } from '../soap/ews-errors.ts';
import type { Attendee } from '../store/calendar-content.ts';
import { makeOccurrenceId, versionOfChangeKey } from '../store/ids.ts';
import type { ItemView } from '../store/item-views.ts';
import type { StoredItem } from '../store/stored-item.ts';
import { readInstant } from '../write/read-values.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { requireDelete, requireEdit } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveCalendarItem } from './resolve-item.ts';
import { postOf } from './write-input.ts';
import type { WrittenItem } from './write-input.ts';

const replies = {
  AcceptItem: { suffix: 'Accept', response: 'accepted' },
  TentativelyAcceptItem: { suffix: 'Tentative', response: 'tentative' },
  DeclineItem: { suffix: 'Decline', response: 'declined' },
} as const;

/**
 * Carries out a response object: an attendee's answer, the organizer's cancellation, or the removal of a cancelled
 * meeting.
 *
 * @returns the calendar item as it is stored afterwards, mostly under another id; nothing for an occurrence that is gone.
 * @throws ItemError with the documented code when it is not the actor's turn.
 */
export function respondToMeeting(node: XmlNode, input: OperationInput): readonly WrittenItem[] {
  const { store, context } = input;
  const reference = childOf(node, 'ReferenceItemId');
  if (reference === undefined) {
    throw new ItemError('ErrorMissingInformationReferenceItemId', 'The response names no item.');
  }
  const view = resolveCalendarItem({ ...reference, name: 'ItemId' }, store, context.actor);
  if (view.item.folder.distinguishedName === 'deleteditems') {
    throw new ItemError('ErrorCalendarCannotUpdateDeletedItem', 'The calendar item is in the Deleted Items folder.');
  }
  requireCurrentKey(reference, view);
  if (node.name === 'RemoveItem') return removeFromCalendar(view, input);
  const disposition = input.request.attributes['MessageDisposition'];
  if (disposition === undefined) {
    throw new ItemError('ErrorMessageDispositionRequired', 'MessageDisposition attribute is required for responses.');
  }
  const isSent = disposition !== 'SaveOnly';
  if (node.name === 'CancelCalendarItem') return cancel(node, view, isSent, input);
  return answer(node, view, isSent, input);
}

function requireCurrentKey(reference: XmlNode, view: ItemView): void {
  const key = reference.attributes['ChangeKey'] ?? '';
  if (key === '') throw new ItemError('ErrorChangeKeyRequired', 'A change key is required for this operation.');
  const version = versionOfChangeKey(key);
  if (version === undefined) throw new ItemError('ErrorInvalidChangeKey', 'The change key is invalid.');
  if (version !== view.item.version) {
    throw new ItemError('ErrorStaleObject', 'The object is stale: it was changed since it was read.');
  }
}

function answer(node: XmlNode, view: ItemView, isSent: boolean, input: OperationInput): readonly WrittenItem[] {
  const { context, now } = input;
  const { content, item } = view;
  // The schema has let only these names through.
  const { suffix, response } = replies[node.name as keyof typeof replies];
  if (item.folder.account !== context.actor) {
    throw new ItemError(`ErrorCalendarIsDelegatedFor${suffix}`, 'A delegate cannot answer for the owner this way.');
  }
  if (!content.isReceived) {
    throw new ItemError(`ErrorCalendarIsOrganizerFor${suffix}`, 'The organizer cannot answer the own meeting.');
  }
  if (content.isCancelled) {
    throw new ItemError(`ErrorCalendarIsCancelledFor${suffix}`, 'The meeting has been cancelled.');
  }
  const instance = instanceOf(view);
  const proposal = readProposal(node, context.timeZone ?? 'UTC');
  const stored = storeAnswer(view, response, input);
  if (isSent) {
    const hasComment = (childOf(node, 'Body')?.text ?? '') !== '';
    const about = instance ?? content.instanceOf;
    recordReply({ ...postOf(input), now }, content, context.actor, { response, instance: about, hasComment, proposal });
  }
  if (instance === undefined) return [stored];
  return response === 'declined' ? [] : [{ ...stored, id: makeOccurrenceId(stored.id, instance.wall) }];
}

function storeAnswer(
  view: ItemView,
  response: 'accepted' | 'tentative' | 'declined',
  input: OperationInput,
): StoredItem {
  const { store, context, now } = input;
  const instance = instanceOf(view);
  const stamp = { modifiedAt: now, modifiedBy: context.actor.name };
  const own = { myResponse: response, repliedAt: now, ownBusyStatus: undefined };
  if (instance !== undefined) {
    const changed = rewrite(store, view.item, { ...withException(view.item.content, instance.wall, own), ...stamp });
    if (response === 'declined') takeAway(store, changed, instance);
    return changed;
  }
  const changed = rewrite(store, view.item, { ...own, ...stamp });
  // Declining takes the meeting off the calendar; any other answer saves it anew. Either way it gets another id.
  const target = response === 'declined' ? store.distinguishedFolder(context.actor, 'deleteditems') : changed.folder;
  return store.items.move(changed, target);
}

function readProposal(node: XmlNode, timeZone: string): Attendee['proposal'] {
  const [start, end] = [childOf(node, 'ProposedStart'), childOf(node, 'ProposedEnd')];
  if (start === undefined || end === undefined) return undefined;
  const proposal = { start: readInstant(start, timeZone), end: readInstant(end, timeZone) };
  if (proposal.end < proposal.start) {
    throw new ItemError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate');
  }
  return proposal;
}

function cancel(node: XmlNode, view: ItemView, isSent: boolean, input: OperationInput): readonly WrittenItem[] {
  const { store, context } = input;
  const { content, item } = view;
  requireEdit(item, store, context.actor);
  if (content.isReceived || content.attendees.length === 0) {
    throw new ItemError('ErrorCalendarIsNotOrganizer', 'Only the organizer of a meeting can cancel it.');
  }
  const post = postOf(input);
  const hasComment = (childOf(node, 'NewBodyContent')?.text ?? '') !== '';
  const instance = instanceOf(view);
  if (instance === undefined) {
    if (isSent) cancelMeeting(post, content, hasComment);
    const changed = rewrite(store, item, { isCancelled: true, modifiedAt: input.now });
    return [store.items.move(changed, store.distinguishedFolder(item.folder.account, 'deleteditems'))];
  }
  if (isSent) sendCancellations(post, item.content, content.attendees, { instance, hasComment });
  takeAway(store, item, instance);
  return [];
}

function removeFromCalendar(view: ItemView, { store, context }: OperationInput): readonly WrittenItem[] {
  const { content, item } = view;
  if (item.folder.account !== context.actor) {
    throw new ItemError('ErrorCalendarIsDelegatedForRemove', 'A delegate cannot remove a meeting this way.');
  }
  if (!content.isReceived) {
    throw new ItemError('ErrorCalendarIsOrganizerForRemove', 'The organizer cannot remove the own meeting this way.');
  }
  requireDelete(item, store, context.actor);
  const instance = instanceOf(view);
  if (instance !== undefined) {
    takeAway(store, item, instance);
    return [];
  }
  return [store.items.move(item, store.distinguishedFolder(context.actor, 'deleteditems'))];
}

/** The occurrence of a stored series that a view shows. */
export function instanceOf({ item, original }: ItemView): Instance | undefined {
  return item.content.series === undefined ? undefined : original;
}
