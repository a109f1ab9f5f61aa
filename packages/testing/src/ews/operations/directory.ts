import { mailboxElements } from '../render/people.ts';
import { responseMessage, responseOf, statusElements } from '../soap/response-messages.ts';
import type { MessageStatus } from '../soap/response-messages.ts';
import { contactEntries, directory, matchesEntry, roomLists } from '../store/directory.ts';
import type { DirectoryEntry } from '../store/directory.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element, escapeXml, textElement } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

const maxResolutions = 100;
const success: MessageStatus = { class: 'Success', code: 'NoError' };

/** ResolveNames: everybody in the directory whose names or address begin with the entry. */
export function resolveNames({ request, context, store }: OperationInput): string {
  const entry = childOf(request, 'UnresolvedEntry')?.text.trim().toLowerCase() ?? '';
  const scope = request.attributes['SearchScope'] ?? 'ActiveDirectoryContacts';
  const isFull = ['true', '1'].includes(request.attributes['ReturnFullContactData'] ?? 'false');
  const inDirectory = directory(store).filter((person) => matchesEntry(person, entry));
  const inContacts = contactEntries(store, context.actor).filter((person) => matchesEntry(person, entry));
  const found =
    scope === 'Contacts'
      ? inContacts
      : scope === 'ActiveDirectory'
        ? inDirectory
        : scope === 'ContactsActiveDirectory'
          ? [...inContacts, ...inDirectory]
          : [...inDirectory, ...inContacts];
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

function contactElement(person: DirectoryEntry): string {
  const [givenName, ...rest] = person.name.split(' ');
  return element(
    't:Contact',
    {},
    textElement('t:DisplayName', person.name),
    person.mailboxType !== 'PublicDL' ? textElement('t:GivenName', givenName) : '',
    element('t:EmailAddresses', {}, element('t:Entry', { Key: 'EmailAddress1' }, escapeXml(`SMTP:${person.address}`))),
    textElement('t:ContactSource', person.mailboxType === 'Contact' ? 'Store' : 'ActiveDirectory'),
    person.mailboxType !== 'PublicDL' ? textElement('t:Surname', rest.join(' ')) : '',
  );
}
