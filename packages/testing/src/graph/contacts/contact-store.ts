import { noProperties } from '../events/extended-properties.ts';
import type { ExtendedProperties } from '../events/extended-properties.ts';
import type { ItemIds } from '../item-ids.ts';
import type { Departure, JsonObject } from '../mailbox.ts';
import type { Versions } from '../versions.ts';

/** A contact as it lies in a mailbox. */
export interface StoredContact {
  readonly number: number;
  readonly folderId: string;
  /** Members of the wire that belong to the contact itself. */
  readonly members: JsonObject;
  /** Sent only to those who ask for them. */
  readonly properties: ExtendedProperties;
  readonly version: number;
  readonly changeKey: string;
  readonly createdAt: string;
  readonly lastModifiedAt: string;
}

/** A folder of contacts. */
export interface ContactFolder {
  readonly id: string;
  displayName: string;
  readonly parentFolderId: string;
  version: number;
}

/** The contacts of one mailbox. */
export class ContactStore {
  readonly defaultFolder: ContactFolder;
  /** Without the default folder. */
  readonly folders: ContactFolder[] = [];
  readonly contacts: Map<number, StoredContact> = new Map();
  /** Contacts that left a folder. */
  readonly departures: Departure[] = [];
  /** Folders that were deleted, with the version at which they went. */
  readonly lostFolders: { readonly id: string; readonly version: number }[] = [];
  readonly #ids: ItemIds;
  readonly #rootId: string;

  constructor(ids: ItemIds, guidOf: (name: string) => string) {
    this.#ids = ids;
    this.#rootId = folderId(guidOf('root'));
    this.defaultFolder = {
      id: folderId(guidOf('default')),
      displayName: 'Contacts',
      parentFolderId: this.#rootId,
      version: 0,
    };
  }

  /** A folder by id, the default one included. */
  folder(id: string): ContactFolder | undefined {
    return id === this.defaultFolder.id ? this.defaultFolder : this.folders.find((folder) => folder.id === id);
  }

  inFolder(id: string): readonly StoredContact[] {
    return [...this.contacts.values()].filter((contact) => contact.folderId === id);
  }

  addFolder(displayName: string, parentFolderId: string | undefined, guid: string, version: number): ContactFolder {
    const folder = {
      id: folderId(guid),
      displayName,
      parentFolderId: parentFolderId ?? this.defaultFolder.id,
      version,
    };
    this.folders.push(folder);
    return folder;
  }

  removeFolder(versions: Versions, folder: ContactFolder): void {
    for (const child of this.folders.filter(({ parentFolderId }) => parentFolderId === folder.id)) {
      this.removeFolder(versions, child);
    }
    for (const contact of this.inFolder(folder.id)) this.remove(versions, contact);
    this.folders.splice(this.folders.indexOf(folder), 1);
    this.lostFolders.push({ id: folder.id, version: versions.next() });
  }

  add(
    versions: Versions,
    number: number,
    folder: ContactFolder,
    members: JsonObject,
    properties: ExtendedProperties = noProperties,
  ): StoredContact {
    const version = versions.next();
    const stamp = versions.stamp(version);
    const contact: StoredContact = {
      number,
      folderId: folder.id,
      members,
      properties,
      version,
      changeKey: this.#ids.changeKey(version),
      createdAt: stamp,
      lastModifiedAt: stamp,
    };
    this.contacts.set(number, contact);
    return contact;
  }

  change(
    versions: Versions,
    contact: StoredContact,
    members: JsonObject,
    properties: ExtendedProperties = contact.properties,
  ): StoredContact {
    const version = versions.next();
    const changed: StoredContact = {
      ...contact,
      members: { ...contact.members, ...members },
      properties,
      version,
      changeKey: this.#ids.changeKey(version),
      lastModifiedAt: versions.stamp(version),
    };
    this.contacts.set(contact.number, changed);
    return changed;
  }

  remove(versions: Versions, { number, folderId: calendarId }: StoredContact): void {
    this.contacts.delete(number);
    this.departures.push({ number, calendarId, version: versions.next() });
  }
}

function folderId(guid: string): string {
  const key = Buffer.from(guid.replaceAll('-', ''), 'hex');
  return `${Buffer.concat([Buffer.from('00032400', 'hex'), key, Buffer.from([0, 0x2e, 0, 0]), key, Buffer.alloc(2)]).toString('base64url')}=`;
}
