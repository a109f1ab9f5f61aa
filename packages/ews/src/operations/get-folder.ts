import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { allFolders, foldersShape } from '../wire/folder-shape.ts';
import type { WireFolder } from '../wire/folder-shape.ts';
import { folderProperties, folderReferenceXml, propertiesXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    GetFolderResponseMessage: many(
      element(messagesNamespace, { ...responseMessageMembers, Folders: foldersShape }, ['ResponseClass']),
    ),
  }),
});

/** GetFolder of one folder. */
export function getFolder(folder: FolderReference): ExchangeCall<WireFolder> {
  return exchangeCall({
    responseName: 'GetFolderResponse',
    request: () =>
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>${propertiesXml(folderProperties)}</m:FolderShape>` +
      `<m:FolderIds>${folderReferenceXml(folder)}</m:FolderIds></m:GetFolder>`,
    response: responseShape,
    read(response, context) {
      const message = expectOneSuccess(response.ResponseMessages?.GetFolderResponseMessage, context);
      return allFolders(message.Folders)[0] ?? {};
    },
  });
}
