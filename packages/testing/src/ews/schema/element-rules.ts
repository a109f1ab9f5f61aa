import { namespaces } from '../xml/namespaces.ts';
import { distinguishedFolderNames } from './field-uris.ts';

/** Checks a value of text or of an attribute. */
export type ValueCheck = (value: string) => boolean;

/** One place in a sequence of children. */
export interface ChildRule {
  /** Elements that may stand here. */
  readonly oneOf: Readonly<Record<string, ElementRule>>;
  readonly namespace: string;
  readonly min: number;
  readonly max: number;
}

/** What an element may hold. */
export interface ElementRule {
  readonly attributes?: Readonly<Record<string, { readonly required: boolean; readonly check: ValueCheck }>>;
  /** Children in their order. */
  readonly sequence?: readonly ChildRule[];
  /** Text content. Without it only white space is allowed. */
  readonly text?: ValueCheck;
  /** Anything may follow below; used for filters, which their own reader checks. */
  readonly open?: boolean;
}

export const isAnything: ValueCheck = () => true;
const isNotEmpty: ValueCheck = (value) => value !== '';
const isBoolean: ValueCheck = (value) => /^(true|false|0|1)$/.test(value.trim());
const isInteger: ValueCheck = (value) => /^[+-]?\d{1,10}$/.test(value.trim());
const isDateTime: ValueCheck = (value) =>
  /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(value.trim());

/** A check for an enumeration. */
export function isOneOf(...names: readonly string[]): ValueCheck {
  return (value) => names.includes(value);
}

const required = (check: ValueCheck): { required: true; check: ValueCheck } => ({ required: true, check });
const optional = (check: ValueCheck): { required: false; check: ValueCheck } => ({ required: false, check });
const textRule = (check: ValueCheck): ElementRule => ({ text: check });
const open: ElementRule = { open: true };

function typed(min: number, max: number, oneOf: Readonly<Record<string, ElementRule>>): ChildRule {
  return { oneOf, namespace: namespaces.types, min, max };
}

function messages(min: number, max: number, oneOf: Readonly<Record<string, ElementRule>>): ChildRule {
  return { oneOf, namespace: namespaces.messages, min, max };
}

const itemId: ElementRule = { attributes: { Id: required(isAnything), ChangeKey: optional(isAnything) } };

const emailAddress: ElementRule = {
  sequence: [
    typed(0, 1, { Name: textRule(isAnything) }),
    typed(0, 1, { EmailAddress: textRule(isNotEmpty) }),
    typed(0, 1, { RoutingType: textRule(isNotEmpty) }),
    typed(0, 1, { MailboxType: textRule(isNotEmpty) }),
    typed(0, 1, { ItemId: itemId }),
    typed(0, 1, { OriginalDisplayName: textRule(isAnything) }),
  ],
};

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
  GetRoomLists: {},
  GetRooms: { sequence: [messages(1, 1, { RoomList: emailAddress })] },
};
