import type { StoredItem } from '../mailbox.ts';

/** ISO 8601 instant at which the rule of a series starts the occurrence of a date. */
export function occurrenceStart({ series }: StoredItem, date: string): string | undefined {
  const startMs = series?.table.at(date)?.startMs;
  return startMs === undefined ? undefined : new Date(startMs).toISOString();
}

/** The same as a member of a mail; nothing for a mail about a whole meeting. */
export function recurrenceIdOf(item: StoredItem, date: string | undefined): { readonly recurrenceId?: string } {
  const recurrenceId = date === undefined ? undefined : occurrenceStart(item, date);
  return recurrenceId === undefined ? {} : { recurrenceId };
}
