import { fieldUris } from '../schema/field-uris.ts';
import type { RequestContext } from '../soap/request-context.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { isAtLeast } from '../soap/server-versions.ts';
import type { AnyView } from '../store/item-views.ts';
import { element } from '../xml/xml-writer.ts';
import { contactProperties } from './contact-properties.ts';
import type { ContactProperty } from './contact-properties.ts';
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

/** The properties to write, by kind of item. */
export interface SelectedProperties {
  readonly calendar: readonly PropertyDefinition[];
  readonly contact: readonly ContactProperty[];
}

/** Chooses the properties that a shape includes; done once for all items of an answer. */
export function selectProperties(target: ItemTarget): SelectedProperties {
  const { shape, context, inFind } = target;
  const isSelected = (property: Pick<PropertyDefinition, 'uri' | 'shape' | 'find'>): boolean => {
    if (inFind && property.find !== undefined) return false;
    if (property.uri === '') return shape.extended.length > 0;
    if (!isAtLeast(context.version, fieldUris.get(property.uri) ?? 'Exchange2007')) return false;
    if (shape.fields.has(property.uri)) return true;
    return shape.base !== 'IdOnly' && (property.shape === 'Default' || property.shape === shape.base);
  };
  return { calendar: itemProperties.filter(isSelected), contact: contactProperties.filter(isSelected) };
}

/** Writes an item. */
export function itemElement(
  view: AnyView,
  { calendar: properties, contact }: SelectedProperties,
  target: ItemTarget,
): string {
  if (view.type === 'contact') {
    const { context, shape, inFind } = target;
    return element(
      't:Contact',
      {},
      element('t:ItemId', { Id: view.id, ChangeKey: view.item.changeKey }),
      ...contact.map((property) => property.write({ view, context, shape, inFind })),
    );
  }
  const isHidden = target.hidesPrivateItems && view.content.sensitivity === 'Private';
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
