import { CalendarError, readBack } from '@kalends/core';
import type { Settlement } from '@kalends/core';
import { reading } from '../calendars/read-calendar.ts';
import { currentEtag } from '../client/current-etag.ts';
import { noAnswer } from '../client/graph-writer.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { idWireSchema } from '../wire/event-wire.ts';
import { writing } from './writing.ts';

/**
 * Removes an event. What is gone already is fine, however the service says it: a second deletion is a 404, or a 400 while the item lies
 * among the deleted ones.
 *
 * @param ifVersion - The version the event has to have. Default: any.
 * @throws CalendarError with `ifVersion`: `conflict` when the version is another, `notFound` when it is gone.
 */
export async function removeEvent(
  session: GraphSession,
  path: string,
  options: ReadLabel & { readonly ifVersion?: string | undefined },
): Promise<void> {
  const { operation, signal, ifVersion } = options;
  const label = { operation, signal };
  try {
    await session.writer.write({
      ...label,
      permission: writing,
      method: 'DELETE',
      path,
      ifMatch: ifVersion === undefined ? undefined : currentEtag(ifVersion),
      answer: noAnswer,
      settle: () => settleRemoval(session, path, label),
    });
  } catch (error) {
    if (!CalendarError.is(error) || !mayMeanGone(error)) throw error;
    if (error.code !== 'notFound' && !(await readBack(() => isGone(session, path, label)))) throw error;
    if (ifVersion === undefined) return;
    throw new CalendarError({
      code: 'notFound',
      message: 'The event is gone already',
      status: error.status,
      vendorCode: error.vendorCode,
      requestId: error.requestId,
    });
  }
}

/** Whether an event is gone by now: what settles a removal whose answer was lost. */
export async function settleRemoval(
  session: GraphSession,
  path: string,
  label: ReadLabel,
): Promise<Settlement<undefined>> {
  return (await isGone(session, path, label)) ? { kind: 'done', value: undefined } : { kind: 'notDone' };
}

function mayMeanGone(error: CalendarError): boolean {
  return (
    error.code === 'notFound' || (error.status === 400 && error.vendorCode?.toLowerCase() === 'errorinvalidrequest')
  );
}

async function isGone(session: GraphSession, path: string, label: ReadLabel): Promise<boolean> {
  try {
    await session.reader.read({
      ...label,
      permission: reading,
      path,
      query: { $select: 'id' },
      schema: idWireSchema,
      what: 'the event',
    });
    return false;
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'notFound') return true;
    throw error;
  }
}
