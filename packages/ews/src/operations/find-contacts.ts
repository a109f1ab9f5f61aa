import { CalendarError } from '@kalends/core';
import type { ErrorContext } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { addressKeys } from '../mapping/contact-entries.ts';
import { ownPropertyPath } from '../mapping/own-properties.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { contactShape } from '../wire/contact-shape.ts';
import type { WireContact } from '../wire/contact-shape.ts';
import { folderReferenceXml, propertiesXml } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    FindItemResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          RootFolder: element(typesNamespace, { Items: element(typesNamespace, { Contact: many(contactShape) }) }, [
            'IndexedPagingOffset',
            'IncludesLastItemInRange',
          ]),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** Which contacts are looked for: all of them, those with a text in their names or addresses, or what was created under a mark. */
export type ContactFilter = { readonly text: string } | { readonly mark: string } | undefined;

/** One page of {@link findContacts}. */
export interface ContactPage {
  /** Ids and creation times alone. */
  readonly contacts: readonly WireContact[];
  /** Absent on the last page. */
  readonly nextOffset?: number;
}

const searchedNames = ['contacts:DisplayName', 'contacts:GivenName', 'contacts:Surname', 'contacts:CompanyName'];

/** FindItem in the folder of contacts, oldest first, so that contacts that are added meanwhile move none to another page. */
export function findContacts(options: {
  readonly mailbox: string | undefined;
  readonly filter: ContactFilter;
  readonly offset: number;
  readonly maxEntries: number;
}): ExchangeCall<ContactPage> {
  const { mailbox, filter, offset, maxEntries } = options;
  return exchangeCall({
    responseName: 'FindItemResponse',
    request: () =>
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>` +
      `${propertiesXml(['item:DateTimeCreated'])}</m:ItemShape>` +
      `<m:IndexedPageItemView MaxEntriesReturned="${maxEntries}" Offset="${offset}" BasePoint="Beginning"/>` +
      restrictionXml(filter) +
      `<m:SortOrder><t:FieldOrder Order="Ascending"><t:FieldURI FieldURI="item:DateTimeCreated"/></t:FieldOrder></m:SortOrder>` +
      `<m:ParentFolderIds>${folderReferenceXml({ name: 'contacts', mailbox })}</m:ParentFolderIds></m:FindItem>`,
    response: responseShape,
    read(response, context) {
      const root = expectOneSuccess(response.ResponseMessages?.FindItemResponseMessage, context).RootFolder;
      const contacts = root?.Items?.Contact ?? [];
      const said = root?.IncludesLastItemInRange;
      if (said === undefined ? contacts.length < maxEntries : isTrue(said)) return { contacts };
      // Lists of people are counted, too, and are not among the contacts.
      const next = Number(root?.IndexedPagingOffset ?? offset + contacts.length);
      if (!Number.isSafeInteger(next) || next <= offset) throw stuck(context);
      return { contacts, nextOffset: next };
    },
  });
}

function restrictionXml(filter: ContactFilter): string {
  if (filter === undefined) return '';
  if ('mark' in filter) {
    return (
      `<m:Restriction><t:IsEqualTo>${ownPropertyPath('idempotencyKey')}<t:FieldURIOrConstant>` +
      `<t:Constant Value="${escapeXml(filter.mark, 'idempotencyKey')}"/></t:FieldURIOrConstant></t:IsEqualTo></m:Restriction>`
    );
  }
  const paths = [
    ...searchedNames.map((uri) => `<t:FieldURI FieldURI="${uri}"/>`),
    ...addressKeys.map((key) => `<t:IndexedFieldURI FieldURI="contacts:EmailAddress" FieldIndex="${key}"/>`),
  ];
  const value = escapeXml(filter.text, 'text');
  const terms = paths.map(
    (path) =>
      `<t:Contains ContainmentMode="Substring" ContainmentComparison="IgnoreCase">${path}<t:Constant Value="${value}"/></t:Contains>`,
  );
  return `<m:Restriction><t:Or>${terms.join('')}</t:Or></m:Restriction>`;
}

function stuck(context: ErrorContext): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange has more contacts than it sent, and does not say where they go on',
    provider: 'ews',
    ...context,
  });
}
