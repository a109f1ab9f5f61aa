import { ItemError } from '../soap/ews-errors.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import type { Attributes } from '../xml/xml-writer.ts';

/** A page of a list with the attributes that `RootFolder` tells about it. */
export interface Page<T> {
  readonly entries: readonly T[];
  readonly attributes: Attributes;
}

/**
 * Reads MaxEntriesReturned of a view.
 *
 * @throws ItemError `ErrorInvalidPagingMaxRows` when it is not positive.
 */
export function readMaxEntries(view: XmlNode | undefined): number {
  const text = view?.attributes['MaxEntriesReturned'];
  if (text === undefined) return Infinity;
  const value = Number(text);
  if (!(value >= 1)) throw new ItemError('ErrorInvalidPagingMaxRows', 'MaxEntriesReturned must be greater than zero.');
  return value;
}

/**
 * Cuts a page out of a list by an IndexedPageItemView or IndexedPageFolderView; without a view it starts at the front.
 *
 * @throws ItemError `ErrorInvalidIndexedPagingParameters` for a negative offset.
 */
export function indexedPage<T>(all: readonly T[], view: XmlNode | undefined, limit: number): Page<T> {
  const size = Math.min(readMaxEntries(view), limit);
  const offset = Number(view?.attributes['Offset'] ?? '0');
  if (offset < 0) {
    throw new ItemError('ErrorInvalidIndexedPagingParameters', 'The offset must not be negative.');
  }
  const fromEnd = view?.attributes['BasePoint'] === 'End';
  const start = fromEnd ? Math.max(0, all.length - offset - size) : Math.min(offset, all.length);
  const end = fromEnd ? Math.max(0, all.length - offset) : Math.min(all.length, start + size);
  const isComplete = fromEnd ? start === 0 : end === all.length;
  return {
    entries: all.slice(start, end),
    attributes: {
      IndexedPagingOffset: fromEnd ? all.length - start : end,
      TotalItemsInView: all.length,
      IncludesLastItemInRange: isComplete,
    },
  };
}
