import { createAttachment, deleteAttachment, getAttachment } from './attachments.ts';
import { convertId } from './convert-id.ts';
import { addDelegate, getDelegate, removeDelegate, updateDelegate } from './delegates.ts';
import { getRoomLists, getRooms, resolveNames } from './directory.ts';
import { findItem } from './find-item.ts';
import { findFolder, getFolder } from './folders.ts';
import { createItem } from './create-item.ts';
import { deleteItem } from './delete-item.ts';
import { getItem } from './get-item.ts';
import { getServerTimeZones } from './get-server-time-zones.ts';
import { findPeople } from './find-people.ts';
import { getUserAvailability } from './get-user-availability.ts';
import { copyItem, moveItem } from './move-item.ts';
import type { Operation } from './operation.ts';
import { syncFolderItems } from './sync-folder-items.ts';
import { updateItem } from './update-item.ts';

/** The operations by the local name of the body's root element. */
export const operations: Readonly<Record<string, Operation>> = {
  FindItem: findItem,
  GetItem: getItem,
  CreateItem: createItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
  MoveItem: moveItem,
  CopyItem: copyItem,
  CreateAttachment: createAttachment,
  GetAttachment: getAttachment,
  DeleteAttachment: deleteAttachment,
  SyncFolderItems: syncFolderItems,
  ConvertId: convertId,
  GetUserAvailabilityRequest: getUserAvailability,
  FindPeople: findPeople,
  FindFolder: findFolder,
  GetFolder: getFolder,
  GetServerTimeZones: getServerTimeZones,
  ResolveNames: resolveNames,
  GetRoomLists: getRoomLists,
  GetRooms: getRooms,
  GetDelegate: getDelegate,
  AddDelegate: addDelegate,
  UpdateDelegate: updateDelegate,
  RemoveDelegate: removeDelegate,
};
