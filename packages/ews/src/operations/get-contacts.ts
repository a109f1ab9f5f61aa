import { responseMessageError } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import type { PartResult } from '../http/judged-batch.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { contactShape } from '../wire/contact-shape.ts';
import type { WireContact } from '../wire/contact-shape.ts';
import { propertiesXml } from './folder-ids.ts';
import { expectMessages } from './response-messages.ts';

/** How much of a contact is read: all that is told of it, what a change needs to know besides, or whose it is. */
export type ContactDetail = 'content' | 'forUpdate' | 'place';

const place = ['item:ParentFolderId'];
const content = [
  ...place,
  'contacts:DisplayName',
  'contacts:GivenName',
  'contacts:CompanyName',
  'contacts:EmailAddresses',
  'contacts:PhoneNumbers',
  'contacts:JobTitle',
  'contacts:Surname',
];

const properties: Readonly<Record<ContactDetail, readonly string[]>> = {
  content,
  forUpdate: [...content, 'contacts:FileAs'],
  place,
};

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    GetItemResponseMessage: many(
      element(
        messagesNamespace,
        { ...responseMessageMembers, Items: element(typesNamespace, { Contact: many(contactShape) }) },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** GetItem of several contacts, by their ids and in their order; nothing for an item that is no contact. */
export function getContacts(
  ids: readonly string[],
  detail: ContactDetail,
): ExchangeCall<readonly PartResult<WireContact | undefined>[]> {
  return exchangeCall({
    responseName: 'GetItemResponse',
    request: () =>
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${propertiesXml(properties[detail])}</m:ItemShape>` +
      `<m:ItemIds>${ids.map((id) => `<t:ItemId Id="${escapeXml(id, 'contactId')}"/>`).join('')}</m:ItemIds></m:GetItem>`,
    response: responseShape,
    read(response, context) {
      const messages = expectMessages(response.ResponseMessages?.GetItemResponseMessage, ids.length, context);
      return messages.map((message): PartResult<WireContact | undefined> =>
        message.ResponseClass === 'Success'
          ? { kind: 'done', value: message.Items?.Contact?.[0] }
          : { kind: 'failed', error: responseMessageError(message, context) },
      );
    },
  });
}
