import { CalendarError } from '@kalends/core';
import type { ErrorContext } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { allFolders, foldersShape } from '../wire/folder-shape.ts';
import type { WireFolder } from '../wire/folder-shape.ts';
import { folderProperties, folderReferenceXml, propertiesXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

/** Folder class of calendars; subclasses continue it after a dot. */
export const calendarFolderClass = 'IPF.Appointment';

/** Folders asked for at a time. */
const pageSize = 200;

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    FindFolderResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          RootFolder: element(typesNamespace, { Folders: foldersShape }, [
            'IndexedPagingOffset',
            'IncludesLastItemInRange',
          ]),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** One page of {@link findCalendarFolders}. */
export interface FolderPage {
  readonly folders: readonly WireFolder[];
  /** Absent on the last page. */
  readonly nextOffset?: number;
}

/** FindFolder: calendars anywhere below a folder. */
export function findCalendarFolders(parent: FolderReference, offset: number): ExchangeCall<FolderPage> {
  return exchangeCall({
    responseName: 'FindFolderResponse',
    request: () =>
      `<m:FindFolder Traversal="Deep"><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>` +
      `${propertiesXml(folderProperties)}</m:FolderShape>` +
      `<m:IndexedPageFolderView MaxEntriesReturned="${pageSize}" Offset="${offset}" BasePoint="Beginning"/>` +
      `<m:Restriction><t:Contains ContainmentMode="Prefixed" ContainmentComparison="IgnoreCase">` +
      `<t:FieldURI FieldURI="folder:FolderClass"/><t:Constant Value="${calendarFolderClass}"/></t:Contains></m:Restriction>` +
      `<m:ParentFolderIds>${folderReferenceXml(parent)}</m:ParentFolderIds></m:FindFolder>`,
    response: responseShape,
    read(response, context) {
      const root = expectOneSuccess(response.ResponseMessages?.FindFolderResponseMessage, context).RootFolder;
      const folders = allFolders(root?.Folders);
      const said = root?.IncludesLastItemInRange;
      if (said === undefined ? folders.length < pageSize : isTrue(said)) return { folders };
      const next = Number(root?.IndexedPagingOffset ?? offset + folders.length);
      // A page that does not advance would be asked for again and again, and what comes after it is not known.
      if (!Number.isSafeInteger(next) || next <= offset) throw stuck(context);
      return { folders, nextOffset: next };
    },
  });
}

function stuck(context: ErrorContext): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange has more folders than it sent, and does not say where they go on',
    provider: 'ews',
    ...context,
  });
}
