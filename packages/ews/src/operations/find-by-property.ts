import type { CalendarError } from '@kalends/core';
import { responseMessageError } from '../errors/response-error.ts';
import { ownPropertyPath } from '../mapping/own-properties.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { calendarItemShape } from '../wire/calendar-item-shape.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { folderReferenceXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { fieldPath } from './property-path.ts';
import { expectMessages } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    FindItemResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          RootFolder: element(typesNamespace, {
            Items: element(typesNamespace, { CalendarItem: many(calendarItemShape) }),
          }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** Items that are read at most: a value that is searched for here stands on one, or on a few by accident. */
const maxFound = 50;

/**
 * FindItem of single items and masters whose property has a value, in several folders.
 *
 * @param path - XML of the property's path.
 * @returns id, version, creation time and claim of the items of each folder, in the order of the folders; an error for a folder that is not there or not to be
 * seen.
 */
export function findItemsByProperty(
  folders: readonly FolderReference[],
  path: string,
  value: string,
): ExchangeCall<readonly (readonly WireItem[] | CalendarError)[]> {
  return exchangeCall({
    responseName: 'FindItemResponse',
    request: () =>
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>` +
      `<t:AdditionalProperties>${fieldPath('item:DateTimeCreated')}${ownPropertyPath('claim')}</t:AdditionalProperties></m:ItemShape>` +
      `<m:IndexedPageItemView MaxEntriesReturned="${maxFound}" Offset="0" BasePoint="Beginning"/>` +
      `<m:Restriction><t:IsEqualTo>${path}<t:FieldURIOrConstant>` +
      `<t:Constant Value="${escapeXml(value, 'value')}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>` +
      `<m:ParentFolderIds>${folders.map(folderReferenceXml).join('')}</m:ParentFolderIds></m:FindItem>`,
    response: responseShape,
    read(response, context) {
      const messages = expectMessages(response.ResponseMessages?.FindItemResponseMessage, folders.length, context);
      return messages.map((message) => {
        if (message.ResponseClass !== 'Success') {
          const error = responseMessageError(message, context);
          if (error.retryable || error.code === 'unsupported') throw error;
          return error;
        }
        return message.RootFolder?.Items?.CalendarItem ?? [];
      });
    },
  });
}
