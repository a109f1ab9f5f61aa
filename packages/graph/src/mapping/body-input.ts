import type { EventBody } from '@kalends/core';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { joinPart, linkLine, namesUrl, withLastPart } from './body-text.ts';
import type { ContentBefore, ContentInput } from './content-input.ts';
import { unsupported } from './refusals.ts';

/** Teams for work and school; what a calendar allows stands in its `allowedOnlineMeetingProviders`. */
export const teamsProvider = 'teamsForBusiness';

/** A new body. An online meeting keeps its block, without which it would be lost. */
export function bodyToWire(
  body: EventBody | null,
  { html, joinUrl }: ContentBefore,
): NonNullable<EventWriteWire['body']> {
  const content = body?.content ?? '';
  const isKept = joinUrl === undefined || namesUrl(content, joinUrl);
  return { contentType: 'html', content: isKept ? content : withLastPart(content, joinPart(html, joinUrl)) };
}

/**
 * A join link. Graph makes one of Teams; for any other there is no data, so it goes where people look: the place when there is none,
 * else the last line of the body. Where it stands already it is not repeated.
 */
export function conferenceToWire(input: ContentInput, before: ContentBefore): EventWriteWire {
  const { conference } = input;
  if (conference === undefined) return {};
  if (conference === null) {
    if (before.isOnlineMeeting) throw unsupported('conference null: an online meeting cannot be switched off again');
    return {};
  }
  if (conference.kind === 'create') {
    return before.isOnlineMeeting ? {} : { isOnlineMeeting: true, onlineMeetingProvider: teamsProvider };
  }
  const { url } = conference;
  const locations = input.locations === undefined ? before.locations : (input.locations ?? []);
  const html = input.body === undefined ? before.html : bodyToWire(input.body, before).content;
  if (locations.some(({ name }) => namesUrl(name, url)) || namesUrl(html, url)) return {};
  if (locations.length === 0) return { location: { displayName: url } };
  return { body: { contentType: 'html', content: withLastPart(html, linkLine(url)) } };
}
