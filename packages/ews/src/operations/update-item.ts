import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { changesXml } from '../mapping/property-writes.ts';
import type { PropertyWrite } from '../mapping/property-writes.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { messagesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { expectOneWritten } from './response-messages.ts';
import { expectWrittenItem, writtenMessageShape } from './written-item.ts';
import type { ItemVersion } from './written-item.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, { UpdateItemResponseMessage: many(writtenMessageShape) }),
});

/** Who is told of a change: nobody, all attendees, or those who are new or no longer invited. */
export type UpdateAudience = 'nobody' | 'everyone' | 'changed';

const sending: Readonly<Record<UpdateAudience, string>> = {
  nobody: 'SendToNone',
  everyone: 'SendToAllAndSaveCopy',
  changed: 'SendToChangedAndSaveCopy',
};

/**
 * UpdateItem of one calendar item as of a version. When it was changed since, the server refuses: nothing that others wrote is
 * overwritten, and the same request takes effect once, however often it arrives.
 */
export function updateCalendarItem(options: {
  readonly item: ItemVersion;
  /** In the order in which they take effect; at least one. */
  readonly properties: readonly PropertyWrite[];
  readonly audience: UpdateAudience;
}): ExchangeCall<ItemVersion> {
  const { item, properties, audience } = options;
  return exchangeCall({
    responseName: 'UpdateItemResponse',
    request: (version) =>
      `<m:UpdateItem ConflictResolution="NeverOverwrite" SendMeetingInvitationsOrCancellations="${sending[audience]}">` +
      `<m:ItemChanges><t:ItemChange><t:ItemId Id="${escapeXml(item.id, 'eventId')}" ` +
      `ChangeKey="${escapeXml(item.changeKey, 'ifVersion')}"/>` +
      `<t:Updates>${changesXml(properties, version)}</t:Updates></t:ItemChange></m:ItemChanges></m:UpdateItem>`,
    response: responseShape,
    read: (response, context) =>
      expectWrittenItem(expectOneWritten(response.ResponseMessages?.UpdateItemResponseMessage, context), context),
  });
}
