import { reading } from '../calendars/read-calendar.ts';
import type { GraphSession } from '../graph-session.ts';
import { seriesWireSchema } from '../wire/event-wire.ts';
import type { SeriesMembersWire } from '../wire/event-wire.ts';

/** Query options of what a master says of its members. */
export const seriesQuery: Readonly<Record<string, string>> = {
  $select: 'id,cancelledOccurrences',
  $expand: 'exceptionOccurrences',
};

/**
 * Reads what a master says of its members: which occurrences were deleted, and the changed ones as they are. Neither is part of an
 * ordinary answer.
 *
 * @param path - Of the master.
 */
export function readSeries(
  { reader }: GraphSession,
  path: string,
  options: { readonly operation: string; readonly signal: AbortSignal },
): Promise<SeriesMembersWire> {
  return reader.read({
    ...options,
    permission: reading,
    path,
    query: seriesQuery,
    schema: seriesWireSchema,
    what: 'the series',
  });
}
