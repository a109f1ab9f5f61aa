import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { expectOneWritten } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    DeleteItemResponseMessage: many(element(messagesNamespace, responseMessageMembers, ['ResponseClass'])),
  }),
});

/** Where a deleted item goes: the folder Deleted Items, what can be recovered from, or nowhere. */
export type DeleteType = 'MoveToDeletedItems' | 'SoftDelete' | 'HardDelete';

/** DeleteItem of one calendar item. It takes no version. */
export function deleteCalendarItem(options: {
  readonly id: string;
  readonly deleteType: DeleteType;
  /** Whether cancellations are sent. */
  readonly isSent: boolean;
}): ExchangeCall<void> {
  const { id, deleteType, isSent } = options;
  return exchangeCall({
    responseName: 'DeleteItemResponse',
    request: () =>
      `<m:DeleteItem DeleteType="${deleteType}" SendMeetingCancellations="${isSent ? 'SendToAllAndSaveCopy' : 'SendToNone'}">` +
      `<m:ItemIds><t:ItemId Id="${escapeXml(id, 'eventId')}"/></m:ItemIds></m:DeleteItem>`,
    response: responseShape,
    read: (response, context) => {
      expectOneWritten(response.ResponseMessages?.DeleteItemResponseMessage, context);
    },
  });
}
