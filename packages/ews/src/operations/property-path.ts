/** XML of the path of a property that the schema knows, for example `item:Subject`. */
export function fieldPath(uri: string): string {
  return `<t:FieldURI FieldURI="${uri}"/>`;
}
