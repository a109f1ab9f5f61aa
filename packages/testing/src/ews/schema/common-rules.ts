import { isAnything, isNotEmpty, optional, required, textRule, typed } from './rule.ts';
import type { ElementRule } from './rule.ts';

/** An id with a change key. */
export const itemId: ElementRule = { attributes: { Id: required(isAnything), ChangeKey: optional(isAnything) } };

/** An address with whatever else is known of it. */
export const emailAddress: ElementRule = {
  sequence: [
    typed(0, 1, { Name: textRule(isAnything) }),
    typed(0, 1, { EmailAddress: textRule(isNotEmpty) }),
    typed(0, 1, { RoutingType: textRule(isNotEmpty) }),
    typed(0, 1, { MailboxType: textRule(isNotEmpty) }),
    typed(0, 1, { ItemId: itemId }),
    typed(0, 1, { OriginalDisplayName: textRule(isAnything) }),
  ],
};
