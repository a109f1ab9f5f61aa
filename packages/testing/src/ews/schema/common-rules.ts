import { distinguishedFolderNames } from './field-uris.ts';
import { isAnything, isGuid, isInteger, isNotEmpty, isOneOf, optional, required, textRule, typed } from './rule.ts';
import type { ElementRule } from './rule.ts';

/** An id with a change key. */
export const itemId: ElementRule = { attributes: { Id: required(isAnything), ChangeKey: optional(isAnything) } };

/** The ways to name an item. */
export const itemIdChoices: Readonly<Record<string, ElementRule>> = {
  ItemId: itemId,
  OccurrenceItemId: {
    attributes: {
      RecurringMasterId: required(isAnything),
      ChangeKey: optional(isAnything),
      InstanceIndex: required(isInteger),
    },
  },
  RecurringMasterItemId: { attributes: { OccurrenceId: required(isAnything), ChangeKey: optional(isAnything) } },
};

/** A list of items. */
export const itemIds: ElementRule = { sequence: [typed(1, Infinity, itemIdChoices)] };

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

const folderChoices: Readonly<Record<string, ElementRule>> = {
  FolderId: itemId,
  DistinguishedFolderId: {
    attributes: { Id: required((name) => distinguishedFolderNames.has(name)), ChangeKey: optional(isAnything) },
    sequence: [typed(0, 1, { Mailbox: emailAddress })],
  },
};

/** A list of folders. */
export const folderIds: ElementRule = { sequence: [typed(1, Infinity, folderChoices)] };

/** One folder. */
export const targetFolder: ElementRule = { sequence: [typed(1, 1, folderChoices)] };

const extendedFieldUri: ElementRule = {
  attributes: {
    DistinguishedPropertySetId: optional(
      isOneOf(
        'Meeting',
        'Appointment',
        'Common',
        'PublicStrings',
        'Address',
        'InternetHeaders',
        'CalendarAssistant',
        'UnifiedMessaging',
        'Task',
        'Sharing',
      ),
    ),
    PropertySetId: optional(isGuid),
    PropertyTag: optional((value) => /^(0x[0-9a-f]{1,4}|\d+)$/i.test(value)),
    PropertyName: optional(isAnything),
    PropertyId: optional(isInteger),
    PropertyType: required((value) =>
      /^(ApplicationTime|Binary|CLSID|Currency|Double|Float|Integer|Long|Object|Short|SystemTime|String)(Array)?$|^(Boolean|Error|Null)$/.test(
        value,
      ),
    ),
  },
};

/** The ways to name a property. */
export const propertyPathChoices: Readonly<Record<string, ElementRule>> = {
  // Which property paths exist depends on the requested version, so the validator checks them itself.
  FieldURI: { attributes: { FieldURI: required(isNotEmpty) } },
  IndexedFieldURI: { attributes: { FieldURI: required(isNotEmpty), FieldIndex: required(isAnything) } },
  ExtendedFieldURI: extendedFieldUri,
};

/** A list of properties. */
export const propertyPaths: ElementRule = { sequence: [typed(1, Infinity, propertyPathChoices)] };

/** An extended property with its value. */
export const extendedProperty: ElementRule = {
  sequence: [
    typed(1, 1, { ExtendedFieldURI: extendedFieldUri }),
    typed(1, 1, {
      Value: textRule(isAnything),
      Values: { sequence: [typed(1, Infinity, { Value: textRule(isAnything) })] },
    }),
  ],
};
