/** A value of an extended property: a list for the types whose name ends in `Array`. */
export type ExtendedValue = string | readonly string[];

/** One extended property with the path it was set by. */
export interface ExtendedEntry {
  /** Attributes of its `ExtendedFieldURI`. */
  readonly path: Readonly<Record<string, string>>;
  readonly value: ExtendedValue;
}

/** The extended properties of an item by {@link extendedKey}. */
export type ExtendedValues = ReadonlyMap<string, ExtendedEntry>;

/** Property sets that have names (types.xsd, DistinguishedPropertySetType; MS-OXPROPS, section 1.3.2). */
const distinguishedSets: Readonly<Record<string, string>> = {
  Meeting: '6ed8da90-450b-101b-98da-00aa003f1305',
  Appointment: '00062002-0000-0000-c000-000000000046',
  Common: '00062008-0000-0000-c000-000000000046',
  PublicStrings: '00020329-0000-0000-c000-000000000046',
  Address: '00062004-0000-0000-c000-000000000046',
  InternetHeaders: '00020386-0000-0000-c000-000000000046',
  CalendarAssistant: '11000e07-b51b-40d6-af21-caa85edab1d0',
  UnifiedMessaging: '4442858e-a9e3-4e80-b900-317a210cc15b',
  Task: '00062003-0000-0000-c000-000000000046',
  Sharing: '00062040-0000-0000-c000-000000000046',
};

/** The property set of a path as a GUID in lower case; nothing when the path names none. */
export function propertySetOf(path: Readonly<Record<string, string>>): string | undefined {
  const name = path['DistinguishedPropertySetId'];
  return name === undefined ? path['PropertySetId']?.toLowerCase() : distinguishedSets[name];
}

/**
 * Names a property independently of how its path is written: one set may be given by its name or its GUID, a tag in
 * decimal or hexadecimal digits. Nothing when the path names no property.
 */
export function extendedKey(path: Readonly<Record<string, string>>): string | undefined {
  const { PropertyTag: tag, PropertyName: name, PropertyId: id, PropertyType: type = '' } = path;
  const set = propertySetOf(path);
  if (tag !== undefined) {
    if (set !== undefined || name !== undefined || id !== undefined) return undefined;
    return `tag/${Number(tag)}/${type}`;
  }
  if (set === undefined || (name === undefined) === (id === undefined)) return undefined;
  // Names of properties differ in upper and lower case; ids are numbers.
  return name === undefined ? `${set}/id/${Number(id)}/${type}` : `${set}/name/${name}/${type}`;
}
