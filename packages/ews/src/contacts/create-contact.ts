import { CalendarError, readBack } from '@kalends/core';
import type { Contact, CreateContactOptions, Settlement } from '@kalends/core';
import { createContactOptionsSchema, parseOptions } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { fingerprintOf } from '../events/page-token.ts';
import { createRequestId } from '../http/request-id.ts';
import { personalContactOf } from '../mapping/contact-mapping.ts';
import { contactChanges } from '../mapping/contact-writing.ts';
import { findContacts } from '../operations/find-contacts.ts';
import { createContactItem, deleteContactItem } from '../operations/write-contact.ts';
import { orWhenGone } from '../writes/write-rules.ts';
import { requireContact } from './load-contacts.ts';

/** Contacts under one key are one, or a few by accident. */
const maxFound = 50;

/**
 * Creates a contact in the mailbox's own folder of contacts. Exchange knows no keys of the caller: the contact is marked with it, and
 * looked for before it is created and whenever an answer was lost.
 */
export async function createContact(
  session: Session,
  options: CreateContactOptions,
  signal: AbortSignal,
): Promise<Contact> {
  const { contact, idempotencyKey } = parseOptions(createContactOptionsSchema, options, 'contacts.create');
  const changes = contactChanges({}, contact);
  const mark = await fingerprintOf(['contact', idempotencyKey ?? createRequestId(session.settings.runtime.random)]);
  if (changes.texts.size === 0 && changes.entries.length === 0) throw nothingKnown();
  const creation = createContactItem({ mailbox: session.mailbox, changes, mark });

  const [existing] = idempotencyKey === undefined ? [] : await marked(session, mark, signal);
  if (existing !== undefined) return personalContactOf(await requireContact(session, existing, 'content', signal));
  let isUnclear = false;
  const id = await session.settled({
    send: async () => (await session.client.once(creation, signal)).id,
    settle: async (): Promise<Settlement<string>> => {
      isUnclear = true;
      const [found] = await marked(session, mark, signal);
      return found === undefined ? { kind: 'notDone' } : { kind: 'done', value: found };
    },
    signal,
  });
  return readBack(async () => {
    const kept = isUnclear
      ? await withoutRepetitions(session, mark, id, signal)
      : idempotencyKey === undefined
        ? id
        : await orOlder(session, mark, id, signal);
    return personalContactOf(await requireContact(session, kept, 'content', signal));
  });
}

/** Ids of what was created under a mark, oldest first. */
async function marked(session: Session, mark: string, signal: AbortSignal): Promise<readonly string[]> {
  const search = findContacts({ mailbox: session.mailbox, filter: { mark }, offset: 0, maxEntries: maxFound });
  const { contacts } = await session.client.call(search, signal);
  return contacts.flatMap(({ ItemId: item }) => item?.Id ?? []);
}

/** A request whose answer was given up can take effect after it was looked for; the oldest of what came of it stays. */
async function withoutRepetitions(
  session: Session,
  mark: string,
  created: string,
  signal: AbortSignal,
): Promise<string> {
  const [oldest = created, ...others] = await marked(session, mark, signal);
  for (const id of others) await takeAway(session, id, signal);
  return oldest;
}

/**
 * Makes do with what somebody else has created with the key, if that came first. Whoever was later takes the own one away, so that nobody
 * holds the id of a contact that is gone.
 */
async function orOlder(session: Session, mark: string, created: string, signal: AbortSignal): Promise<string> {
  const [oldest = created] = await marked(session, mark, signal);
  if (oldest !== created) await takeAway(session, created, signal);
  return oldest;
}

function takeAway(session: Session, id: string, signal: AbortSignal): Promise<void> {
  return orWhenGone(session.repeatable(deleteContactItem(id, 'SoftDelete'), signal));
}

function nothingKnown(): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: 'contacts.create: something must be known of a contact',
    provider: 'ews',
  });
}
