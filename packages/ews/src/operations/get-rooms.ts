import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { mailboxShape } from '../wire/calendar-item-shape.ts';
import type { WireMailbox } from '../wire/calendar-item-shape.ts';
import { expectSuccess } from './response-messages.ts';

const responseShape = element(
  messagesNamespace,
  {
    ...responseMessageMembers,
    Rooms: element(typesNamespace, { Room: many(element(typesNamespace, { Id: mailboxShape })) }),
  },
  ['ResponseClass'],
);

/** GetRooms: the rooms of one list, by the list's address. */
export function getRooms(listAddress: string): ExchangeCall<readonly WireMailbox[]> {
  return exchangeCall({
    responseName: 'GetRoomsResponse',
    request: () =>
      `<m:GetRooms><m:RoomList><t:EmailAddress>${escapeXml(listAddress, 'buildingId')}</t:EmailAddress></m:RoomList></m:GetRooms>`,
    response: responseShape,
    read(response, context) {
      expectSuccess(response, context);
      return (response.Rooms?.Room ?? []).flatMap(({ Id }) => Id ?? []);
    },
  });
}
