import type { CalendarError } from '@kalends/core';
import { responseMessageError } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { calendarItemShape } from '../wire/calendar-item-shape.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { itemPropertiesXml } from './item-properties.ts';
import type { ItemDetail } from './item-properties.ts';
import { expectMessages } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    GetItemResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          Items: element(typesNamespace, { CalendarItem: many(calendarItemShape) }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** An item by its id, or the master of the series that an occurrence belongs to. */
export type ItemReference = { readonly id: string } | { readonly masterOfOccurrence: string };

/** What became of one of the things asked for. */
export type ItemResult =
  | { readonly kind: 'found'; readonly item: WireItem }
  /** It exists and is no appointment: a mail, a task. */
  | { readonly kind: 'otherItem' }
  /** The server ended the batch before it came to this one. */
  | { readonly kind: 'notTried'; readonly error: CalendarError }
  | { readonly kind: 'failed'; readonly error: CalendarError };

/** GetItem of several items. The results are in the order of the references; one that fails leaves the others alone. */
export function getItems(
  references: readonly ItemReference[],
  detail: ItemDetail,
): ExchangeCall<readonly ItemResult[]> {
  const call = getEachItem(references, detail);
  return {
    ...call,
    read(response, context) {
      const results = call.read(response, context);
      // Throttling, or a schema version that the mailbox's server does not take, concern the call and not the item: let it
      // be repeated as a whole.
      for (const result of results) {
        if (result.kind === 'failed' && (result.error.retryable || result.error.code === 'unsupported'))
          throw result.error;
      }
      return results;
    },
  };
}

/** {@link getItems} for whoever judges each item alone, also one that is refused for a reason that passes. */
export function getEachItem(
  references: readonly ItemReference[],
  detail: ItemDetail,
): ExchangeCall<readonly ItemResult[]> {
  return exchangeCall({
    responseName: 'GetItemResponse',
    request: (version) =>
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>` +
      bodyTypeXml(detail) +
      `${itemPropertiesXml(detail, version)}</m:ItemShape>` +
      `<m:ItemIds>${references.map(referenceXml).join('')}</m:ItemIds></m:GetItem>`,
    response: responseShape,
    read(response, context) {
      const messages = expectMessages(response.ResponseMessages?.GetItemResponseMessage, references.length, context);
      return messages.map((message): ItemResult => {
        if (message.ResponseClass === 'Success') {
          const item = message.Items?.CalendarItem?.[0];
          return item === undefined ? { kind: 'otherItem' } : { kind: 'found', item };
        }
        const error = responseMessageError(message, context);
        return { kind: message.ResponseCode === 'ErrorBatchProcessingStopped' ? 'notTried' : 'failed', error };
      });
    },
  });
}

function referenceXml(reference: ItemReference): string {
  return 'id' in reference
    ? `<t:ItemId Id="${escapeXml(reference.id, 'eventId')}"/>`
    : `<t:RecurringMasterItemId OccurrenceId="${escapeXml(reference.masterOfOccurrence, 'eventId')}"/>`;
}

function bodyTypeXml(detail: ItemDetail): string {
  if (detail === 'master' || detail.body === 'none') return '';
  return `<t:BodyType>${detail.body === 'stored' ? 'Best' : 'Text'}</t:BodyType>`;
}
