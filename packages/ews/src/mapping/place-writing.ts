import { CalendarError } from '@kalends/core';
import type { EventBody, EventPatch } from '@kalends/core';
import { contentXml } from '../soap/escape-xml.ts';
import { textWrite } from './content-writing.ts';
import { withLink, withoutLink } from './link-line.ts';
import { clearElement, setElement, writeOwn } from './property-writes.ts';
import type { PropertyWrite } from './property-writes.ts';
import { withJoinBlock } from './teams-block.ts';

/** Where and what about, with the join link that stands in one of the two. */
export interface Place {
  readonly location: string;
  readonly body: EventBody | undefined;
  /** The link that was written with the event. */
  readonly link: string | undefined;
}

/** What an event without any of it has. */
export const noPlace: Place = { location: '', body: undefined, link: undefined };

/** What of a patch is about them. */
export type PlacePatch = Pick<EventPatch, 'body' | 'locations' | 'conference'>;

/** Whether a patch has anything to do with them. */
export function namesPlace({ body, locations, conference }: PlacePatch): boolean {
  return body !== undefined || locations !== undefined || conference !== undefined;
}

/**
 * The properties to write. A link stands in the location when there is no other, and else as the last line of the body; it stays
 * when only the text around it is replaced, and it never stands there twice.
 *
 * @param current - As they are stored; needed only when {@link namesPlace}.
 * @throws CalendarError `unsupported` for what Exchange has no place for.
 */
export function placeWrites(patch: PlacePatch, current: Place): readonly PropertyWrite[] {
  if (!namesPlace(patch)) return [];
  const after = placeAfter(patch, current);
  return [
    ...(after.body === current.body ? [] : [bodyWrite(after.body)]),
    ...(after.location === current.location ? [] : [textWrite('Location', after.location, 'locations')]),
    ...(after.link === current.link ? [] : [writeOwn('link', after.link)]),
  ];
}

/** What they are once a patch was written. */
export function placeAfter(patch: PlacePatch, current: Place): Place {
  const link = linkAfter(patch, current);
  const ownLocation = current.location === current.link ? '' : current.location;
  const named = patch.locations === undefined ? ownLocation : nameOf(patch.locations ?? []);
  const location = named === link ? '' : named;
  const body =
    patch.body === undefined
      ? withoutLink(current.body, link === current.link ? undefined : current.link)
      : withJoinBlock(patch.body ?? undefined, current.body);
  if (link === undefined) return { location, body, link };
  if (location === '') return { location: link, body: withoutLink(body, link), link };
  return { location, body: withLink(body, link), link };
}

function linkAfter({ conference }: PlacePatch, current: Place): string | undefined {
  if (conference === undefined) return current.link;
  if (conference === null) return undefined;
  if (conference.kind === 'link') return conference.url;
  throw new CalendarError({
    code: 'unsupported',
    message: 'conference: Exchange makes no join links; give one that exists',
    provider: 'ews',
  });
}

function nameOf(locations: NonNullable<PlacePatch['locations']>): string {
  const [location, ...others] = locations;
  if (others.length > 0) throw unsupported('locations: an event in Exchange has one');
  if (location?.address !== undefined) {
    throw unsupported('locations: Exchange keeps no address with a location; invite the room as a resource');
  }
  return location?.name ?? '';
}

function bodyWrite(body: EventBody | undefined): PropertyWrite {
  if (body === undefined || body.content === '') return clearElement('Body');
  const type = body.contentType === 'html' ? 'HTML' : 'Text';
  return setElement('Body', contentXml(body.content, 'body'), ` BodyType="${type}"`);
}

function unsupported(message: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message, provider: 'ews' });
}
