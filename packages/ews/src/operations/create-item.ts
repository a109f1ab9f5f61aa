import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { newItemXml } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { folderReferenceXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneWritten } from './response-messages.ts';
import { expectWrittenItem, writtenMessageShape } from './written-item.ts';
import type { ItemVersion } from './written-item.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { CreateItemResponseMessage: many(writtenMessageShape) }),
});

/** CreateItem of one calendar item. */
export function createCalendarItem(options: {
  readonly folder: FolderReference;
  readonly properties: readonly PropertyWrite[];
  /** Whether invitations are sent. */
  readonly isSent: boolean;
}): ExchangeCall<ItemVersion> {
  const { folder, properties, isSent } = options;
  return exchangeCall({
    responseName: 'CreateItemResponse',
    request: (version) =>
      `<m:CreateItem SendMeetingInvitations="${isSent ? 'SendToAllAndSaveCopy' : 'SendToNone'}">` +
      `<m:SavedItemFolderId>${folderReferenceXml(folder)}</m:SavedItemFolderId>` +
      `<m:Items><t:CalendarItem>${newItemXml(properties, version)}</t:CalendarItem></m:Items></m:CreateItem>`,
    response: responseShape,
    read: (response, context) =>
      expectWrittenItem(expectOneWritten(response.ResponseMessages?.CreateItemResponseMessage, context), context),
  });
}
