import { CalendarError } from '@kalends/core';
import type { ErrorContext } from '../errors/response-error.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import type { ResponseMessage } from '../soap/answer-shape.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { attributesOnly, element, many } from '../soap/shape.ts';
import type { Shape } from '../soap/shape.ts';

/** An item by its id as of a version. */
export interface ItemVersion {
  readonly id: string;
  readonly changeKey: string;
}

/** A response message with the items that were written. */
export interface WrittenMessage extends ResponseMessage {
  readonly Items?: {
    readonly CalendarItem?: readonly { readonly ItemId?: { readonly Id?: string; readonly ChangeKey?: string } }[];
  };
}

/** The shape of such a response message. */
export const writtenMessageShape: Shape<WrittenMessage> = element(
  messagesNamespace,
  {
    ...responseMessageMembers,
    Items: element(typesNamespace, {
      CalendarItem: many(element(typesNamespace, { ItemId: attributesOnly(['Id', 'ChangeKey']) })),
    }),
  },
  ['ResponseClass'],
);

/** The calendar item among what was written; none for an answer that takes it off the calendar. */
export function writtenItem(message: WrittenMessage): ItemVersion | undefined {
  const { Id, ChangeKey } = message.Items?.CalendarItem?.[0]?.ItemId ?? {};
  return Id === undefined || Id === '' ? undefined : { id: Id, changeKey: ChangeKey ?? '' };
}

/** {@link writtenItem} for a write that always leaves one. */
export function expectWrittenItem(message: WrittenMessage, context: ErrorContext): ItemVersion {
  const item = writtenItem(message);
  if (item !== undefined) return item;
  throw new CalendarError({
    code: 'invalidResponse',
    message: 'Exchange wrote an item and did not say which',
    provider: 'ews',
    ...context,
  });
}
