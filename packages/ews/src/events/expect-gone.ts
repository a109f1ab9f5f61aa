import { CalendarError } from '@kalends/core';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import { nextSlice } from './view-slice.ts';
import type { ViewSlice, ViewSliceOptions } from './view-slice.ts';

/**
 * Makes sure that items which could not be read are gone. Exchange says of an item that one has no right to, too, that it
 * is not there; leaving that one out would make the time it takes look free. Only the calendar can tell: what it still
 * lists is not gone.
 *
 * @param query - The query that gave the slice.
 * @param ids - Items of the slice that were not found; usually none, and then nothing is asked.
 * @throws CalendarError `accessDenied` when one of them is listed still.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/handling-delegation-related-errors-in-ews-in-exchange | Delegation-related errors}
 */
export async function expectGone(
  client: ExchangeCaller,
  query: ViewSliceOptions,
  slice: ViewSlice,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { ids: listed } = await nextSlice(client, { ...query, endMs: slice.nextMs ?? query.endMs });
  if (!ids.some((id) => listed.includes(id))) return;
  throw new CalendarError({
    code: 'accessDenied',
    message: 'The calendar lists an event that this account cannot read',
    provider: 'ews',
    cure: {
      text: 'Ask the owner of the calendar for Reviewer rights on it and, for private items, for the right to see them.',
    },
  });
}
