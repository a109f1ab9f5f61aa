import { Temporal } from 'temporal-polyfill';
import { itemElement, checkItemShape, selectProperties } from '../render/item-element.ts';
import { extendedValue, storedExtendedValue } from '../render/extended-properties.ts';
import { readItemShape } from '../render/item-shape.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { attempt, responseOf } from '../soap/response-messages.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import { viewOf, viewsInWindow } from '../store/item-views.ts';
import type { AnyView, ItemView } from '../store/item-views.ts';
import { entryKey, isContactText } from '../store/contact-dictionaries.ts';
import { extendedKey } from '../store/extended-values.ts';
import { readsItems } from '../store/folder-rights.ts';
import type { Folder } from '../store/stored-item.ts';
import { parseDateTime, yearOf } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';
import { indexedPage, readMaxEntries } from './paging.ts';
import type { Page } from './paging.ts';
import { resolveFolder } from './resolve-folder.ts';
import { compileRestriction } from './restriction.ts';
import type { ValueReader } from './restriction.ts';

// A query costs more than a plain list, so servers from 2013 on return fewer items for it.
const limitWithRestriction = 250;

/** FindItem: one response message for each folder. */
export function findItem(input: OperationInput): string {
  const { request, context, store } = input;
  const shape = readItemShape(childOf(request, 'ItemShape'));
  const messages = (childOf(request, 'ParentFolderIds')?.children ?? []).map((node) =>
    attempt('FindItem', '', () => {
      const folder = resolveFolder(node, store, context.actor);
      if (!readsItems(store.permissions.rightsIn(folder, context.actor))) {
        throw new ItemError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
      }
      checkItemShape(shape, true);
      const page = findIn(folder, input);
      const year = yearOf(input.now);
      const hidesPrivateItems = !store.permissions.seesPrivateItems(folder.account, context.actor);
      const target = { context, shape, inFind: true, year, hidesPrivateItems };
      const properties = selectProperties(target);
      const items = page.entries.map((view) => itemElement(view, properties, target));
      return element('m:RootFolder', page.attributes, element('t:Items', {}, ...items));
    }),
  );
  return responseOf('FindItem', messages);
}

function findIn(folder: Folder, input: OperationInput): Page<AnyView> {
  const { request, store } = input;
  const calendarView = childOf(request, 'CalendarView');
  if (childOf(request, 'QueryString') !== undefined) {
    throw new ItemError('ErrorUnsupportedQueryFilter', 'The query string is not supported.');
  }
  if (childOf(request, 'GroupBy') ?? childOf(request, 'DistinguishedGroupBy')) {
    throw new ItemError('ErrorUnsupportedPathForSortGroup', 'Grouping is not supported.');
  }
  const restriction = childOf(request, 'Restriction');
  const sortOrder = childOf(request, 'SortOrder');
  const isShallow = request.attributes['Traversal'] === 'Shallow';
  if (calendarView !== undefined) {
    if (folder.folderClass !== 'IPF.Appointment') {
      throw new ItemError('ErrorCalendarFolderIsInvalidForCalendarView', 'The folder is not a calendar.');
    }
    if (restriction !== undefined || sortOrder !== undefined || !isShallow) {
      throw new ItemError(
        'ErrorInvalidRestriction',
        'A calendar view takes no restriction, no order and no traversal.',
      );
    }
    return findInWindow(folder, calendarView, input);
  }
  const view = childOf(request, 'IndexedPageItemView');
  const otherView = ['FractionalPageItemView', 'SeekToConditionPageItemView', 'ContactsView'].find(
    (name) => childOf(request, name) !== undefined,
  );
  if (otherView !== undefined) throw new ItemError('ErrorInvalidOperation', 'The view is not supported.');
  const filter = restriction === undefined ? undefined : compileRestriction(restriction);
  const limit = filter === undefined ? input.findLimit : Math.min(input.findLimit, limitWithRestriction);
  const found = (isShallow ? store.items.in(folder) : [])
    .map(viewOf)
    .filter((item) => filter?.(valueReader(item)) ?? true);
  const page = indexedPage(sorted(found, sortOrder), view, limit);
  requireWithinLimit(found.length, Math.min(readMaxEntries(view), found.length) > limit, input);
  return page;
}

function findInWindow(folder: Folder, view: XmlNode, input: OperationInput): Page<ItemView> {
  const { from, to } = readWindow(view, input.context.timeZone ?? 'UTC');
  const wanted = readMaxEntries(view);
  const found = input.store.items
    .in(folder)
    .flatMap((item) => (item.type === 'calendar' ? viewsInWindow(item, from, to) : []))
    .sort((a, b) => a.content.start - b.content.start || a.item.number - b.item.number);
  const size = Math.min(wanted, input.findLimit);
  requireWithinLimit(found.length, Math.min(wanted, found.length) > input.findLimit, input);
  return {
    entries: found.slice(0, size),
    attributes: { TotalItemsInView: found.length, IncludesLastItemInRange: found.length <= size },
  };
}

/** From Exchange 2010 SP1 on, too many items mean a partial answer; before, they are an error. */
function requireWithinLimit(count: number, isExceeded: boolean, { context }: OperationInput): void {
  if (count > 0 && isExceeded && !isAtLeast(context.version, 'Exchange2010_SP1')) {
    throw new ItemError('ErrorExceededFindCountLimit', 'The request exceeds the number of items that may be found.');
  }
}

function readWindow(view: XmlNode, timeZone: string): { from: number; to: number } {
  const texts = [view.attributes['StartDate'] ?? '', view.attributes['EndDate'] ?? ''];
  if (texts.some((text) => /^(0001|9999)-/.test(text))) {
    throw new ItemError('ErrorValueOutOfRange', 'The specified date is out of range.');
  }
  const [from, to] = texts.map((text) => parseDateTime(text, timeZone));
  if (from === undefined || to === undefined) {
    throw new ItemError('ErrorValueOutOfRange', 'The specified date is out of range.');
  }
  if (to < from) {
    throw new ItemError('ErrorCalendarEndDateIsEarlierThanStartDate', 'EndDate is earlier than StartDate');
  }
  const latest = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC').add({ years: 2 });
  if (to > latest.epochMilliseconds) {
    throw new ItemError(
      'ErrorCalendarViewRangeTooBig',
      'The specified view range exceeds the maximum range of two years.',
    );
  }
  return { from, to };
}

function valueReader(view: AnyView): ValueReader {
  return (path) => {
    if (path.name === 'ExtendedFieldURI') {
      if (extendedKey(path.attributes) === undefined) {
        throw new ItemError('ErrorInvalidExtendedProperty', 'The extended property attribute combination is invalid.');
      }
      const value =
        view.type === 'calendar'
          ? extendedValue(view, { attributes: path.attributes })
          : storedExtendedValue(view.content.extended, { attributes: path.attributes });
      return typeof value === 'object' ? value.join(' ') : value;
    }
    if (path.name === 'IndexedFieldURI' && view.type === 'contact')
      return view.content.entries.get(entryKey(path.attributes));
    const uri = path.attributes['FieldURI'] ?? '';
    if (uri === 'item:Subject') return view.content.subject;
    if (uri === 'item:LastModifiedTime') return view.content.modifiedAt;
    if (uri === 'item:DateTimeCreated') return view.content.createdAt;
    if (view.type === 'calendar' && uri === 'calendar:Start') return view.content.start;
    if (view.type === 'calendar' && uri === 'calendar:End') return view.content.end;
    if (view.type === 'contact' && isContactText(uri)) return view.content.texts.get(uri.slice('contacts:'.length));
    // The UID among them: it can be read, and not be searched for.
    throw new ItemError('ErrorUnsupportedPathForQuery', 'The property can not be used with this type of restriction.');
  };
}

function sorted(views: readonly AnyView[], order: XmlNode | undefined): readonly AnyView[] {
  if (order === undefined) return views;
  const fields = order.children.map((field) => ({
    descending: field.attributes['Order'] === 'Descending',
    path: field.children[0],
  }));
  return [...views].sort((a, b) => {
    for (const { descending, path } of fields) {
      if (path === undefined) continue;
      const left = valueReader(a)(path) ?? '';
      const right = valueReader(b)(path) ?? '';
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return a.item.number - b.item.number;
  });
}
