import { CalendarError } from '@kalends/core';
import type { ContactChange, ContactChanges, ContactChangesOptions } from '@kalends/core';
import { contactChangesOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { fingerprintOf } from '../events/page-token.ts';
import { personalContactOf } from '../mapping/contact-mapping.ts';
import { syncContacts } from '../operations/sync-contacts.ts';
import { loadContacts } from './load-contacts.ts';

/** Pages of 512 changes after which a server is taken for endless. */
const maxPages = 1_000;
const cursorVersion = '1';

/** Reads what happened to the contacts in the mailbox's own folder since a cursor, to the end. */
export async function readContactChanges(
  session: Session,
  options: ContactChangesOptions,
  signal: AbortSignal,
): Promise<ContactChanges> {
  const { cursor } = parseOptions(contactChangesOptionsSchema, options, 'contacts.changes');
  const place = await fingerprintOf(['contacts.changes', session.account.id, session.mailbox ?? null]);
  const changed = new Set<string>();
  const removed = new Set<string>();
  let syncState = cursor === undefined ? undefined : stateIn(cursor, place);
  for (let pages = 1; ; pages += 1) {
    const page = await session.client.call(syncContacts(session.mailbox, syncState), signal);
    for (const id of page.changed) changed.add(id);
    for (const id of page.removed) removed.add(id);
    if (page.isLast) {
      syncState = page.syncState;
      break;
    }
    if (page.syncState === syncState || pages >= maxPages) throw endless();
    syncState = page.syncState;
  }
  // Ids are not given a second time: what is gone in one page does not come back in another.
  const contacts = await loadContacts(
    session,
    [...changed].filter((id) => !removed.has(id)),
    signal,
  );
  const changes: ContactChange[] = [
    ...contacts.map((contact) => ({ kind: 'changed' as const, contact: personalContactOf(contact) })),
    ...[...removed].map((contactId) => ({ kind: 'removed' as const, contactId })),
  ];
  return {
    changes,
    cursor: `${cursorVersion}.${place}.${syncState}`,
    isFull: cursor === undefined,
  };
}

/** States are Base64, and belong to one folder of one mailbox. */
function stateIn(cursor: string, place: string): string {
  const [version, owner, ...rest] = cursor.split('.');
  const state = rest.join('.');
  if (version !== cursorVersion || owner === undefined || state === '') throw invalid('is none of this provider');
  if (owner !== place) throw invalid('belongs to another mailbox');
  return state;
}

function invalid(why: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `contacts.changes: cursor ${why}`,
    provider: 'ews',
  });
}

function endless(): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange keeps announcing changes of contacts without coming to an end',
    provider: 'ews',
  });
}
