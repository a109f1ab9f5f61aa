import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { mailboxShape } from '../wire/calendar-item-shape.ts';
import type { WireMailbox } from '../wire/calendar-item-shape.ts';
import { expectSuccess } from './response-messages.ts';

// A flat answer: the class stands on it.
const responseShape = element(
  messagesNamespace,
  { ...responseMessageMembers, RoomLists: element(typesNamespace, { Address: many(mailboxShape) }) },
  ['ResponseClass'],
);

/** GetRoomLists: the lists that the organization's administrators keep rooms in. None is an answer, too. */
export function getRoomLists(): ExchangeCall<readonly WireMailbox[]> {
  return exchangeCall({
    responseName: 'GetRoomListsResponse',
    request: () => '<m:GetRoomLists/>',
    response: responseShape,
    read(response, context) {
      expectSuccess(response, context);
      return response.RoomLists?.Address ?? [];
    },
  });
}
