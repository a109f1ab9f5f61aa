import { CalendarError } from '@kalends/core';

// Everything outside the Char production of XML 1.0: one such character makes Exchange refuse the whole request.
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const everyForbidden = new RegExp(forbidden, 'gu');

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Bare ones become spaces in an attribute, and a carriage return becomes a line feed everywhere.
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

/**
 * Escapes a value for element content and for attributes in double quotes. For ids, addresses and
 * dates: a character that XML cannot carry would make it another value, so it is refused instead of dropped.
 *
 * @param option - Name of the caller's option, for the message.
 * @throws CalendarError `invalidArgument`
 * @see {@link https://www.w3.org/TR/xml/#charsets | XML 1.0, characters}
 */
export function escapeXml(value: string, option: string): string {
  return escaped(value, option, 'invalidArgument');
}

/**
 * Escapes a text of an event, which may be anything. What XML cannot carry has no place in Exchange.
 *
 * @param field - Name of the field, for the message.
 * @throws CalendarError `unsupported`
 */
export function contentXml(value: string, field: string): string {
  return escaped(value, field, 'unsupported');
}

function escaped(value: string, name: string, code: 'invalidArgument' | 'unsupported'): string {
  if (forbidden.test(value)) {
    throw new CalendarError({
      code,
      message: `${name} holds a character that XML cannot carry`,
      provider: 'ews',
    });
  }
  return value.replace(/[&<>"\t\n\r]/g, (character) => references[character] ?? character);
}

/** Takes out the characters XML forbids, which servers send nevertheless, from text that was read. */
export function dropForbiddenCharacters(text: string): string {
  return text.replace(everyForbidden, '');
}
