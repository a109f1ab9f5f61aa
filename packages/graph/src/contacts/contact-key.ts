import type { GraphSession } from '../graph-session.ts';
import { contactFields } from '../mapping/contact-mapping.ts';
import { propertyEquals, propertyId } from '../mapping/extended-property.ts';
import { contactPageWireSchema } from '../wire/contact-wire.ts';
import type { ContactWire } from '../wire/contact-wire.ts';
import { readingContacts } from './contact-access.ts';

/** Extended property in which a contact keeps the key it was created under. Contacts have no `transactionId` as events have. */
const keyProperty = 'contactKey';

/** The property with the key's digest: values are compared without regard to case, and keys may be about people. */
export async function keyOnWire(key: string): Promise<{ readonly id: string; readonly value: string }> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  return { id: propertyId(keyProperty), value: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** The contacts that were created under a key, oldest first. */
export async function contactsWithKey(
  session: GraphSession,
  value: string,
  call: { readonly operation: string; readonly signal: AbortSignal },
): Promise<readonly ContactWire[]> {
  const page = await session.reader.read({
    ...call,
    permission: readingContacts,
    path: `${session.mailboxPath}/contacts`,
    query: {
      $filter: propertyEquals(keyProperty, value),
      $select: `${contactFields},createdDateTime`,
    },
    schema: contactPageWireSchema,
    what: 'the contacts created before',
  });
  return page.value.toSorted(
    (a, b) => compare(a.createdDateTime ?? '', b.createdDateTime ?? '') || compare(a.id, b.id),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
