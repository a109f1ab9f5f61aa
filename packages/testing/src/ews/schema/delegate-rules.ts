import { emailAddress } from './common-rules.ts';
import { isAnything, isBoolean, isOneOf, messages, required, textRule, typed } from './rule.ts';
import type { ElementRule } from './rule.ts';

const level = textRule(isOneOf('None', 'Editor', 'Reviewer', 'Author', 'Custom'));

const userId: ElementRule = {
  sequence: [
    typed(0, 1, { SID: textRule(isAnything) }),
    typed(0, 1, { PrimarySmtpAddress: textRule(isAnything) }),
    typed(0, 1, { DisplayName: textRule(isAnything) }),
    typed(0, 1, { DistinguishedUser: textRule(isOneOf('Default', 'Anonymous')) }),
    typed(0, 1, { ExternalUserIdentity: textRule(isAnything) }),
  ],
};

const delegateUser: ElementRule = {
  sequence: [
    typed(1, 1, { UserId: userId }),
    typed(0, 1, {
      DelegatePermissions: {
        sequence: ['Calendar', 'Tasks', 'Inbox', 'Contacts', 'Notes', 'Journal'].map((folder) =>
          typed(0, 1, { [`${folder}FolderPermissionLevel`]: level }),
        ),
      },
    }),
    typed(0, 1, { ReceiveCopiesOfMeetingMessages: textRule(isBoolean) }),
    typed(0, 1, { ViewPrivateItems: textRule(isBoolean) }),
  ],
};

const mailbox = messages(1, 1, { Mailbox: emailAddress });
const userIds: ElementRule = { sequence: [typed(1, Infinity, { UserId: userId })] };
const delegateUsers: ElementRule = { sequence: [typed(1, Infinity, { DelegateUser: delegateUser })] };
const delivery = messages(0, 1, {
  DeliverMeetingRequests: textRule(
    isOneOf('DelegatesOnly', 'DelegatesAndMe', 'DelegatesAndSendInformationToMe', 'NoForward'),
  ),
});

/** The operations on delegates (messages.xsd, BaseDelegateType and what extends it). */
export const delegateRules: Readonly<Record<string, ElementRule>> = {
  GetDelegate: {
    attributes: { IncludePermissions: required(isBoolean) },
    sequence: [mailbox, messages(0, 1, { UserIds: userIds })],
  },
  AddDelegate: { sequence: [mailbox, messages(1, 1, { DelegateUsers: delegateUsers }), delivery] },
  UpdateDelegate: { sequence: [mailbox, messages(0, 1, { DelegateUsers: delegateUsers }), delivery] },
  RemoveDelegate: { sequence: [mailbox, messages(1, 1, { UserIds: userIds })] },
};
