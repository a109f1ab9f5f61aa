import { CalendarError } from '../errors/calendar-error.ts';
import type { Contact } from '../model/contact.ts';
import type { CalendarConnection, CallOptions } from '../provider/connection.ts';
import type { ContactSource } from '../provider/contact-group.ts';

/** Options of {@link contactDirectory}. @public */
export interface ContactDirectoryOptions extends CallOptions {
  readonly connection: CalendarConnection;
  /** Default: all that the account has. */
  readonly sources?: readonly ContactSource[];
  /** 1 to 100,000. Default 5,000; a directory that goes on is cut there, and says so. */
  readonly maxContacts?: number;
}

/** The answer of {@link contactDirectory}. @public */
export interface ContactDirectory {
  /** Sorted by name; an entry of the directory only when the person's own entries lack one of its mail addresses. */
  readonly contacts: readonly Contact[];
  /**
   * Sources that gave nothing, and why: the account has none, the policy keeps contacts closed, or the organization does not let this
   * account read its directory.
   */
  readonly closed: readonly { readonly source: ContactSource; readonly reason: 'unavailable' | 'policy' | 'denied' }[];
  /** Whether there are more than `maxContacts`. */
  readonly isCut: boolean;
}

/**
 * Fills a directory of people from the address books of an account. Where the policy keeps contacts closed it is empty, and nothing is
 * sent.
 *
 * @throws CalendarError as `contacts.list` for whatever is a failure and not a closed door; `invalidArgument`.
 * @public
 */
export async function contactDirectory(options: ContactDirectoryOptions): Promise<ContactDirectory> {
  const { connection, maxContacts = 5_000, signal } = options;
  if (!(Number.isInteger(maxContacts) && maxContacts >= 1 && maxContacts <= 100_000)) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'contactDirectory: maxContacts must be a whole number from 1 to 100,000',
    });
  }
  const available = connection.capabilities.contacts.sources;
  const contacts: Contact[] = [];
  const closed: ContactDirectory['closed'][number][] = [];
  const seen = new Set<string>();
  let isCut = false;
  for (const source of options.sources ?? (['personal', 'directory'] as const)) {
    if (!available.includes(source)) {
      closed.push({ source, reason: 'unavailable' });
      continue;
    }
    const found = new Set<string>();
    try {
      for await (const contact of connection.contacts.list({ source, ...(signal === undefined ? {} : { signal }) })) {
        const keys = contact.addresses.map((address) => address.toLowerCase());
        if (keys.length > 0 && keys.every((key) => seen.has(key))) continue;
        if (contacts.length === maxContacts) {
          isCut = true;
          break;
        }
        for (const key of keys) found.add(key);
        contacts.push(contact);
      }
    } catch (error) {
      const reason = closedReason(error, source);
      if (reason === undefined) throw error;
      closed.push({ source, reason });
    }
    for (const key of found) seen.add(key);
  }
  return { contacts: contacts.toSorted(byName), closed, isCut };
}

function closedReason(error: unknown, source: ContactSource): ContactDirectory['closed'][number]['reason'] | undefined {
  if (!CalendarError.is(error)) return undefined;
  switch (error.code) {
    case 'policyDenied':
      return 'policy';
    case 'unsupported':
      return 'unavailable';
    case 'accessDenied':
    case 'consentRequired':
    case 'adminConsentRequired':
      // Rights to the directory are another matter than those to the account's own contacts.
      return source === 'directory' ? 'denied' : undefined;
    default:
      return undefined;
  }
}

function byName(a: Contact, b: Contact): number {
  const [first, second] = [a, b].map(({ displayName, addresses }) => (displayName ?? addresses[0] ?? '').toLowerCase());
  return (first ?? '') < (second ?? '') ? -1 : first === second ? 0 : 1;
}
