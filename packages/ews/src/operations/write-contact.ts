import { CalendarError } from '@kalends/core';
import type { ErrorContext } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { contactUpdatesXml, newContactXml } from '../mapping/contact-writing.ts';
import type { ContactChanges } from '../mapping/contact-writing.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many } from '../soap/shape.ts';
import { folderReferenceXml } from './folder-ids.ts';
import { expectOneWritten } from './response-messages.ts';
import type { ItemVersion } from './written-item.ts';

const writtenShape = many(
  element(
    messagesNamespace,
    {
      ...responseMessageMembers,
      Items: element(typesNamespace, {
        Contact: many(element(typesNamespace, { ItemId: attributesOnly(['Id', 'ChangeKey']) })),
      }),
    },
    ['ResponseClass'],
  ),
);

const createShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { CreateItemResponseMessage: writtenShape }),
});

const updateShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { UpdateItemResponseMessage: writtenShape }),
});

const deleteShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    DeleteItemResponseMessage: many(element(messagesNamespace, responseMessageMembers, ['ResponseClass'])),
  }),
});

/**
 * CreateItem of one contact.
 *
 * @param mark - By which it is found again; letters and digits.
 */
export function createContactItem(options: {
  readonly mailbox: string | undefined;
  readonly changes: ContactChanges;
  readonly mark: string;
}): ExchangeCall<ItemVersion> {
  const { mailbox, changes, mark } = options;
  return exchangeCall({
    responseName: 'CreateItemResponse',
    request: () =>
      `<m:CreateItem><m:SavedItemFolderId>${folderReferenceXml({ name: 'contacts', mailbox })}</m:SavedItemFolderId>` +
      `<m:Items>${newContactXml(changes, mark)}</m:Items></m:CreateItem>`,
    response: createShape,
    read: (response, context) =>
      versionOf(expectOneWritten(response.ResponseMessages?.CreateItemResponseMessage, context).Items, context),
  });
}

/** UpdateItem of one contact as of a version; the server refuses when it was changed since. */
export function updateContactItem(item: ItemVersion, changes: ContactChanges): ExchangeCall<ItemVersion> {
  return exchangeCall({
    responseName: 'UpdateItemResponse',
    request: () =>
      `<m:UpdateItem ConflictResolution="NeverOverwrite"><m:ItemChanges><t:ItemChange>` +
      `<t:ItemId Id="${escapeXml(item.id, 'contactId')}" ChangeKey="${escapeXml(item.changeKey, 'ifVersion')}"/>` +
      `<t:Updates>${contactUpdatesXml(changes)}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    response: updateShape,
    read: (response, context) =>
      versionOf(expectOneWritten(response.ResponseMessages?.UpdateItemResponseMessage, context).Items, context),
  });
}

/** DeleteItem of one contact. Where it goes can be recovered from. */
export function deleteContactItem(id: string, deleteType: 'MoveToDeletedItems' | 'SoftDelete'): ExchangeCall<void> {
  return exchangeCall({
    responseName: 'DeleteItemResponse',
    request: () =>
      `<m:DeleteItem DeleteType="${deleteType}"><m:ItemIds><t:ItemId Id="${escapeXml(id, 'contactId')}"/></m:ItemIds></m:DeleteItem>`,
    response: deleteShape,
    read: (response, context) => {
      expectOneWritten(response.ResponseMessages?.DeleteItemResponseMessage, context);
    },
  });
}

function versionOf(
  items:
    | { readonly Contact?: readonly { readonly ItemId?: { readonly Id?: string; readonly ChangeKey?: string } }[] }
    | undefined,
  context: ErrorContext,
): ItemVersion {
  const { Id: id, ChangeKey: changeKey } = items?.Contact?.[0]?.ItemId ?? {};
  if (id !== undefined && id !== '') return { id, changeKey: changeKey ?? '' };
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange wrote a contact and did not say which',
    provider: 'ews',
    ...context,
  });
}
