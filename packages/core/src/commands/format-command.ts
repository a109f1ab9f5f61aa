import { CalendarError } from '../errors/calendar-error.ts';
import { powershellQuote } from './powershell-quote.ts';

/** Arguments by parameter name, in the order they are written; undefined ones are left out. */
export type CommandParameters = Readonly<Record<string, string | boolean | number | readonly string[] | undefined>>;

/** One line for an administrator's PowerShell. Text is always quoted, words that would not need it included. */
export function formatCommand(cmdlet: string, parameters: CommandParameters): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`-${name} ${formatValue(name, value)}`],
  );
  return [cmdlet, ...parts].join(' ');
}

function formatValue(name: string, value: string | boolean | number | readonly string[]): string {
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  const texts = typeof value === 'string' ? [value] : value;
  // An empty argument means something else to most cmdlets, often "everything".
  if (texts.length === 0 || texts.some((text) => text.trim() === '')) {
    throw new CalendarError({ code: 'invalidArgument', message: `The argument ${name} of a command is empty` });
  }
  return texts.map((text) => powershellQuote(text)).join(',');
}
