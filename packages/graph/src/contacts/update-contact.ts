import { CalendarError } from '@kalends/core';
import type { Contact, Settlement, UpdateContactOptions } from '@kalends/core';
import { parseOptions, updateContactOptionsSchema } from '@kalends/core/schemas';
import { currentEtag } from '../client/current-etag.ts';
import { jsonAnswer } from '../client/graph-reader.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactOnWire, mapContact } from '../mapping/contact-mapping.ts';
import { checkPlaces } from '../mapping/contact-places.ts';
import { contactWireSchema } from '../wire/contact-wire.ts';
import type { ContactWire } from '../wire/contact-wire.ts';
import { contactPath, requirePersonal, writingContacts } from './contact-access.ts';
import { readContact } from './get-contact.ts';

const operation = 'contacts.update';

/** Tries of a change that is laid over the contact as it is, while somebody else changes it too. */
const maxTries = 5;

/** Changes what the patch names of a personal contact. */
export async function updateContact(
  session: GraphSession,
  options: UpdateContactOptions,
  signal: AbortSignal,
): Promise<Contact> {
  const { contactId, patch, ifVersion } = parseOptions(updateContactOptionsSchema, options, operation);
  requirePersonal(contactId);
  checkPlaces(patch);
  const guard = ifVersion === undefined ? undefined : currentEtag(ifVersion);
  await session.permit(writingContacts, signal);
  const call = { operation, signal };
  // Names of addresses and kinds of numbers stay with those that stay: they have to be known first.
  const isLaidOver = Boolean(patch.addresses?.length) || Boolean(patch.phoneNumbers?.length);
  for (let tries = 1; ; tries += 1) {
    const before = isLaidOver ? await readContact(session, contactId, call) : undefined;
    const body = contactOnWire(patch, before);
    if (Object.keys(body).length === 0) return mapContact(await readContact(session, contactId, call));
    try {
      return await send(session, contactId, { body, ifMatch: guard ?? mapVersion(before), signal });
    } catch (error) {
      const isRaced = before !== undefined && ifVersion === undefined && CalendarError.is(error);
      if (!isRaced || error.code !== 'conflict' || tries >= maxTries) throw error;
    }
  }
}

interface ContactPatch {
  readonly body: Readonly<Record<string, unknown>>;
  readonly ifMatch: string | undefined;
  readonly signal: AbortSignal;
}

async function send(session: GraphSession, contactId: string, patch: ContactPatch): Promise<Contact> {
  const { body, ifMatch, signal } = patch;
  const changed = await session.writer.write<ContactWire>({
    operation,
    signal,
    method: 'PATCH',
    permission: writingContacts,
    path: contactPath(session, contactId),
    body,
    ifMatch,
    answer: jsonAnswer(contactWireSchema, 'the contact'),
    async settle(): Promise<Settlement<ContactWire>> {
      const now = await readContact(session, contactId, { operation, signal });
      return shows(now, body) ? { kind: 'done', value: now } : { kind: 'notDone' };
    },
  });
  return mapContact(changed);
}

function mapVersion(contact: ContactWire | undefined): string | undefined {
  return contact === undefined ? undefined : mapContact(contact).version;
}

/** Whether a contact has everything that was written to it. */
function shows(contact: ContactWire, body: Readonly<Record<string, unknown>>): boolean {
  const now = new Map(Object.entries(contact));
  return Object.entries(body).every(([name, value]) => plain(now.get(name)) === plain(value));
}

/** What is not set is null or an empty text; the service makes up names of addresses. */
function plain(value: unknown): string {
  if (!Array.isArray(value)) return JSON.stringify(value || null);
  const entries: unknown[] = value;
  return JSON.stringify(entries.map((entry) => (isAddress(entry) ? entry.address : entry)));
}

function isAddress(entry: unknown): entry is { readonly address: unknown } {
  return typeof entry === 'object' && entry !== null && 'address' in entry;
}
