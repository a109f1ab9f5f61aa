/** Attributes of an element; `undefined` leaves one out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Escapes text for element content and attribute values. Carriage returns become `&#xD;`, as Exchange writes them. */
export function escapeXml(text: string): string {
  // Control characters are no XML 1.0, and Exchange sends them as references all the same.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[&<>"\r\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, (character) => {
    switch (character) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      default:
        return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
    }
  });
}

/** Writes an element around markup that is already escaped. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Writes an element around text; nothing at all when there is no text, because Exchange leaves out empty properties. */
export function textElement(name: string, text: string | number | boolean | undefined): string {
  if (text === undefined || text === '') return '';
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}
