import { CalendarError, readBack } from '@kalends/core';
import type { Contact, Settlement, UpdateContactOptions } from '@kalends/core';
import { parseOptions, updateContactOptionsSchema } from '@kalends/core/schemas';
import type { Session } from '../ews-session.ts';
import { personalContactOf } from '../mapping/contact-mapping.ts';
import { contactChanges } from '../mapping/contact-writing.ts';
import type { ContactChanges } from '../mapping/contact-writing.ts';
import { updateContactItem } from '../operations/write-contact.ts';
import type { WireContact } from '../wire/contact-shape.ts';
import { findContact, requireContact } from './load-contacts.ts';
import { requirePersonal } from './require-personal.ts';

/** How often a change is tried anew when others change the contact at the same time. */
const maxTries = 5;

/**
 * Changes a contact: what the patch names and is not so already. Every write is held to the version it was computed from, so that it
 * takes effect once, however often it arrives.
 */
export async function updateContact(
  session: Session,
  options: UpdateContactOptions,
  signal: AbortSignal,
): Promise<Contact> {
  const { contactId, patch, ifVersion } = parseOptions(updateContactOptionsSchema, options, 'contacts.update');
  requirePersonal(contactId, 'contacts.update');
  for (let tries = 1; ; tries += 1) {
    const contact = await requireContact(session, contactId, 'forUpdate', signal);
    const changes = contactChanges(contact, patch);
    if (isNothing(changes)) {
      if (ifVersion !== undefined && ifVersion !== contact.ItemId?.ChangeKey) throw changedSince();
      return personalContactOf(contact);
    }
    try {
      await write(session, { contactId, contact, changes, patch, ifVersion }, signal);
    } catch (error) {
      const isRace = CalendarError.is(error) && error.code === 'conflict' && ifVersion === undefined;
      if (isRace && tries < maxTries) continue;
      throw error;
    }
    return readBack(async () => personalContactOf(await requireContact(session, contactId, 'content', signal)));
  }
}

async function write(
  session: Session,
  update: Pick<UpdateContactOptions, 'contactId' | 'patch'> & {
    readonly ifVersion: string | undefined;
    readonly contact: WireContact;
    readonly changes: ContactChanges;
  },
  signal: AbortSignal,
): Promise<void> {
  const { contactId, contact, changes, patch } = update;
  const changeKey = update.ifVersion ?? contact.ItemId?.ChangeKey ?? '';
  await session.settled<void>({
    send: async () => {
      await session.client.once(updateContactItem({ id: contactId, changeKey }, changes), signal);
    },
    settle: async (): Promise<Settlement<void>> => {
      const now = await findContact(session, contactId, 'forUpdate', signal);
      const isDone = now !== undefined && isNothing(contactChanges(now, patch));
      return isDone ? { kind: 'done', value: undefined } : { kind: 'notDone' };
    },
    signal,
  });
}

function isNothing({ texts, entries }: ContactChanges): boolean {
  return texts.size === 0 && entries.length === 0;
}

function changedSince(): CalendarError {
  return new CalendarError({
    code: 'conflict',
    message: 'The contact was changed since it was read',
    provider: 'ews',
  });
}
