import { responseMessageError } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import type { WireDirectoryEntry } from '../mapping/contact-mapping.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { mailboxShape } from '../wire/calendar-item-shape.ts';
import { contactShape } from '../wire/contact-shape.ts';
import { expectMessages } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    ResolveNamesResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          ResolutionSet: element(typesNamespace, {
            Resolution: many(element(typesNamespace, { Mailbox: mailboxShape, Contact: contactShape })),
          }),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/**
 * ResolveNames in the directory: everybody whose name or address begins with a text, at most a hundred. It is there in every
 * version, while FindPeople came with Exchange 2013 and takes no other question either.
 *
 * @param entry - `smtp:` before it looks at addresses alone.
 */
export function searchDirectory(entry: string): ExchangeCall<readonly WireDirectoryEntry[]> {
  return exchangeCall({
    responseName: 'ResolveNamesResponse',
    request: () =>
      `<m:ResolveNames ReturnFullContactData="true" SearchScope="ActiveDirectory">` +
      `<m:UnresolvedEntry>${escapeXml(entry, 'text')}</m:UnresolvedEntry></m:ResolveNames>`,
    response: responseShape,
    read(response, context) {
      const [message] = expectMessages(response.ResponseMessages?.ResolveNamesResponseMessage, 1, context);
      // Nobody is an error, and more than one a warning.
      if (message?.ResponseCode === 'ErrorNameResolutionNoResults') return [];
      const isAnswer =
        message?.ResponseClass === 'Success' || message?.ResponseCode === 'ErrorNameResolutionMultipleResults';
      if (message === undefined || !isAnswer) throw responseMessageError(message ?? {}, context);
      return message.ResolutionSet?.Resolution ?? [];
    },
  });
}
