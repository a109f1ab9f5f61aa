import { emailAddress, itemId } from './common-rules.ts';
import { delegateRules } from './delegate-rules.ts';
import { distinguishedFolderNames } from './field-uris.ts';
import {
  isAnything,
  isNotEmpty,
  isBoolean,
  isInteger,
  isDateTime,
  isOneOf,
  required,
  optional,
  textRule,
  open,
  typed,
  messages,
} from './rule.ts';
import type { ElementRule } from './rule.ts';

const folderIds: ElementRule = {
  sequence: [
    typed(1, Infinity, {
      FolderId: itemId,
      DistinguishedFolderId: {
        attributes: { Id: required((name) => distinguishedFolderNames.has(name)), ChangeKey: optional(isAnything) },
        sequence: [typed(0, 1, { Mailbox: emailAddress })],
      },
    }),
  ],
};

const propertyPaths: ElementRule = {
  sequence: [
    typed(1, Infinity, {
      // Which property paths exist depends on the requested version, so the validator checks them itself.
      FieldURI: { attributes: { FieldURI: required(isNotEmpty) } },
      IndexedFieldURI: { attributes: { FieldURI: required(isNotEmpty), FieldIndex: required(isAnything) } },
      ExtendedFieldURI: {
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
          PropertySetId: optional((value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)),
          PropertyTag: optional((value) => /^(0x[0-9a-f]{1,4}|\d+)$/i.test(value)),
          PropertyName: optional(isAnything),
          PropertyId: optional(isInteger),
          PropertyType: required((value) => /^[A-Z][A-Za-z0-9]+$/.test(value)),
        },
      },
    }),
  ],
};

const bodyType = textRule(isOneOf('Best', 'HTML', 'Text'));
const baseShape = typed(1, 1, {
  BaseShape: textRule(isOneOf('IdOnly', 'Default', 'AllProperties', 'PcxPeopleSearch')),
});
const additionalProperties = typed(0, 1, { AdditionalProperties: propertyPaths });

const itemShape: ElementRule = {
  sequence: [
    baseShape,
    typed(0, 1, { IncludeMimeContent: textRule(isBoolean) }),
    typed(0, 1, { BodyType: bodyType }),
    typed(0, 1, { UniqueBodyType: bodyType }),
    typed(0, 1, { NormalizedBodyType: bodyType }),
    typed(0, 1, { FilterHtmlContent: textRule(isBoolean) }),
    typed(0, 1, { ConvertHtmlCodePageToUTF8: textRule(isBoolean) }),
    typed(0, 1, { InlineImageUrlTemplate: textRule(isAnything) }),
    typed(0, 1, { BlockExternalImages: textRule(isBoolean) }),
    typed(0, 1, { AddBlankTargetToLinks: textRule(isBoolean) }),
    typed(0, 1, { MaximumBodySize: textRule(isInteger) }),
    additionalProperties,
  ],
};

const folderShape: ElementRule = { sequence: [baseShape, additionalProperties] };

const indexedPage: ElementRule = {
  attributes: {
    MaxEntriesReturned: optional(isInteger),
    Offset: required(isInteger),
    BasePoint: required(isOneOf('Beginning', 'End')),
  },
};

const calendarView: ElementRule = {
  attributes: {
    MaxEntriesReturned: optional(isInteger),
    StartDate: required(isDateTime),
    EndDate: required(isDateTime),
  },
};

/** The operations the emulator answers, with the content their requests may have (messages.xsd). */
export const operationRules: Readonly<Record<string, ElementRule>> = {
  FindItem: {
    attributes: { Traversal: required(isOneOf('Shallow', 'SoftDeleted', 'Associated')) },
    sequence: [
      messages(1, 1, { ItemShape: itemShape }),
      messages(0, 1, {
        IndexedPageItemView: indexedPage,
        FractionalPageItemView: open,
        SeekToConditionPageItemView: open,
        CalendarView: calendarView,
        ContactsView: open,
      }),
      messages(0, 1, { GroupBy: open, DistinguishedGroupBy: open }),
      messages(0, 1, { Restriction: open }),
      messages(0, 1, { SortOrder: open }),
      messages(1, 1, { ParentFolderIds: folderIds }),
      messages(0, 1, { QueryString: open }),
    ],
  },
  GetItem: {
    sequence: [
      messages(1, 1, { ItemShape: itemShape }),
      messages(1, 1, {
        ItemIds: {
          sequence: [
            typed(1, Infinity, {
              ItemId: itemId,
              OccurrenceItemId: {
                attributes: {
                  RecurringMasterId: required(isAnything),
                  ChangeKey: optional(isAnything),
                  InstanceIndex: required(isInteger),
                },
              },
              RecurringMasterItemId: {
                attributes: { OccurrenceId: required(isAnything), ChangeKey: optional(isAnything) },
              },
            }),
          ],
        },
      }),
    ],
  },
  FindFolder: {
    attributes: { Traversal: required(isOneOf('Shallow', 'Deep', 'SoftDeleted')) },
    sequence: [
      messages(1, 1, { FolderShape: folderShape }),
      messages(0, 1, { IndexedPageFolderView: indexedPage, FractionalPageFolderView: open }),
      messages(0, 1, { Restriction: open }),
      messages(1, 1, { ParentFolderIds: folderIds }),
    ],
  },
  GetFolder: {
    sequence: [messages(1, 1, { FolderShape: folderShape }), messages(1, 1, { FolderIds: folderIds })],
  },
  GetServerTimeZones: {
    attributes: { ReturnFullTimeZoneData: optional(isBoolean) },
    sequence: [messages(0, 1, { Ids: { sequence: [typed(1, Infinity, { Id: textRule(isAnything) })] } })],
  },
  ResolveNames: {
    attributes: {
      ReturnFullContactData: required(isBoolean),
      SearchScope: optional(
        isOneOf('ActiveDirectory', 'ActiveDirectoryContacts', 'Contacts', 'ContactsActiveDirectory'),
      ),
      ContactDataShape: optional(isOneOf('IdOnly', 'Default', 'AllProperties')),
    },
    sequence: [
      messages(0, 1, { ParentFolderIds: folderIds }),
      messages(1, 1, { UnresolvedEntry: textRule(isNotEmpty) }),
    ],
  },
  ...delegateRules,
  GetRoomLists: {},
  GetRooms: { sequence: [messages(1, 1, { RoomList: emailAddress })] },
};
