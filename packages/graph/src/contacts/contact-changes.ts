import { CalendarError } from '@kalends/core';
import type { ContactChange, ContactChanges, ContactChangesOptions } from '@kalends/core';
import { contactChangesOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { linkOfPageToken, pageToken, trustedLink } from '../client/page-link.ts';
import { pathSegment } from '../client/path-segment.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';
import { contactFields, mapContact } from '../mapping/contact-mapping.ts';
import { contactChangePageWireSchema, contactFolderPageWireSchema } from '../wire/contact-wire.ts';
import type { ContactChangePageWire } from '../wire/contact-wire.ts';
import { readingContacts } from './contact-access.ts';

const operation = 'contacts.changes';

/** Contacts per page of a round. The preference is not part of the links and goes out with each request. */
const prefer: readonly string[] = ['odata.maxpagesize=200'];

/** Pages after which a round counts as endless. */
const maxPages = 10_000;

/** A cursor of a contacts folder that was empty, and so could not be named yet. */
const noLink = '';

/**
 * Reads a whole round of changes of the contacts folder. A contact may come more than once in it; the last time counts.
 *
 * @see {@link https://learn.microsoft.com/graph/api/contact-delta | Graph docs, "contact: delta"}
 */
export async function contactChanges(
  session: GraphSession,
  options: ContactChangesOptions,
  signal: AbortSignal,
): Promise<ContactChanges> {
  const { cursor } = parseOptions(contactChangesOptionsSchema, options, operation);
  const query = [operation, session.account.id];
  const known = cursor === undefined ? noLink : await linkOfPageToken(cursor, query);
  const isFull = cursor === undefined;
  const start = known === noLink ? await firstPath(session, signal) : { path: '', link: known };
  if (start === undefined) return { changes: [], cursor: await pageToken(noLink, query), isFull };
  try {
    const round = await readRound(session, start, signal);
    return { changes: round.changes, cursor: await pageToken(round.link, query), isFull };
  } catch (error) {
    if (known !== noLink && CalendarError.is(error) && endsCursor(error)) throw cursorExpired(error);
    throw error;
  }
}

/** Rounds are of one folder; `undefined` while nothing is in it that says which it is. */
async function firstPath(
  { reader, mailboxPath }: GraphSession,
  signal: AbortSignal,
): Promise<{ readonly path: string } | undefined> {
  const { value } = await reader.read({
    operation,
    permission: readingContacts,
    path: `${mailboxPath}/contacts`,
    query: { $top: '1', $select: 'parentFolderId' },
    schema: contactFolderPageWireSchema,
    what: 'the contacts folder',
    signal,
  });
  const folderId = value[0]?.parentFolderId;
  return folderId ? { path: `${mailboxPath}/contactFolders/${pathSegment(folderId)}/contacts/delta` } : undefined;
}

async function readRound(
  session: GraphSession,
  start: { readonly path: string; readonly link?: string },
  signal: AbortSignal,
): Promise<{ readonly changes: readonly ContactChange[]; readonly link: string }> {
  const { graphBaseUrl } = session.context;
  const changes = new Map<string, ContactChange>();
  const seen = new Set<string>();
  let link = start.link === undefined ? undefined : trustedLink(start.link, graphBaseUrl);
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page: ContactChangePageWire = await session.reader.read({
      operation,
      permission: readingContacts,
      path: start.path,
      query: { $select: contactFields },
      prefer,
      link,
      schema: contactChangePageWireSchema,
      what: 'the changes of contacts',
      signal,
    });
    for (const entry of page.value) {
      changes.delete(entry.id);
      changes.set(
        entry.id,
        entry['@removed'] ? { kind: 'removed', contactId: entry.id } : { kind: 'changed', contact: mapContact(entry) },
      );
    }
    const deltaLink = page['@odata.deltaLink'];
    if (deltaLink) return { changes: [...changes.values()], link: trustedLink(deltaLink, graphBaseUrl) };
    const next = page['@odata.nextLink'];
    if (!next || seen.has(next)) break;
    seen.add(next);
    link = trustedLink(next, graphBaseUrl);
  }
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'Microsoft Graph sent changes of contacts that come to no end',
    provider: providerId,
  });
}

/** A dead token is refused in several ways: 410, or 400 and 404 with codes that are not always the same. */
function endsCursor({ code, status }: CalendarError): boolean {
  return code === 'cursorExpired' || status === 400 || status === 404 || status === 410;
}

function cursorExpired({ status, vendorCode, requestId }: CalendarError): CalendarError {
  return new CalendarError({
    code: 'cursorExpired',
    message: 'Microsoft Graph no longer knows what it sent up to this cursor; begin again without one',
    provider: providerId,
    status,
    vendorCode,
    requestId,
  });
}
