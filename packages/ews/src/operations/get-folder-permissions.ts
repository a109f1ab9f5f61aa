import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { foldersWithPermissionsShape } from '../wire/permission-shape.ts';
import type { WireFolderWithPermissions } from '../wire/permission-shape.ts';
import { folderReferenceXml, propertiesXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    GetFolderResponseMessage: many(
      element(messagesNamespace, { ...responseMessageMembers, Folders: foldersWithPermissionsShape }, [
        'ResponseClass',
      ]),
    ),
  }),
});

/** GetFolder with the caller's own rights and, when wanted, everybody's, which not everybody may read. */
export function getFolderPermissions(
  folder: FolderReference,
  include: { readonly permissionSet: boolean },
): ExchangeCall<WireFolderWithPermissions> {
  const properties = ['folder:DisplayName', 'folder:EffectiveRights'];
  if (include.permissionSet) properties.push('folder:PermissionSet');
  return exchangeCall({
    responseName: 'GetFolderResponse',
    request: () =>
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape>${propertiesXml(properties)}</m:FolderShape>` +
      `<m:FolderIds>${folderReferenceXml(folder)}</m:FolderIds></m:GetFolder>`,
    response: responseShape,
    read(response, context) {
      const { Folders: folders } = expectOneSuccess(response.ResponseMessages?.GetFolderResponseMessage, context);
      return folders?.CalendarFolder?.[0] ?? folders?.Folder?.[0] ?? {};
    },
  });
}
