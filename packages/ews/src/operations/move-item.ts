import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { folderReferenceXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneWritten } from './response-messages.ts';
import { writtenItem, writtenMessageShape } from './written-item.ts';
import type { ItemVersion } from './written-item.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { MoveItemResponseMessage: many(writtenMessageShape) }),
});

/**
 * MoveItem of one item to another folder of its mailbox.
 *
 * @returns the item under its new id; `undefined` from a server that does not tell it.
 */
export function moveCalendarItem(id: string, folder: FolderReference): ExchangeCall<ItemVersion | undefined> {
  return exchangeCall({
    responseName: 'MoveItemResponse',
    request: () =>
      `<m:MoveItem><m:ToFolderId>${folderReferenceXml(folder)}</m:ToFolderId>` +
      `<m:ItemIds><t:ItemId Id="${escapeXml(id, 'eventId')}"/></m:ItemIds>` +
      '<m:ReturnNewItemIds>true</m:ReturnNewItemIds></m:MoveItem>',
    response: responseShape,
    read: (response, context) =>
      writtenItem(expectOneWritten(response.ResponseMessages?.MoveItemResponseMessage, context)),
  });
}
