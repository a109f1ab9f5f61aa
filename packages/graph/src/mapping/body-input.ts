import type { EventBody } from '@kalends/core';
import type { EventWriteWire } from '../wire/event-write-wire.ts';
import { htmlOfText, joinPart, linkLine, namesUrl, withLastPart } from './body-text.ts';
import type { ContentBefore, ContentInput } from './content-input.ts';
import { unsupported } from './refusals.ts';

/** Teams for work and school; what a calendar allows stands in its `allowedOnlineMeetingProviders`. */
export const teamsProvider = 'teamsForBusiness';

/** A new body. An online meeting keeps its block, without which it would be lost. */
export function bodyToWire(body: EventBody | null, before: ContentBefore): NonNullable<EventWriteWire['body']> {
  const wanted = body ?? { contentType: 'text', content: '' };
  const { joinUrl } = before;
  if (joinUrl === undefined || namesUrl(wanted.content, joinUrl)) return wanted;
  const html = wanted.contentType === 'html' ? wanted.content : htmlOfText(wanted.content);
  return { contentType: 'html', content: withLastPart(html, joinPart(before.body.content, joinUrl)) };
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
  const body = input.body === undefined ? before.body : bodyToWire(input.body, before);
  if (locations.some(({ name }) => name.includes(url)) || namesUrl(body.content, url)) return {};
  if (locations.length === 0) return { location: { displayName: url } };
  return { body: withLine(body, url) };
}

function withLine(body: EventBody, url: string): EventBody {
  if (body.contentType === 'html') return { ...body, content: withLastPart(body.content, linkLine(url)) };
  return { ...body, content: body.content === '' ? url : `${body.content}\n${url}` };
}
