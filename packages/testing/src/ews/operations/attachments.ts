import { rewrite, withException } from '../meetings/meeting-copies.ts';
import { attachmentId, fileAttachment, parseAttachmentId } from '../render/attachment-element.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import type { Attachment } from '../store/calendar-content.ts';
import { hashBytes } from '../store/ids.ts';
import type { AnyView } from '../store/item-views.ts';
import { requireSize } from '../write/new-calendar-item.ts';
import { readBoolean, trimmedChild } from '../write/read-values.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import { requireEdit } from './item-access.ts';
import type { OperationInput } from './operation.ts';
import { resolveItem } from './resolve-item.ts';
import { instanceOf } from './respond-to-meeting.ts';
import { writeContext } from './write-input.ts';

/** CreateAttachment: files for one item, each with a response message of its own. */
export function createAttachment(input: OperationInput): string {
  const parent = childOf(input.request, 'ParentItemId');
  const messages = (childOf(input.request, 'Attachments')?.children ?? []).map((node) =>
    attempt('CreateAttachment', '<m:Attachments/>', () => {
      if (parent === undefined) throw new Error('The schema asks for it');
      const view = resolveItem({ ...parent, name: 'ItemId' }, input.store, input.context.actor);
      requireEdit(view.item, input.store, input.context.actor);
      const attachment = readAttachment(node, view, input);
      const changeKey = save(view, [...view.content.attachments, attachment], input);
      const id = element('t:AttachmentId', {
        Id: attachmentId(view.id, attachment),
        RootItemId: view.id,
        RootItemChangeKey: changeKey,
      });
      return element('m:Attachments', {}, element('t:FileAttachment', {}, id));
    }),
  );
  return responseOf('CreateAttachment', messages);
}

/** GetAttachment: files with their content. */
export function getAttachment(input: OperationInput): string {
  const messages = (childOf(input.request, 'AttachmentIds')?.children ?? []).map((node) =>
    attempt('GetAttachment', '<m:Attachments/>', () => {
      const { view, attachment } = find(node, input);
      const content = textElement('t:Content', attachment.content.toString('base64'));
      return element('m:Attachments', {}, fileAttachment(view.id, attachment, input.context, content));
    }),
  );
  return responseOf('GetAttachment', messages);
}

/** DeleteAttachment: answers with the new change key of the item. */
export function deleteAttachment(input: OperationInput): string {
  const messages = (childOf(input.request, 'AttachmentIds')?.children ?? []).map((node) =>
    attempt('DeleteAttachment', '', () => {
      const { view, attachment } = find(node, input);
      requireEdit(view.item, input.store, input.context.actor);
      const kept = view.content.attachments.filter(({ key }) => key !== attachment.key);
      return element('m:RootItemId', { RootItemId: view.id, RootItemChangeKey: save(view, kept, input) });
    }),
  );
  return responseOf('DeleteAttachment', messages);
}

function readAttachment(node: XmlNode, view: AnyView, { store, now }: OperationInput): Attachment {
  if (node.name !== 'FileAttachment') {
    throw new ItemError('ErrorInvalidOperation', 'Items cannot be attached here.');
  }
  const name = trimmedChild(node, 'Name') ?? '';
  const content = childOf(node, 'Content');
  if (name === '' || content === undefined) {
    throw new ItemError('ErrorMissingArgument', 'A file needs a name and a content.');
  }
  const inline = childOf(node, 'IsInline');
  const isPhoto = childOf(node, 'IsContactPhoto');
  const account = view.item.folder.account;
  return {
    key: hashBytes(`attachment/${view.id}/${store.items.versionOf(account)}`, 8).toString('hex'),
    name: isPhoto !== undefined && readBoolean(isPhoto) ? 'ContactPicture.jpg' : name,
    contentType: trimmedChild(node, 'ContentType') ?? 'application/octet-stream',
    contentId: trimmedChild(node, 'ContentId'),
    isInline: inline !== undefined && readBoolean(inline),
    content: Buffer.from(content.text, 'base64'),
    modifiedAt: now,
  };
}

function find(node: XmlNode, input: OperationInput): { readonly view: AnyView; readonly attachment: Attachment } {
  const parsed = parseAttachmentId(node.attributes['Id'] ?? '');
  if (parsed === undefined) throw new ItemError('ErrorInvalidAttachmentId', 'The attachment id is invalid.');
  const id: XmlNode = { ...node, name: 'ItemId', attributes: { Id: parsed.itemId } };
  const view = resolveItem(id, input.store, input.context.actor);
  const attachment = view.content.attachments.find(({ key }) => key === parsed.key);
  if (attachment === undefined) {
    throw new ItemError('ErrorItemNotFound', 'The specified object was not found in the store.');
  }
  return { view, attachment };
}

/** Stores the item with other attachments; tells its new change key. */
function save(view: AnyView, attachments: readonly Attachment[], input: OperationInput): string {
  const { store, now, context } = input;
  requireSize({ body: view.content.body, attachments }, writeContext(input));
  const stamp = { modifiedAt: now, modifiedBy: context.actor.name };
  if (view.type === 'contact') {
    const content = { ...view.content, attachments, ...stamp };
    return store.items.replace(view.item, { type: 'contact', content }).changeKey;
  }
  const instance = instanceOf(view);
  const change =
    instance === undefined ? { attachments } : withException(view.item.content, instance.wall, { attachments });
  return rewrite(store, view.item, { ...change, ...stamp }).changeKey;
}
