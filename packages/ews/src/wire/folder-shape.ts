import { typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many, text } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** A folder with the properties a calendar needs. */
export interface WireFolder {
  readonly FolderId?: { readonly Id?: string };
  readonly FolderClass?: string;
  readonly DisplayName?: string;
  readonly EffectiveRights?: {
    readonly CreateContents?: string;
    readonly CreateHierarchy?: string;
    readonly Modify?: string;
    readonly Read?: string;
    readonly ViewPrivateItems?: string;
  };
}

/** Folders by the name of their element, which depends on the kind of folder. */
export interface WireFolders {
  readonly CalendarFolder?: readonly WireFolder[];
  readonly ContactsFolder?: readonly WireFolder[];
  readonly Folder?: readonly WireFolder[];
}

const folderShape: Shape<WireFolder> = element(typesNamespace, {
  FolderId: attributesOnly(['Id']),
  FolderClass: text,
  DisplayName: text,
  EffectiveRights: element(typesNamespace, {
    CreateContents: text,
    CreateHierarchy: text,
    Modify: text,
    Read: text,
    ViewPrivateItems: text,
  }),
});

/** See {@link WireFolders}. */
export const foldersShape: Shape<WireFolders> = element(typesNamespace, {
  CalendarFolder: many(folderShape),
  ContactsFolder: many(folderShape),
  Folder: many(folderShape),
});

/** The folders of all kinds. */
export function allFolders(folders: WireFolders | undefined): readonly WireFolder[] {
  return [...(folders?.CalendarFolder ?? []), ...(folders?.ContactsFolder ?? []), ...(folders?.Folder ?? [])];
}
