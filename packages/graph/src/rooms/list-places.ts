import { CalendarError } from '@kalends/core';
import type { Page } from '@kalends/core';
import type { z } from 'zod';
import { reading } from '../calendars/read-calendar.ts';
import { linkOfPageToken, pageToken, trustedLink } from '../client/page-link.ts';
import { providerId } from '../graph-context.ts';
import type { GraphSession } from '../graph-session.ts';
import type { PlacePageWire } from '../wire/place-wire.ts';

/** Places on a page, which is also Graph's own default (Graph docs, "List places"). */
const pageSize = 100;

/** Which places are listed. */
export interface PlaceList<Wire, Item> {
  readonly operation: string;
  /** Below `/places`, with encoded segments. */
  readonly path: string;
  readonly fields: string;
  readonly schema: z.ZodType<PlacePageWire<Wire>>;
  readonly what: string;
  readonly map: (wire: Wire) => Item | undefined;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads one page of places. They belong to the organization, not to the mailbox. */
export async function listPlaces<Wire, Item>(session: GraphSession, list: PlaceList<Wire, Item>): Promise<Page<Item>> {
  const { reader, account, context } = session;
  const { operation, path, token } = list;
  const query = [operation, account.id, path];
  const link = token === undefined ? undefined : trustedLink(await linkOfPageToken(token, query), context.graphBaseUrl);
  const page = await reader
    .read({
      operation,
      permission: reading,
      path: `/places/${path}`,
      query: { $top: String(pageSize), $select: list.fields },
      link,
      schema: list.schema,
      what: list.what,
      signal: list.signal,
    })
    .catch((error: unknown) => {
      throw withCure(error);
    });
  const next = page['@odata.nextLink'];
  return {
    items: page.value.map(list.map).filter((item) => item !== undefined),
    ...(next ? { nextPageToken: await pageToken(trustedLink(next, context.graphBaseUrl), query) } : {}),
  };
}

/** The directory's refusal is about a permission that no policy asks for. */
function withCure(error: unknown): unknown {
  if (!CalendarError.is(error) || error.code !== 'accessDenied' || error.status !== 403) return error;
  return new CalendarError({
    code: 'accessDenied',
    message: 'Microsoft Graph does not show the rooms of the organization to this account',
    provider: providerId,
    operation: error.operation,
    status: error.status,
    vendorCode: error.vendorCode,
    requestId: error.requestId,
    cure: {
      text: 'An administrator consents to Place.Read.All: name it in the setting additionalScopes and sign in again, or add it to the application permissions.',
    },
  });
}
