import type { AccountIdentity, Calendar, CalendarRole } from '@kalends/core';
import type { WireFolder } from '../wire/folder-shape.ts';
import { isTrue, presentText } from './wire-values.ts';

/** A calendar folder. `undefined` for a folder without id, which nothing can be asked of. */
export function calendarOf(folder: WireFolder, isPrimary: boolean, account: AccountIdentity): Calendar | undefined {
  const id = folder.FolderId?.Id;
  if (id === undefined || id === '') return undefined;
  const rights = folder.EffectiveRights;
  return {
    id,
    name: presentText(folder.DisplayName) ?? '',
    isPrimary,
    role: roleOf(rights),
    ...(rights?.ViewPrivateItems === undefined ? {} : { canViewPrivateItems: isTrue(rights.ViewPrivateItems) }),
    ...(account.address === undefined
      ? {}
      : {
          owner: {
            ...(account.name === undefined ? {} : { name: account.name }),
            address: account.address,
          },
        }),
  };
}

/** An owner changes the folder itself; an editor or author its items alone. */
function roleOf(rights: WireFolder['EffectiveRights']): CalendarRole {
  if (isTrue(rights?.Modify) && isTrue(rights?.CreateHierarchy)) return 'owner';
  if (isTrue(rights?.CreateContents)) return 'writer';
  return isTrue(rights?.Read) ? 'reader' : 'freeBusyReader';
}
