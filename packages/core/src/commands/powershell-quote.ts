import { CalendarError } from '../errors/calendar-error.ts';

const maxLength = 4_096;

/** What PowerShell reads as a single quote: the ASCII one and the typographic ones U+2018 to U+201B. */
const singleQuotes = /['\u2018-\u201B]/g;

/** Controls, line breaks of every kind and halves of surrogate pairs: nothing that belongs on a command line. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/**
 * Quotes text as one argument for PowerShell: in single quotes, where neither `$` nor a backtick nor a double quote means
 * anything. Every character that PowerShell takes for a single quote is doubled, the typographic ones of pasted names included.
 *
 * @throws CalendarError `invalidArgument` for line breaks, control characters and half surrogates, and for more than 4,096
 *   characters.
 * @see {@link https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules | about_Quoting_Rules}
 * @public
 */
export function powershellQuote(text: string): string {
  if (text.length > maxLength || unprintable.test(text)) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'An argument of a command is one line of at most 4,096 characters without control characters',
    });
  }
  return `'${text.replaceAll(singleQuotes, '$&$&')}'`;
}
