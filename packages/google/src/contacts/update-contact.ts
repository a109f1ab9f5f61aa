import { CalendarError, readBack } from '@kalends/core';
import type { Contact, UpdateContactOptions } from '@kalends/core';
import { parseOptions, updateContactOptionsSchema } from '@kalends/core/schemas';
import { personChange } from '../mapping/contact-change.ts';
import type { PersonChange } from '../mapping/contact-change.ts';
import { contactSourceOf, mapContact, versionOf } from '../mapping/contact.ts';
import type { Session, SessionCall } from '../session.ts';
import { parseWire } from '../wire/parse-wire.ts';
import { personFields, personMask, wholePersonFields, wirePersonSchema } from '../wire/person.ts';
import type { WirePerson } from '../wire/person.ts';
import { contactSources, peopleCall, requireWriting } from './contact-access.ts';
import type { ContactAccess } from './contact-access.ts';
import { inTurn } from './in-turn.ts';
import { readWritablePerson } from './read-person.ts';
import { requireWholeText } from './require-whole-text.ts';

/** How often a change is worked out anew because somebody else was faster. */
const maxTries = 5;

/**
 * Changes a contact. Google replaces a part of a person whole, so the change is worked out on the contact as it is now and guarded by
 * its version; when it changed in between, once more.
 */
export async function updateContact(
  session: Session,
  access: ContactAccess,
  options: UpdateContactOptions,
): Promise<Contact> {
  const operation = 'contacts.update';
  const { signal, contactId, patch, ifVersion } = parseOptions(updateContactOptionsSchema, options, operation);
  requireWriting(access, operation);
  requireWholeText(patch, operation);
  const call = { operation, signal };
  const readNow = (): Promise<WirePerson> =>
    readWritablePerson(session, access, call, { contactId, fields: wholePersonFields });

  return inTurn(session, access, call, async () => {
    /** An earlier try may have taken effect after all. */
    let isUnclear = false;
    for (let tries = 1; tries <= maxTries; tries += 1) {
      const current = isUnclear ? await readBack(readNow) : await readNow();
      const change = personChange(current, patch);
      const isDone = Object.keys(change).length === 0;
      const isOther = ifVersion !== undefined && versionOf(current) !== ifVersion;
      if (isOther && !isUnclear) throw changed(operation);
      if (isDone) return mapContact(current, 'personal');
      if (isOther) throw overtaken(operation);
      try {
        const written = await send(session, access, call, {
          current,
          change,
          readNow,
          onUnclear: () => (isUnclear = true),
        });
        if (written !== undefined) return mapContact(written, 'personal');
      } catch (error) {
        if (!CalendarError.is(error) || error.code !== 'conflict') throw error;
        if (ifVersion !== undefined && !isUnclear) throw error;
      }
    }
    throw changed(operation);
  });
}

/**
 * Sends a change once, guarded by the version it was worked out on.
 *
 * @returns The contact as it is then; `undefined` when the answer was lost and the contact is another since: by this change or by
 *   somebody else's, which is for the caller to find out.
 * @throws CalendarError `conflict` when the version is no longer the latest.
 */
function send(
  session: Session,
  access: ContactAccess,
  call: SessionCall,
  attempt: {
    readonly current: WirePerson;
    readonly change: PersonChange;
    readonly readNow: () => Promise<WirePerson>;
    readonly onUnclear: () => void;
  },
): Promise<WirePerson | undefined> {
  const { current, change, readNow, onUnclear } = attempt;
  const source = contactSourceOf(current);
  const params = {
    resourceName: current.resourceName,
    updatePersonFields: Object.keys(change).join(','),
    personFields: personMask,
    sources: contactSources,
    fields: personFields,
    requestBody: {
      ...(current.etag ? { etag: current.etag } : {}),
      ...(source === undefined ? {} : { metadata: { sources: [withoutNulls(source)] } }),
      ...change,
    },
  };
  return session.write<WirePerson | undefined>(call, {
    send: peopleCall(session, access, (client, requestOptions) => client.people.updateContact(params, requestOptions)),
    parse: (data) => parseWire(wirePersonSchema, data),
    settle: async () => {
      onUnclear();
      const now = await readNow();
      return versionOf(now) === versionOf(current) ? { kind: 'notDone' } : { kind: 'done', value: undefined };
    },
  });
}

function withoutNulls(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined));
}

function changed(operation: string): CalendarError {
  return new CalendarError({
    code: 'conflict',
    message: 'The contact was changed in the meantime',
    provider: 'google',
    operation,
  });
}

/** The answer was lost, and somebody else changed the contact before it was looked at. */
function overtaken(operation: string): CalendarError {
  return new CalendarError({
    code: 'outcomeUnknown',
    message: 'The change may have taken place; its answer was lost, and the contact was changed again since',
    provider: 'google',
    operation,
    cure: { text: 'Read the contact before changing it again.' },
  });
}
