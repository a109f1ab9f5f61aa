import { availabilityRules } from './availability-rules.ts';
import { emailAddress, folderIds, itemIds, propertyPaths, targetFolder } from './common-rules.ts';
import { delegateRules } from './delegate-rules.ts';
import { writeRules } from './write-rules.ts';
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

const idFormat = isOneOf('EwsLegacyId', 'EwsId', 'EntryId', 'HexEntryId', 'StoreId', 'OwaId');

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
  GetItem: { sequence: [messages(1, 1, { ItemShape: itemShape }), messages(1, 1, { ItemIds: itemIds })] },
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
  ...writeRules,
  ...availabilityRules,
  SyncFolderItems: {
    sequence: [
      messages(1, 1, { ItemShape: itemShape }),
      messages(1, 1, { SyncFolderId: targetFolder }),
      messages(0, 1, { SyncState: textRule(isAnything) }),
      messages(0, 1, { Ignore: itemIds }),
      messages(1, 1, {
        MaxChangesReturned: textRule((value) => isInteger(value) && Number(value) >= 1 && Number(value) <= 512),
      }),
      messages(0, 1, { SyncScope: textRule(isOneOf('NormalItems', 'NormalAndAssociatedItems')) }),
    ],
  },
  FindPeople: {
    sequence: [
      messages(0, 1, { PersonaShape: folderShape }),
      messages(1, 1, { IndexedPageItemView: indexedPage }),
      messages(0, 1, { Restriction: open }),
      messages(0, 1, { AggregationRestriction: open }),
      messages(0, 1, { SortOrder: open }),
      messages(0, 1, { ParentFolderId: targetFolder }),
      messages(0, 1, { QueryString: textRule(isAnything) }),
    ],
  },
  ConvertId: {
    attributes: { DestinationFormat: required(idFormat) },
    sequence: [
      messages(1, 1, {
        SourceIds: {
          sequence: [
            typed(1, Infinity, {
              AlternateId: {
                attributes: {
                  Format: required(idFormat),
                  Id: required(isAnything),
                  Mailbox: required(isNotEmpty),
                  IsArchive: optional(isBoolean),
                },
              },
            }),
          ],
        },
      }),
    ],
  },
  GetRoomLists: {},
  GetRooms: { sequence: [messages(1, 1, { RoomList: emailAddress })] },
};
