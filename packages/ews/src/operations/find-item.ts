import { CalendarError } from '@kalends/core';
import type { ErrorContext } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { isTrue } from '../mapping/wire-values.ts';
import { responseMessageMembers } from '../soap/answer-shape.ts';
import { messagesNamespace, typesNamespace } from '../soap/namespaces.ts';
import { element, many } from '../soap/shape.ts';
import { calendarItemShape } from '../wire/calendar-item-shape.ts';
import type { WireItem } from '../wire/calendar-item-shape.ts';
import { folderReferenceXml, propertiesXml } from './folder-ids.ts';
import type { FolderReference } from './folder-ids.ts';
import { expectOneSuccess } from './response-messages.ts';

const responseShape = element(messagesNamespace, {
  ResponseMessages: element(messagesNamespace, {
    FindItemResponseMessage: many(
      element(
        messagesNamespace,
        {
          ...responseMessageMembers,
          RootFolder: element(
            typesNamespace,
            {
              Items: element(typesNamespace, {
                CalendarItem: many(calendarItemShape),
              }),
            },
            ['IncludesLastItemInRange'],
          ),
        },
        ['ResponseClass'],
      ),
    ),
  }),
});

/** What is known of an item before it is read: enough to say which page it belongs to. */
export interface ItemStub {
  readonly id: string;
  /** As sent, an instant. */
  readonly start: string;
  /** All that was asked for. */
  readonly item: WireItem;
}

/** What a view shows of each item: where it begins, or the time it takes. */
export type ViewDetail = 'position' | 'busyTime';

const viewProperties: Readonly<Record<ViewDetail, readonly string[]>> = {
  position: ['calendar:Start'],
  busyTime: [
    'calendar:Start',
    'calendar:End',
    'calendar:IsAllDayEvent',
    'calendar:LegacyFreeBusyStatus',
    'calendar:StartTimeZone',
  ],
};

/** A view of a part of a calendar. */
export interface CalendarView {
  readonly items: readonly ItemStub[];
  /** The server had no more than it sent. */
  readonly isComplete: boolean;
}

/**
 * FindItem with a CalendarView: single events, occurrences and exceptions that touch an interval. Ids and times alone: it
 * knows neither bodies nor attendees, and cuts texts at 255 characters.
 */
export function findItemsInView(options: {
  readonly folder: FolderReference;
  /** Instants `YYYY-MM-DDTHH:mm:ssZ`, less than two years apart. */
  readonly start: string;
  readonly end: string;
  readonly maxEntries: number;
  readonly detail: ViewDetail;
}): ExchangeCall<CalendarView> {
  return exchangeCall({
    responseName: 'FindItemResponse',
    request: () =>
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>` +
      `${propertiesXml(viewProperties[options.detail])}</m:ItemShape>` +
      `<m:CalendarView MaxEntriesReturned="${options.maxEntries}" StartDate="${options.start}" EndDate="${options.end}"/>` +
      `<m:ParentFolderIds>${folderReferenceXml(options.folder)}</m:ParentFolderIds></m:FindItem>`,
    response: responseShape,
    read(response, context) {
      const root = expectOneSuccess(response.ResponseMessages?.FindItemResponseMessage, context).RootFolder;
      if (root === undefined) throw invalidView('has no list', context);
      const items = (root.Items?.CalendarItem ?? []).map((item) => {
        const { ItemId, Start } = item;
        if (ItemId?.Id === undefined || Start === undefined)
          throw invalidView('has an item without id or start', context);
        return { id: ItemId.Id, start: Start, item };
      });
      const said = root.IncludesLastItemInRange;
      // The schema lets a server be silent about it; a view that is filled to the limit is taken for cut off then.
      return { items, isComplete: said === undefined ? items.length < options.maxEntries : isTrue(said) };
    },
  });
}

/** Leaving such an item out would make the time it takes look free. */
function invalidView(what: string, context: ErrorContext): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `The view of the calendar that Exchange sent ${what}`,
    provider: 'ews',
    ...context,
  });
}
