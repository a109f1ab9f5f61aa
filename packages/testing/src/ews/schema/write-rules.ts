import { itemId, itemIdChoices, itemIds, propertyPathChoices, targetFolder } from './common-rules.ts';
import { attachments, body, calendarItem, contact, item } from './item-rules.ts';
import {
  isAnything,
  isBoolean,
  isDateTime,
  isOneOf,
  messages,
  open,
  optional,
  required,
  textRule,
  typed,
} from './rule.ts';
import type { ElementRule } from './rule.ts';

const isSending = isOneOf('SendToNone', 'SendOnlyToAll', 'SendToAllAndSaveCopy');
const isDisposition = isOneOf('SaveOnly', 'SendOnly', 'SendAndSaveCopy');
const dateTime = textRule(isDateTime);
const boolean = textRule(isBoolean);
const people = [
  typed(0, 1, { ToRecipients: open }),
  typed(0, 1, { CcRecipients: open }),
  typed(0, 1, { BccRecipients: open }),
  typed(0, 1, { IsReadReceiptRequested: boolean }),
  typed(0, 1, { IsDeliveryReceiptRequested: boolean }),
  typed(0, 1, { From: open }),
  typed(0, 1, { ReferenceItemId: itemId }),
];

const reply: ElementRule = {
  sequence: [
    typed(0, 1, { ItemClass: textRule(isAnything) }),
    typed(0, 1, { Sensitivity: textRule(isOneOf('Normal', 'Personal', 'Private', 'Confidential')) }),
    typed(0, 1, { Body: body }),
    typed(0, 1, { Attachments: attachments }),
    typed(0, 1, { InternetMessageHeaders: open }),
    typed(0, 1, { Sender: open }),
    ...people,
    typed(0, 1, { ProposedStart: { ...dateTime, since: 'Exchange2013_SP1' } }),
    typed(0, 1, { ProposedEnd: { ...dateTime, since: 'Exchange2013_SP1' } }),
  ],
};

const cancellation: ElementRule = {
  sequence: [
    typed(0, 1, { Subject: textRule(isAnything) }),
    typed(0, 1, { Body: body }),
    ...people,
    typed(0, 1, { NewBodyContent: body }),
  ],
};

const removal: ElementRule = { sequence: [typed(0, 1, { ReferenceItemId: itemId })] };

// Kinds of items that are no matter of calendars and contacts: the operations refuse them by name.
const otherKinds = Object.fromEntries(
  'Message SharingMessage DistributionList MeetingMessage MeetingRequest MeetingResponse MeetingCancellation Task PostItem'
    .split(' ')
    .map((name) => [name, open]),
);

const change: ElementRule = {
  sequence: [
    typed(1, 1, propertyPathChoices),
    typed(1, 1, { Item: item, CalendarItem: calendarItem, Contact: contact, ...otherKinds }),
  ],
};

const move: ElementRule = {
  sequence: [
    messages(1, 1, { ToFolderId: targetFolder }),
    messages(1, 1, { ItemIds: itemIds }),
    messages(0, 1, { ReturnNewItemIds: { ...boolean, since: 'Exchange2010_SP1' } }),
  ],
};

const attachmentIds: ElementRule = {
  sequence: [
    typed(1, Infinity, {
      AttachmentId: {
        attributes: {
          Id: required(isAnything),
          RootItemId: optional(isAnything),
          RootItemChangeKey: optional(isAnything),
        },
      },
    }),
  ],
};

/** The operations that change items, and those on attachments (messages.xsd). */
export const writeRules: Readonly<Record<string, ElementRule>> = {
  CreateItem: {
    attributes: { MessageDisposition: optional(isDisposition), SendMeetingInvitations: optional(isSending) },
    sequence: [
      messages(0, 1, { SavedItemFolderId: targetFolder }),
      messages(1, 1, {
        Items: {
          sequence: [
            typed(1, Infinity, {
              Item: item,
              CalendarItem: calendarItem,
              Contact: contact,
              ...otherKinds,
              AcceptItem: reply,
              TentativelyAcceptItem: reply,
              DeclineItem: reply,
              CancelCalendarItem: cancellation,
              RemoveItem: removal,
            }),
          ],
        },
      }),
    ],
  },
  UpdateItem: {
    attributes: {
      ConflictResolution: required(isOneOf('NeverOverwrite', 'AutoResolve', 'AlwaysOverwrite')),
      MessageDisposition: optional(isDisposition),
      SendMeetingInvitationsOrCancellations: optional(
        isOneOf('SendToNone', 'SendOnlyToAll', 'SendOnlyToChanged', 'SendToAllAndSaveCopy', 'SendToChangedAndSaveCopy'),
      ),
      SuppressReadReceipts: optional(isBoolean),
    },
    sequence: [
      messages(0, 1, { SavedItemFolderId: targetFolder }),
      messages(1, 1, {
        ItemChanges: {
          sequence: [
            typed(1, Infinity, {
              ItemChange: {
                sequence: [
                  typed(1, 1, itemIdChoices),
                  typed(1, 1, {
                    Updates: {
                      sequence: [
                        typed(1, Infinity, {
                          AppendToItemField: change,
                          SetItemField: change,
                          DeleteItemField: { sequence: [typed(1, 1, propertyPathChoices)] },
                        }),
                      ],
                    },
                  }),
                ],
              },
            }),
          ],
        },
      }),
    ],
  },
  DeleteItem: {
    attributes: {
      DeleteType: required(isOneOf('HardDelete', 'SoftDelete', 'MoveToDeletedItems')),
      SendMeetingCancellations: optional(isSending),
      AffectedTaskOccurrences: optional(isOneOf('AllOccurrences', 'SpecifiedOccurrenceOnly')),
      SuppressReadReceipts: optional(isBoolean),
    },
    sequence: [messages(1, 1, { ItemIds: itemIds })],
  },
  MoveItem: move,
  CopyItem: move,
  CreateAttachment: {
    sequence: [messages(1, 1, { ParentItemId: itemId }), messages(1, 1, { Attachments: attachments })],
  },
  GetAttachment: {
    sequence: [messages(0, 1, { AttachmentShape: open }), messages(1, 1, { AttachmentIds: attachmentIds })],
  },
  DeleteAttachment: { sequence: [messages(1, 1, { AttachmentIds: attachmentIds })] },
};
