import { currentEtag } from '../client/current-etag.ts';
import { jsonAnswer } from '../client/graph-reader.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { holdsWrite } from './patch-evidence.ts';
import { readSubject } from './write-subject.ts';
import type { WriteSubject } from './write-subject.ts';
import { writing } from './writing.ts';

/**
 * Changes an event, naming only what changes.
 *
 * @param ifVersion - The version the event has to have. Default: any.
 * @returns the event as the service keeps it now.
 * @throws CalendarError `conflict` when the version is another.
 */
export async function sendPatch(
  session: GraphSession,
  subject: WriteSubject,
  write: EventWriteWire,
  options: ReadLabel & { readonly ifVersion?: string | undefined },
): Promise<EventWire> {
  const { operation, signal, ifVersion } = options;
  const label = { operation, signal };
  return session.writer.write({
    ...label,
    permission: writing,
    method: 'PATCH',
    path: subject.path,
    body: write,
    ifMatch: ifVersion === undefined ? undefined : currentEtag(ifVersion),
    answer: jsonAnswer(eventWireSchema, 'the changed event'),
    settle: async () => {
      const { event } = await readSubject(session, subject, label);
      return holdsWrite(subject.event, event, write) ? { kind: 'done', value: event } : { kind: 'notDone' };
    },
  });
}
