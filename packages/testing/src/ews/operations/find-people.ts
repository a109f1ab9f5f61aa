import { mailboxElements } from '../render/people.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { statusElements } from '../soap/response-messages.ts';
import type { MessageStatus } from '../soap/response-messages.ts';
import { contactEntries, directory, matchesEntry } from '../store/directory.ts';
import type { DirectoryEntry } from '../store/directory.ts';
import { hashBytes } from '../store/ids.ts';
import { trimmedChild } from '../write/read-values.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';
import { indexedPage } from './paging.ts';
import { resolveFolder } from './resolve-folder.ts';

const success: MessageStatus = { class: 'Success', code: 'NoError' };

/** FindPeople: contacts of the caller, or the directory by the beginning of a name. The answer is flat. */
export function findPeople(input: OperationInput): string {
  try {
    const found = search(input);
    const page = indexedPage(found, childOf(input.request, 'IndexedPageItemView'), input.findLimit);
    return element(
      'm:FindPeopleResponse',
      { ResponseClass: success.class },
      statusElements(success),
      element('m:People', {}, ...page.entries.map(persona)),
      textElement('m:TotalNumberOfPeopleInView', found.length),
      textElement('m:FirstMatchingRowIndex', 0),
      textElement('m:FirstLoadedRowIndex', Number(childOf(input.request, 'IndexedPageItemView')?.attributes['Offset'])),
    );
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const status: MessageStatus = { class: 'Error', code: error.code, text: error.message };
    return element('m:FindPeopleResponse', { ResponseClass: status.class }, statusElements(status));
  }
}

function search({ request, store, context }: OperationInput): readonly DirectoryEntry[] {
  const query = trimmedChild(request, 'QueryString')?.toLowerCase() ?? '';
  const parent = childOf(request, 'ParentFolderId')?.children[0];
  const isDirectory = parent?.attributes['Id'] === 'directory';
  if (childOf(request, 'Restriction') !== undefined || childOf(request, 'AggregationRestriction') !== undefined) {
    throw new ItemError('ErrorUnsupportedQueryFilter', 'The restriction is not supported.');
  }
  if (isDirectory && query === '') {
    throw new ItemError('ErrorInvalidOperation', 'The directory can be searched, and not be browsed.');
  }
  if (isDirectory) return directory(store).filter((entry) => matchesEntry(entry, query));
  const folder = parent === undefined ? undefined : resolveFolder(parent, store, context.actor);
  if (folder !== undefined && folder !== store.distinguishedFolder(context.actor, 'contacts')) {
    throw new ItemError('ErrorInvalidOperation', 'People are found in the own contacts and in the directory.');
  }
  return contactEntries(store, context.actor).filter((entry) => matchesEntry(entry, query));
}

function persona(entry: DirectoryEntry): string {
  return element(
    't:Persona',
    {},
    element('t:PersonaId', {
      Id: `AAUQA${hashBytes(`persona/${entry.address.toLowerCase()}`, 30).toString('base64')}`,
    }),
    textElement('t:PersonaType', entry.mailboxType === 'PublicDL' ? 'DistributionList' : 'Person'),
    textElement('t:DisplayName', entry.name),
    element('t:EmailAddress', {}, mailboxElements(entry.name, entry.address, entry.mailboxType)),
  );
}
