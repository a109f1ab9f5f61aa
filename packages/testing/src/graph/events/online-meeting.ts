import { escapeHtml } from '../../entra/page-layout.ts';
import type { MailboxRequest } from '../graph-context.ts';
import type { EventContent, StoredItem } from '../mailbox.ts';
import { changeItem } from '../mailbox-store.ts';
import { eventBody } from './event-body.ts';
import type { EventInput } from './event-input.ts';

/** Providers that calendars allow here. */
export const allowedMeetingProviders: readonly string[] = ['teamsForBusiness'];

/** The body and the online meeting of an event belong together: the way to join stands in the body too. */
export type BodyAndMeeting = Pick<EventContent, 'bodyHtml' | 'bodyText' | 'onlineMeeting'>;

/**
 * What a client's body and wish for an online meeting make of an event. A meeting stays on once it is: switching it off,
 * or to another provider, changes nothing. It is lost when the body is overwritten without its link.
 */
export function bodyAndMeeting(
  work: MailboxRequest,
  input: Pick<EventInput, 'body' | 'isOnlineMeeting' | 'onlineMeetingProvider'>,
  before: BodyAndMeeting,
): BodyAndMeeting {
  const { body } = input;
  const written =
    body === undefined
      ? { html: before.bodyHtml, text: before.bodyText }
      : eventBody(body.isText ? { text: body.content } : { html: body.content });
  const { onlineMeeting } = before;
  const unchanged = { bodyHtml: written.html, bodyText: written.text };
  if (onlineMeeting !== undefined) {
    const { joinUrl } = onlineMeeting;
    const isLost = body !== undefined && joinUrl !== undefined && !holdsLink(body.content, joinUrl);
    return { ...unchanged, onlineMeeting: isLost ? undefined : onlineMeeting };
  }
  const provider = input.onlineMeetingProvider ?? allowedMeetingProviders[0] ?? '';
  if (input.isOnlineMeeting !== true || !allowedMeetingProviders.includes(provider)) {
    return { ...unchanged, onlineMeeting };
  }
  if (work.context.onlineMeetingDelayMs > 0) return { ...unchanged, onlineMeeting: { provider } };
  return withLink(unchanged, { provider, joinUrl: newJoinUrl(work) });
}

/** Gives an online meeting its link some time after the event was made. */
export function awaitOnlineMeeting(work: MailboxRequest, item: StoredItem): void {
  const { context, mailbox } = work;
  if (item.onlineMeeting === undefined || item.onlineMeeting.joinUrl !== undefined) return;
  context.tasks.later(context.onlineMeetingDelayMs, () => {
    const current = mailbox.items.get(item.number);
    if (current?.onlineMeeting === undefined) return;
    const onlineMeeting = { ...current.onlineMeeting, joinUrl: newJoinUrl(work) };
    changeItem(context.versions, current, withLink(current, onlineMeeting));
  });
}

function withLink(
  { bodyHtml, bodyText }: Pick<EventContent, 'bodyHtml' | 'bodyText'>,
  onlineMeeting: { readonly provider: string; readonly joinUrl: string },
): BodyAndMeeting {
  const { joinUrl } = onlineMeeting;
  const withBlock = eventBody(bodyHtml === '' ? { joinUrl } : { html: bodyHtml, joinUrl });
  const block = eventBody({ joinUrl });
  const text = bodyText === '' ? block.text : `${bodyText}\r\n\r\n${block.text}`;
  return { bodyHtml: withBlock.html, bodyText: text, onlineMeeting };
}

function holdsLink(content: string, joinUrl: string): boolean {
  return content.includes(joinUrl) || content.includes(escapeHtml(joinUrl));
}

function newJoinUrl({ context, caller, mailbox }: MailboxRequest): string {
  const thread = context.entra.minted.opaque(48);
  const who = encodeURIComponent(JSON.stringify({ Tid: caller.tenantId, Oid: mailbox.objectId }));
  return `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${thread}%40thread.v2/0?context=${who}`;
}
