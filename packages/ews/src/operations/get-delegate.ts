import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many, text } from '../soap/shape.ts';
import { userIdShape } from '../wire/permission-shape.ts';
import type { WireUserId } from '../wire/permission-shape.ts';
import { expectSuccess } from './response-messages.ts';

// A flat answer: the class of the whole stands on it, and the messages inside are one for each delegate.
const responseShape = element(
  messagesNamespace,
  {
    ...responseMessageMembers,
    ResponseMessages: element(messagesNamespace, {
      DelegateUserResponseMessageType: many(
        element(
          messagesNamespace,
          {
            ...responseMessageMembers,
            DelegateUser: element(typesNamespace, { UserId: userIdShape, ViewPrivateItems: text }),
          },
          ['ResponseClass'],
        ),
      ),
    }),
  },
  ['ResponseClass'],
);

/** A delegate of a mailbox. */
export interface MailboxDelegate {
  readonly user: WireUserId;
  readonly viewsPrivateItems: boolean;
}

/** GetDelegate: all delegates of a mailbox. One that cannot be read is left out. */
export function getDelegates(mailbox: string): ExchangeCall<readonly MailboxDelegate[]> {
  return exchangeCall({
    responseName: 'GetDelegateResponse',
    request: () =>
      `<m:GetDelegate IncludePermissions="false"><m:Mailbox>` +
      `<t:EmailAddress>${escapeXml(mailbox, 'mailbox')}</t:EmailAddress></m:Mailbox></m:GetDelegate>`,
    response: responseShape,
    read(response, context) {
      // A mailbox that never had one answers with this error.
      if (response.ResponseCode === 'ErrorDelegateNoUser') return [];
      expectSuccess(response, context);
      const messages = response.ResponseMessages?.DelegateUserResponseMessageType ?? [];
      return messages.flatMap(({ ResponseClass: responseClass, DelegateUser: delegate }) =>
        responseClass === 'Success' && delegate?.UserId !== undefined
          ? [{ user: delegate.UserId, viewsPrivateItems: isTrue(delegate.ViewPrivateItems) }]
          : [],
      );
    },
  });
}
