import type { NewAttachment } from '@kalends/core';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { contentXml, escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { attachmentsShape } from '../wire/attachment-shape.ts';
import type { WireAttachment, WireAttachments } from '../wire/attachment-shape.ts';
import { propertiesXml } from './folder-ids.ts';
import { expectOneSuccess, expectOneWritten } from './response-messages.ts';

const listShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    GetItemResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          Items: element(typesNamespace, {
            CalendarItem: many(element(typesNamespace, { Attachments: attachmentsShape })),
          }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

const attachmentsMessage = element(messagesNamespace, { ...responseMessageMembers, Attachments: attachmentsShape }, [
  'ResponseClass',
]);
const getShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { GetAttachmentResponseMessage: many(attachmentsMessage) }),
});
const createShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { CreateAttachmentResponseMessage: many(attachmentsMessage) }),
});
const deleteShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    DeleteAttachmentResponseMessage: many(element(messagesNamespace, responseMessageMembers, ['ResponseClass'])),
  }),
});

/** GetItem of what is attached to an item, without contents. */
export function listAttachments(itemId: string): ExchangeCall<WireAttachments> {
  return exchangeCall({
    responseName: 'GetItemResponse',
    request: () =>
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${propertiesXml(['item:Attachments'])}</m:ItemShape>` +
      `<m:ItemIds><t:ItemId Id="${escapeXml(itemId, 'eventId')}"/></m:ItemIds></m:GetItem>`,
    response: listShape,
    read: (response, context) =>
      expectOneSuccess(response.ResponseMessages?.GetItemResponseMessage, context).Items?.CalendarItem?.[0]
        ?.Attachments ?? {},
  });
}

/** GetAttachment of one, with its content when it is a file. */
export function getAttachment(attachmentId: string): ExchangeCall<WireAttachment | undefined> {
  return exchangeCall({
    responseName: 'GetAttachmentResponse',
    request: () => `<m:GetAttachment>${attachmentIdsXml(attachmentId)}</m:GetAttachment>`,
    response: getShape,
    read: (response, context) =>
      expectOneSuccess(response.ResponseMessages?.GetAttachmentResponseMessage, context).Attachments
        ?.FileAttachment?.[0],
  });
}

/** CreateAttachment of one file. @returns its id. */
export function createAttachment(itemId: string, attachment: NewAttachment): ExchangeCall<string | undefined> {
  const { name, contentType, contentBase64 } = attachment;
  return exchangeCall({
    responseName: 'CreateAttachmentResponse',
    request: () =>
      `<m:CreateAttachment><m:ParentItemId Id="${escapeXml(itemId, 'eventId')}"/><m:Attachments><t:FileAttachment>` +
      `<t:Name>${contentXml(name, 'attachment.name')}</t:Name>` +
      `<t:ContentType>${contentXml(contentType, 'attachment.contentType')}</t:ContentType>` +
      `<t:Content>${contentXml(contentBase64, 'attachment.contentBase64')}</t:Content>` +
      '</t:FileAttachment></m:Attachments></m:CreateAttachment>',
    response: createShape,
    read: (response, context) =>
      expectOneWritten(response.ResponseMessages?.CreateAttachmentResponseMessage, context).Attachments
        ?.FileAttachment?.[0]?.AttachmentId?.Id,
  });
}

/** DeleteAttachment of one. */
export function deleteAttachment(attachmentId: string): ExchangeCall<void> {
  return exchangeCall({
    responseName: 'DeleteAttachmentResponse',
    request: () => `<m:DeleteAttachment>${attachmentIdsXml(attachmentId)}</m:DeleteAttachment>`,
    response: deleteShape,
    read: (response, context) => {
      expectOneWritten(response.ResponseMessages?.DeleteAttachmentResponseMessage, context);
    },
  });
}

function attachmentIdsXml(id: string): string {
  return `<m:AttachmentIds><t:AttachmentId Id="${escapeXml(id, 'attachmentId')}"/></m:AttachmentIds>`;
}
