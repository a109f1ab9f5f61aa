import { ItemError } from '../soap/ews-errors.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import { clearExtended, setExtended } from './item-fields.ts';
import type { Field, ItemDraft } from './item-fields.ts';

/** How an item of one kind is written. */
export interface Writer<Draft extends ItemDraft> {
  readonly fields: Readonly<Record<string, Field<Draft>>>;
  /** Element names that the changed properties may be wrapped in. */
  readonly wrappers: readonly string[];
  readonly uriOf: (name: string) => string;
  /** For kinds with dictionaries. */
  readonly setEntry?: (draft: Draft, path: XmlNode, node: XmlNode) => void;
  readonly clearEntry?: (draft: Draft, path: XmlNode) => void;
  readonly setDictionary?: (draft: Draft, node: XmlNode) => void;
}

const dictionaries = new Set(['EmailAddresses', 'PhysicalAddresses', 'PhoneNumbers', 'ImAddresses']);

/**
 * Writes the properties of a new item in the order in which they stand.
 *
 * @throws ItemError `ErrorInvalidPropertySet` for a property that only the server sets.
 */
export function applyProperties<Draft extends ItemDraft>(draft: Draft, node: XmlNode, writer: Writer<Draft>): void {
  for (const child of node.children) {
    if (child.name === 'ExtendedProperty') setExtended(draft, child);
    else if (dictionaries.has(child.name) && writer.setDictionary !== undefined) writer.setDictionary(draft, child);
    else settable(writer, writer.uriOf(child.name), child).set(draft, child);
  }
}

/**
 * Carries out the changes of an `Updates` element, one after the other.
 *
 * @throws ItemError with the documented code for a change that cannot be made.
 */
export function applyUpdates<Draft extends ItemDraft>(draft: Draft, updates: XmlNode, writer: Writer<Draft>): void {
  for (const change of updates.children) {
    const [path, wrapper] = change.children;
    if (path === undefined) throw new ItemError('ErrorIncorrectUpdatePropertyCount', 'A change has no property.');
    if (change.name === 'DeleteItemField') clearProperty(draft, path, writer);
    else writeProperty(draft, { change, path, wrapper }, writer);
  }
}

function clearProperty<Draft extends ItemDraft>(draft: Draft, path: XmlNode, writer: Writer<Draft>): void {
  if (path.name === 'ExtendedFieldURI') return clearExtended(draft, path);
  if (path.name === 'IndexedFieldURI' && writer.clearEntry !== undefined) return writer.clearEntry(draft, path);
  const clear = writer.fields[path.attributes['FieldURI'] ?? '']?.clear;
  if (clear === undefined) {
    throw new ItemError('ErrorInvalidPropertyDelete', 'Delete action is invalid for property.', pathDetail(path));
  }
  clear(draft);
}

function writeProperty<Draft extends ItemDraft>(
  draft: Draft,
  {
    change,
    path,
    wrapper,
  }: { readonly change: XmlNode; readonly path: XmlNode; readonly wrapper: XmlNode | undefined },
  writer: Writer<Draft>,
): void {
  if (wrapper === undefined || !writer.wrappers.includes(wrapper.name)) {
    throw new ItemError('ErrorUpdatePropertyMismatch', 'The property does not belong to the item.', pathDetail(path));
  }
  const [property] = wrapper.children;
  if (property === undefined || wrapper.children.length !== 1) {
    throw new ItemError(
      'ErrorIncorrectUpdatePropertyCount',
      'An object within a change description must contain one and only one property to modify.',
      pathDetail(path),
    );
  }
  const isAppend = change.name === 'AppendToItemField';
  if (path.name === 'FieldURI') {
    const uri = path.attributes['FieldURI'] ?? '';
    if (writer.uriOf(property.name) !== uri) throw mismatch(path);
    const field = settable(writer, uri, property);
    const write = isAppend ? field.append : field.set;
    if (write === undefined) throw noAppend(path);
    write(draft, property);
    return;
  }
  if (isAppend) throw noAppend(path);
  if (path.name === 'IndexedFieldURI') {
    if (writer.setEntry === undefined) throw notSettable(path);
    writer.setEntry(draft, path, property);
    return;
  }
  const inner = property.name === 'ExtendedProperty' ? property.children[0] : undefined;
  if (inner === undefined || !hasSameAttributes(inner, path)) throw mismatch(path);
  setExtended(draft, property);
}

function settable<Draft extends ItemDraft>(writer: Writer<Draft>, uri: string, node: XmlNode): Field<Draft> {
  const field = Object.hasOwn(writer.fields, uri) ? writer.fields[uri] : undefined;
  if (field === undefined) throw notSettable({ ...node, name: 'FieldURI', attributes: { FieldURI: uri } });
  return field;
}

function hasSameAttributes(a: XmlNode, b: XmlNode): boolean {
  const names = new Set([...Object.keys(a.attributes), ...Object.keys(b.attributes)]);
  return [...names].every((name) => a.attributes[name] === b.attributes[name]);
}

function notSettable(path: XmlNode): ItemError {
  return new ItemError('ErrorInvalidPropertySet', 'Set action is invalid for property.', pathDetail(path));
}

function noAppend(path: XmlNode): ItemError {
  return new ItemError('ErrorInvalidPropertyAppend', 'Append action is invalid for property.', pathDetail(path));
}

function mismatch(path: XmlNode): ItemError {
  return new ItemError(
    'ErrorUpdatePropertyMismatch',
    'The property path does not match the property.',
    pathDetail(path),
  );
}

function pathDetail(path: XmlNode): string {
  return element(`t:${path.name}`, path.attributes);
}
