import { extendedKey, propertySetOf } from '../store/extended-values.ts';
import type { ExtendedValue, ExtendedValues } from '../store/extended-values.ts';
import { withExceptionDate } from '../store/ids.ts';
import type { ItemView } from '../store/item-views.ts';
import { dateOf } from '../time/instants.ts';
import { element, escapeXml } from '../xml/xml-writer.ts';
import type { ExtendedField } from './item-shape.ts';

const meetingPropertySet = '6ed8da90-450b-101b-98da-00aa003f1305';
const globalObjectId = 3;
const cleanGlobalObjectId = 35;

/** Reads an extended property by its path; nothing when the item does not have it. */
export type ExtendedReader = (field: ExtendedField) => ExtendedValue | undefined;

/** Writes the extended properties that were asked for and that the item has; unknown ones are left out. */
export function extendedProperties(fields: readonly ExtendedField[], read: ExtendedReader): string {
  return fields
    .map((field) => {
      const value = read(field);
      if (value === undefined) return '';
      return element(
        't:ExtendedProperty',
        {},
        element('t:ExtendedFieldURI', field.attributes),
        typeof value === 'string'
          ? element('t:Value', {}, escapeXml(value))
          : element('t:Values', {}, ...value.map((each) => element('t:Value', {}, escapeXml(each)))),
      );
    })
    .join('');
}

/** The value of a property that somebody set. */
export function storedExtendedValue(values: ExtendedValues, { attributes }: ExtendedField): ExtendedValue | undefined {
  return values.get(extendedKey(attributes) ?? '')?.value;
}

/** The value of an extended property of a calendar item, base64 for binary ones. */
export function extendedValue(view: ItemView, field: ExtendedField): ExtendedValue | undefined {
  if (!isGlobalObjectId(field.attributes)) return storedExtendedValue(view.content.extended, field);
  const clean = view.content.globalObjectId;
  const isClean = Number(field.attributes['PropertyId']) === cleanGlobalObjectId || view.original === undefined;
  return (isClean ? clean : withExceptionDate(clean, dateOf(view.original.wall))).toString('base64');
}

/** Whether a path names one of the two properties that identify a meeting; the server sets them, nobody else. */
export function isGlobalObjectId(path: Readonly<Record<string, string>>): boolean {
  const { PropertyId: id, PropertyType: type } = path;
  return (
    propertySetOf(path) === meetingPropertySet &&
    type === 'Binary' &&
    [globalObjectId, cleanGlobalObjectId].includes(Number(id))
  );
}
