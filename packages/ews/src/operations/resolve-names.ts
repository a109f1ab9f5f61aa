import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { mailboxShape } from '../wire/calendar-item-shape.ts';
import type { WireMailbox } from '../wire/calendar-item-shape.ts';
import { expectOneSuccess } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    ResolveNamesResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          ResolutionSet: element(typesNamespace, {
            Resolution: many(element(typesNamespace, { Mailbox: mailboxShape })),
          }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/**
 * ResolveNames in the directory, by one of the mail addresses of a person. The search is by prefix, so only a single result
 * is that person; for several the server warns, and the call fails with that warning's code.
 */
export function resolveAddress(address: string): ExchangeCall<WireMailbox | undefined> {
  return exchangeCall({
    responseName: 'ResolveNamesResponse',
    request: () =>
      `<m:ResolveNames ReturnFullContactData="false" SearchScope="ActiveDirectory">` +
      `<m:UnresolvedEntry>smtp:${escapeXml(address, 'address')}</m:UnresolvedEntry></m:ResolveNames>`,
    response: responseShape,
    read(response, context) {
      const message = expectOneSuccess(response.ResponseMessages?.ResolveNamesResponseMessage, context);
      const resolutions = message.ResolutionSet?.Resolution ?? [];
      return resolutions.length === 1 ? resolutions[0]?.Mailbox : undefined;
    },
  });
}
