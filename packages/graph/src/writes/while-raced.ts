import { CalendarError } from '@kalends/core';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { readSubject } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';

/** How often a change is worded anew for an event that somebody else has changed meanwhile. */
const maxTries = 5;

/**
 * Makes a change that is worded from the event as it was read: under the version it was read with, and anew from a fresh reading when
 * somebody else was faster.
 *
 * @param label - With the version that the caller asks for: then it is that one or none.
 * @param change - Makes the change for one reading, which must not meet another version than is given.
 * @throws CalendarError `conflict` when somebody else was faster each time.
 */
export async function whileRaced<T>(
  session: GraphSession,
  found: WriteSubject,
  { ifVersion, ...label }: ReadLabel & { readonly ifVersion?: string | undefined },
  change: (subject: WriteSubject, version: string | undefined) => Promise<T>,
): Promise<T> {
  let subject = found;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change(subject, ifVersion ?? subject.event['@odata.etag'] ?? undefined);
    } catch (error) {
      const isRace = CalendarError.is(error) && error.code === 'conflict' && ifVersion === undefined;
      if (!isRace || attempt >= maxTries) throw error;
      subject = await readSubject(session, subject, label);
    }
  }
}
