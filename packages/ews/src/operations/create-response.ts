import { CalendarError } from '@kalends/core';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { contentXml, escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { expectOneWritten } from './response-messages.ts';
import { writtenItem, writtenMessageShape } from './written-item.ts';
import type { ItemVersion } from './written-item.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { CreateItemResponseMessage: many(writtenMessageShape) }),
});

/** What an answer to a meeting is called. */
export type ResponseObject = 'AcceptItem' | 'TentativelyAcceptItem' | 'DeclineItem' | 'CancelCalendarItem';

/** An answer to a meeting, or its cancellation. */
export interface MeetingResponse {
  readonly kind: ResponseObject;
  readonly reference: ItemVersion;
  /** Whether a mail is sent, or the answer only recorded. */
  readonly isSent: boolean;
  /** Plain text for the mail. */
  readonly text?: string | undefined;
  /** Instants `YYYY-MM-DDTHH:mm:ssZ`. */
  readonly proposal?: { readonly start: string; readonly end: string } | undefined;
}

/**
 * CreateItem of a response object.
 *
 * @returns the calendar item as it is stored now, mostly under another id; `undefined` when it left the calendar.
 */
export function createResponse(response: MeetingResponse): ExchangeCall<ItemVersion | undefined> {
  const { kind, reference, isSent, text, proposal } = response;
  return exchangeCall({
    responseName: 'CreateItemResponse',
    request(version) {
      // The schema has it since then.
      if (proposal !== undefined && version !== 'Exchange2013_SP1') throw noProposals();
      const id =
        `<t:ReferenceItemId Id="${escapeXml(reference.id, 'eventId')}" ` +
        `ChangeKey="${escapeXml(reference.changeKey, 'eventId')}"/>`;
      const body = (name: string): string =>
        text === undefined
          ? ''
          : `<t:${name} BodyType="Text">${contentXml(text, kind === 'CancelCalendarItem' ? 'message' : 'comment')}</t:${name}>`;
      const times =
        proposal === undefined
          ? ''
          : `<t:ProposedStart>${proposal.start}</t:ProposedStart><t:ProposedEnd>${proposal.end}</t:ProposedEnd>`;
      const content = kind === 'CancelCalendarItem' ? id + body('NewBodyContent') : body('Body') + id + times;
      return (
        `<m:CreateItem MessageDisposition="${isSent ? 'SendAndSaveCopy' : 'SaveOnly'}">` +
        `<m:Items><t:${kind}>${content}</t:${kind}></m:Items></m:CreateItem>`
      );
    },
    response: responseShape,
    read: (answer, context) =>
      writtenItem(expectOneWritten(answer.ResponseMessages?.CreateItemResponseMessage, context)),
  });
}

function noProposals(): CalendarError {
  return new CalendarError({
    code: 'unsupported',
    message: 'Exchange takes a proposedTime since Exchange 2013 SP1; this server is older',
    provider: 'ews',
  });
}
