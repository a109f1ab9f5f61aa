import { mailboxElements } from '../render/people.ts';
import { responseMessage, responseOf, statusElements } from '../soap/response-messages.ts';
import type { MessageStatus } from '../soap/response-messages.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

interface Entry {
  readonly name: string;
  readonly address: string;
  readonly mailboxType: 'Mailbox' | 'PublicDL';
}

interface RoomList extends Entry {
  readonly rooms: readonly Entry[];
}

const maxResolutions = 100;
const success: MessageStatus = { class: 'Success', code: 'NoError' };

/** ResolveNames: everybody in the directory whose names or address begin with the entry. */
export function resolveNames({ request, store }: OperationInput): string {
  const entry = childOf(request, 'UnresolvedEntry')?.text.trim().toLowerCase() ?? '';
  const scope = request.attributes['SearchScope'] ?? 'ActiveDirectoryContacts';
  const isFull = ['true', '1'].includes(request.attributes['ReturnFullContactData'] ?? 'false');
  // The Contacts folders are empty, so a search of them alone finds nobody.
  const found = scope === 'Contacts' ? [] : directory(store).filter((person) => matches(person, entry));
  if (found.length === 0) {
    return responseOf('ResolveNames', [
      responseMessage('ResolveNames', '', {
        class: 'Error',
        code: 'ErrorNameResolutionNoResults',
        text: 'No results were found.',
      }),
    ]);
  }
  const shown = found.slice(0, maxResolutions);
  const resolutions = shown.map((person) =>
    element(
      't:Resolution',
      {},
      element('t:Mailbox', {}, mailboxElements(person.name, person.address, person.mailboxType)),
      isFull ? contactElement(person) : '',
    ),
  );
  const set = element(
    'm:ResolutionSet',
    { TotalItemsInView: shown.length, IncludesLastItemInRange: shown.length === found.length },
    ...resolutions,
  );
  const status: MessageStatus =
    found.length === 1
      ? success
      : { class: 'Warning', code: 'ErrorNameResolutionMultipleResults', text: 'Multiple results were found.' };
  return responseOf('ResolveNames', [responseMessage('ResolveNames', set, status)]);
}

/** GetRoomLists: one list for each building that has rooms. The answer has no ResponseMessages. */
export function getRoomLists({ store }: OperationInput): string {
  const lists = roomLists(store).map((list) =>
    element('t:Address', {}, mailboxElements(list.name, list.address, list.mailboxType)),
  );
  return element(
    'm:GetRoomListsResponse',
    { ResponseClass: 'Success' },
    statusElements(success),
    element('m:RoomLists', {}, ...lists),
  );
}

/** GetRooms: the rooms of one list. The answer has no ResponseMessages. */
export function getRooms({ request, store }: OperationInput): string {
  const address = childOf(childOf(request, 'RoomList'), 'EmailAddress')?.text.trim().toLowerCase();
  const list = roomLists(store).find((each) => each.address.toLowerCase() === address);
  if (list === undefined) {
    const status: MessageStatus = {
      class: 'Error',
      code: 'ErrorNameResolutionNoResults',
      text: 'No results were found.',
    };
    return element('m:GetRoomsResponse', { ResponseClass: status.class }, statusElements(status));
  }
  const rooms = list.rooms.map((room) =>
    element('t:Room', {}, element('t:Id', {}, mailboxElements(room.name, room.address, room.mailboxType))),
  );
  return element(
    'm:GetRoomsResponse',
    { ResponseClass: 'Success' },
    statusElements(success),
    element('m:Rooms', {}, ...rooms),
  );
}

function directory(store: ExchangeStore): readonly Entry[] {
  return [
    ...store.accounts.map(({ name, address }) => ({ name, address, mailboxType: 'Mailbox' as const })),
    ...roomLists(store),
  ];
}

function roomLists(store: ExchangeStore): readonly RoomList[] {
  const lists = new Map<string, RoomList & { rooms: Entry[] }>();
  for (const { kind, building, name, address } of store.accounts) {
    if (kind !== 'room' || building === undefined) continue;
    const domain = address.split('@')[1] ?? '';
    const slug = building
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    const key = `rooms-${slug}@${domain}`;
    const list = lists.get(key) ?? { name: `Rooms ${building}`, address: key, mailboxType: 'PublicDL', rooms: [] };
    list.rooms.push({ name, address, mailboxType: 'Mailbox' });
    lists.set(key, list);
  }
  return [...lists.values()];
}

/** Names match by the beginning of any of their words, addresses by their beginning; `smtp:` looks at addresses only. */
function matches(person: Entry, entry: string): boolean {
  const address = person.address.toLowerCase();
  if (entry.startsWith('smtp:')) return address.startsWith(entry.slice('smtp:'.length));
  if (entry.startsWith('sip:')) return address.startsWith(entry.slice('sip:'.length));
  const name = person.name.toLowerCase();
  return (
    name.startsWith(entry) || name.split(/\s+/).some((word) => word.startsWith(entry)) || address.startsWith(entry)
  );
}

function contactElement(person: Entry): string {
  const [givenName, ...rest] = person.name.split(' ');
  return element(
    't:Contact',
    {},
    textElement('t:DisplayName', person.name),
    person.mailboxType === 'Mailbox' ? textElement('t:GivenName', givenName) : '',
    element('t:EmailAddresses', {}, element('t:Entry', { Key: 'EmailAddress1' }, escapeXml(`SMTP:${person.address}`))),
    textElement('t:ContactSource', 'ActiveDirectory'),
    person.mailboxType === 'Mailbox' ? textElement('t:Surname', rest.join(' ')) : '',
  );
}
