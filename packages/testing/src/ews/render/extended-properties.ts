import { withExceptionDate } from '../store/ids.ts';
import type { ItemView } from '../store/item-views.ts';
import { dateOf } from '../time/instants.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import type { ExtendedField, ItemShape } from './item-shape.ts';

const meetingPropertySet = '6ed8da90-450b-101b-98da-00aa003f1305';
const globalObjectId = 3;
const cleanGlobalObjectId = 35;

/** Writes the extended properties that were asked for and that the item has; unknown ones are left out. */
export function extendedProperties({ view, shape }: { view: ItemView; shape: ItemShape }): string {
  return shape.extended
    .map((field) => {
      const value = extendedValue(view, field);
      if (value === undefined) return '';
      return element(
        't:ExtendedProperty',
        {},
        element('t:ExtendedFieldURI', field.attributes),
        textElement('t:Value', value),
      );
    })
    .join('');
}

/** The value of an extended property, base64 for binary ones. */
export function extendedValue(view: ItemView, field: ExtendedField): string | undefined {
  const {
    DistinguishedPropertySetId: name,
    PropertySetId: guid,
    PropertyId: id,
    PropertyType: type,
  } = field.attributes;
  const isMeetingSet = name === 'Meeting' || guid?.toLowerCase() === meetingPropertySet;
  if (!isMeetingSet || type !== 'Binary') return undefined;
  const clean = view.item.facts.globalObjectId;
  switch (Number(id)) {
    case cleanGlobalObjectId:
      return clean.toString('base64');
    case globalObjectId:
      return (view.original === undefined ? clean : withExceptionDate(clean, dateOf(view.original.wall))).toString(
        'base64',
      );
    default:
      return undefined;
  }
}
