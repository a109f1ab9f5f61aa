import { CalendarError } from '@kalends/core';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text } from '../soap/shape.ts';
import { folderReferenceXml } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

/** The most that the schema lets a server be asked for. */
const maxChanges = 512;

const changedShape = many(
  element(typesNamespace, { Contact: element(typesNamespace, { ItemId: attributesOnly(['Id']) }) }),
);

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    SyncFolderItemsResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          SyncState: text,
          IncludesLastItemInRange: text,
          Changes: element(typesNamespace, {
            Create: changedShape,
            Update: changedShape,
            Delete: many(element(typesNamespace, { ItemId: attributesOnly(['Id']) })),
          }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** One page of changes. */
export interface ContactChangePage {
  /** Where the next page begins. */
  readonly syncState: string;
  readonly isLast: boolean;
  /** Ids of contacts that are new or changed. */
  readonly changed: readonly string[];
  /** Ids of what is gone, a contact or something else. */
  readonly removed: readonly string[];
}

/**
 * SyncFolderItems of the folder of contacts: ids of what happened since a state, at most 512 at a time.
 *
 * @param syncState - Absent, and not empty, for the beginning.
 */
export function syncContacts(
  mailbox: string | undefined,
  syncState: string | undefined,
): ExchangeCall<ContactChangePage> {
  return exchangeCall({
    responseName: 'SyncFolderItemsResponse',
    request: () =>
      `<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>` +
      `<m:SyncFolderId>${folderReferenceXml({ name: 'contacts', mailbox })}</m:SyncFolderId>` +
      (syncState === undefined ? '' : `<m:SyncState>${escapeXml(syncState, 'cursor')}</m:SyncState>`) +
      `<m:MaxChangesReturned>${maxChanges}</m:MaxChangesReturned><m:SyncScope>NormalItems</m:SyncScope></m:SyncFolderItems>`,
    response: responseShape,
    read(response, context) {
      // A message that is no success carries an empty state, which must not be kept.
      const message = expectOneSuccess(response.ResponseMessages?.SyncFolderItemsResponseMessage, context);
      const { SyncState: next, IncludesLastItemInRange: isLast, Changes: changes } = message;
      if (next === undefined || next.trim() === '' || isLast === undefined) {
        throw new CalendarError({
          code: 'invalidResponse',
          message: 'Exchange sent changes of contacts without saying where they go on',
          provider: 'ews',
          ...context,
        });
      }
      return {
        syncState: next.trim(),
        isLast: isTrue(isLast),
        changed: [...(changes?.Create ?? []), ...(changes?.Update ?? [])].flatMap(
          ({ Contact: contact }) => contact?.ItemId?.Id ?? [],
        ),
        removed: (changes?.Delete ?? []).flatMap(({ ItemId: item }) => item?.Id ?? []),
      };
    },
  });
}
