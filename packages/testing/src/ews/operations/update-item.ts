import { updateMeeting, updateOccurrence } from '../meetings/save-meeting.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import type { CalendarContent } from '../store/calendar-content.ts';
import { makeOccurrenceId, versionOfChangeKey } from '../store/ids.ts';
import { changedFields } from '../store/item-store.ts';
import type { AnyView, ContactView, ItemView } from '../store/item-views.ts';
import type { StoredItem } from '../store/stored-item.ts';
import { applyUpdates } from '../write/apply-updates.ts';
import type { CalendarDraft } from '../write/calendar-draft.ts';
import type { ContactDraft } from '../write/contact-fields.ts';
import { finishCalendarItem } from '../write/finish-calendar-item.ts';
import { calendarWriter, namedZones, requireSize } from '../write/new-calendar-item.ts';
import { contactWriter } from '../write/new-contact.ts';
import { requireBetweenNeighbours } from '../write/require-between-neighbours.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import { audienceOf } from './create-item.ts';
import { requireEdit } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveItem } from './resolve-item.ts';
import { instanceOf } from './respond-to-meeting.ts';
import { postOf, writeContext, writtenItem } from './write-input.ts';
import type { WrittenItem } from './write-input.ts';

/** UpdateItem: one response message for each changed item. */
export function updateItem(input: OperationInput): string {
  const messages = (childOf(input.request, 'ItemChanges')?.children ?? []).map((change) =>
    attempt('UpdateItem', '<m:Items/>', () => {
      const { written, conflicts } = update(change, input);
      return (
        element('m:Items', {}, writtenItem(written)) +
        element('m:ConflictResults', {}, textElement('t:Count', conflicts))
      );
    }),
  );
  return responseOf('UpdateItem', messages);
}

interface Updated {
  readonly written: WrittenItem;
  /** How many properties others had changed meanwhile. */
  readonly conflicts: number;
}

function update(change: XmlNode, input: OperationInput): Updated {
  const [id] = change.children;
  const updates = childOf(change, 'Updates');
  if (id === undefined || updates === undefined) throw new Error('The schema asks for both');
  const view = resolveItem(id, input.store, input.context.actor);
  const sending = input.request.attributes['SendMeetingInvitationsOrCancellations'];
  if (view.type === 'calendar' && sending === undefined) {
    throw new ItemError(
      'ErrorSendMeetingInvitationsOrCancellationsRequired',
      'SendMeetingInvitationsOrCancellations attribute is required for calendar items.',
    );
  }
  requireEdit(view.item, input.store, input.context.actor);
  if (view.type === 'calendar' && view.item.folder.distinguishedName === 'deleteditems') {
    throw new ItemError('ErrorCalendarCannotUpdateDeletedItem', 'The calendar item is in the Deleted Items folder.');
  }
  const base = baseVersion(id, view, input);
  if (view.type === 'contact') return updateContact(view, updates, base, input);
  return updateCalendarItem(view, updates, base, input);
}

/** The version that the client has read, and whether it is an old one that may be overwritten. */
function baseVersion(id: XmlNode, { item }: AnyView, { request }: OperationInput): number {
  const key = id.attributes['ChangeKey'] ?? '';
  if (key === '') {
    throw new ItemError(
      'ErrorChangeKeyRequiredForWriteOperations',
      'A valid change key is required for this operation.',
    );
  }
  const version = versionOfChangeKey(key);
  if (version === undefined) throw new ItemError('ErrorInvalidChangeKey', 'The change key is invalid.');
  const mode = request.attributes['ConflictResolution'];
  if (mode === 'AlwaysOverwrite') return item.version;
  if (version !== item.version && mode === 'NeverOverwrite') throw conflict();
  return version;
}

function updateCalendarItem(view: ItemView, updates: XmlNode, base: number, input: OperationInput): Updated {
  const context = writeContext(input);
  const { item, content } = view;
  const instance = instanceOf(view);
  const before: CalendarContent = instance === undefined ? content : { ...content, series: undefined };
  const properties = updates.children.flatMap((change) => change.children[1]?.children ?? []);
  const draft: CalendarDraft = {
    isNew: false,
    context,
    zones: namedZones(properties),
    sets: new Set(
      updates.children
        .filter((change) => change.name !== 'DeleteItemField')
        .map((change) => change.children[0]?.attributes['FieldURI'] ?? ''),
    ),
    content: { ...before, modifiedAt: input.now, modifiedBy: input.context.actor.name },
  };
  applyUpdates(draft, updates, calendarWriter);
  if (instance !== undefined && draft.recurrence !== undefined) {
    throw new ItemError('ErrorInvalidPropertySet', 'An occurrence cannot have a recurrence of its own.');
  }
  const after = finishCalendarItem(draft, before);
  requireSize(after, context);
  const fields = changedFields(before, after);
  const prefix = instance === undefined ? '' : `exceptions/${instance.wall}/`;
  const conflicts = requireNoConflict(
    item,
    fields.map((field) => prefix + field),
    base,
  );
  const audience = audienceOf(input.request.attributes['SendMeetingInvitationsOrCancellations'] ?? 'SendToNone');
  if (instance === undefined) return { written: updateMeeting(postOf(input), item, after, audience), conflicts };
  if (after.start !== content.start || after.end !== content.end) requireBetweenNeighbours(view, after);
  const stored = updateOccurrence(postOf(input), view, { ...after, series: content.series }, audience);
  return {
    written: { ...stored, id: makeOccurrenceId(stored.id, instance.wall) },
    conflicts,
  };
}

function updateContact(view: ContactView, updates: XmlNode, base: number, input: OperationInput): Updated {
  const draft: ContactDraft = {
    timeZone: input.context.timeZone ?? 'UTC',
    content: { ...view.content, modifiedAt: input.now, modifiedBy: input.context.actor.name },
  };
  applyUpdates(draft, updates, contactWriter);
  const conflicts = requireNoConflict(view.item, changedFields(view.content, draft.content), base);
  return { written: input.store.items.replace(view.item, { type: 'contact', content: draft.content }), conflicts };
}

/** Refuses to overwrite what somebody else changed since; tells how many other properties were changed. */
function requireNoConflict(item: StoredItem, fields: readonly string[], base: number): number {
  if (base === item.version) return 0;
  const changedMeanwhile = [...item.fieldVersions].filter(([, version]) => version > base).map(([field]) => field);
  if (fields.some((field) => changedMeanwhile.includes(field))) throw conflict();
  return changedMeanwhile.length;
}

function conflict(): ItemError {
  return new ItemError(
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
