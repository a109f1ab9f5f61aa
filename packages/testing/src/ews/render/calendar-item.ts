import { fieldUris } from '../schema/field-uris.ts';
import type { RequestContext } from '../soap/request-context.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import type { ItemView } from '../store/item-views.ts';
import { element } from '../xml/xml-writer.ts';
import { itemProperties } from './item-properties.ts';
import type { PropertyDefinition } from './item-properties.ts';
import type { ItemShape } from './item-shape.ts';

/** Where an item is written for. */
export interface ItemTarget {
  readonly context: RequestContext;
  readonly shape: ItemShape;
  readonly inFind: boolean;
  /** The year whose zone rules are written. */
  readonly year: number;
  /** Whether the actor sees nothing but the busy time of private items. */
  readonly hidesPrivateItems: boolean;
}

const mimeContent = new Set(['item:MimeContent', 'item:MimeContentUTF8']);
const refusedInFind = new Set([
  ...mimeContent,
  'item:UniqueBody',
  'item:NormalizedBody',
  ...itemProperties.filter((property) => property.find === 'refused').map((property) => property.uri),
]);

/**
 * Refuses what cannot be read this way.
 *
 * @throws ItemError `ErrorInvalidPropertyRequest` for a body, attendees and the like in FindItem;
 * `ErrorUnsupportedMimeConversion` for MIME content, which this server does not make.
 */
export function checkItemShape(shape: ItemShape, inFind: boolean): void {
  if (inFind && ([...shape.fields].some((uri) => refusedInFind.has(uri)) || shape.includeMimeContent)) {
    throw new ItemError('ErrorInvalidPropertyRequest', 'The requested property is not available in a list of items.');
  }
  if (shape.includeMimeContent || [...shape.fields].some((uri) => mimeContent.has(uri))) {
    throw new ItemError('ErrorUnsupportedMimeConversion', 'The item cannot be converted to MIME content.');
  }
}

/** Chooses the properties that a shape includes; done once for all items of an answer. */
export function selectProperties(target: ItemTarget): readonly PropertyDefinition[] {
  const { shape, context, inFind } = target;
  return itemProperties.filter((property) => {
    if (inFind && property.find !== undefined) return false;
    if (property.uri === '') return shape.extended.length > 0;
    if (!isAtLeast(context.version, fieldUris.get(property.uri) ?? 'Exchange2007')) return false;
    if (shape.fields.has(property.uri)) return true;
    return shape.base !== 'IdOnly' && (property.shape === 'Default' || property.shape === shape.base);
  });
}

/** Writes an item. */
export function calendarItemElement(
  view: ItemView,
  properties: readonly PropertyDefinition[],
  target: ItemTarget,
): string {
  const isHidden = target.hidesPrivateItems && view.item.facts.meeting.privacy === 'private';
  const source = { view, context: target.context, shape: target.shape, inFind: target.inFind, year: target.year };
  return element(
    't:CalendarItem',
    {},
    element('t:ItemId', { Id: view.id, ChangeKey: view.item.changeKey }),
    ...properties
      .filter((property) => !isHidden || property.showsWhenPrivate === true)
      .map((property) => property.write(source)),
  );
}
