import { isGlobalObjectId } from '../render/extended-properties.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { extendedKey } from '../store/extended-values.ts';
import type { ExtendedEntry } from '../store/extended-values.ts';
import { parseDateTime } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';

const isWhole = (value: string): boolean => /^[+-]?\d+$/.test(value);
const isNumber = (value: string): boolean => value.trim() !== '' && Number.isFinite(Number(value));
const isBase64 = (value: string): boolean => Buffer.from(value, 'base64').toString('base64') === value;

const checks: Readonly<Record<string, (value: string) => boolean>> = {
  ApplicationTime: isNumber,
  Binary: isBase64,
  Boolean: (value) => /^(true|false|0|1)$/.test(value),
  CLSID: (value) => /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(value),
  Currency: isWhole,
  Double: isNumber,
  Float: isNumber,
  Integer: (value) => isWhole(value) && Math.abs(Number(value)) <= 2 ** 31,
  Long: isWhole,
  Short: (value) => isWhole(value) && Math.abs(Number(value)) <= 2 ** 15,
  String: () => true,
  SystemTime: (value) => parseDateTime(value, 'UTC') !== undefined,
};

/**
 * Names the property of an `ExtendedFieldURI`.
 *
 * @throws ItemError `ErrorInvalidExtendedProperty` when its attributes name none.
 */
export function requireExtendedKey(path: XmlNode): string {
  const key = extendedKey(path.attributes);
  if (key === undefined) {
    throw new ItemError(
      'ErrorInvalidExtendedProperty',
      'The extended property attribute combination is invalid.',
      detail(path),
    );
  }
  return key;
}

/**
 * Reads an extended property with its value.
 *
 * @throws ItemError `ErrorInvalidExtendedPropertyValue` when the value is not of the property's type;
 * `ErrorUnsupportedMapiPropertyType` for the types that nobody can set; `ErrorInvalidPropertySet` for what the server
 * sets itself.
 */
export function readExtendedProperty(node: XmlNode): readonly [string, ExtendedEntry] {
  const path = childOf(node, 'ExtendedFieldURI');
  if (path === undefined) throw new ItemError('ErrorInvalidExtendedProperty', 'The property has no path.');
  const key = requireExtendedKey(path);
  if (isGlobalObjectId(path.attributes)) {
    throw new ItemError('ErrorInvalidPropertySet', 'Set action is invalid for property.', detail(path));
  }
  const type = path.attributes['PropertyType'] ?? '';
  const isList = type.endsWith('Array');
  const check = checks[isList ? type.slice(0, -'Array'.length) : type];
  if (check === undefined) {
    throw new ItemError('ErrorUnsupportedMapiPropertyType', 'The property type is not supported.', detail(path));
  }
  const values = childOf(node, 'Values')?.children.map((value) => value.text);
  const value = childOf(node, 'Value')?.text;
  if (
    (isList ? value : values) !== undefined ||
    ![...(values ?? []), ...(value === undefined ? [] : [value])].every(check)
  ) {
    throw new ItemError(
      'ErrorInvalidExtendedPropertyValue',
      'The value is not of the type of the property.',
      detail(path),
    );
  }
  return [key, { path: path.attributes, value: values ?? value ?? '' }];
}

function detail(path: XmlNode): string {
  return element('t:ExtendedFieldURI', path.attributes);
}
