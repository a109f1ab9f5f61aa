import { CalendarError } from '@kalends/core';
import type { ContactPatch } from '../mapping/contact-change.ts';

/**
 * Refuses halves of characters: they cannot be sent, and would arrive as something else.
 *
 * @throws CalendarError `invalidArgument` naming the field.
 */
export function requireWholeText(contact: ContactPatch, operation: string): void {
  for (const [name, value] of Object.entries(contact)) {
    const texts = typeof value === 'string' ? [value] : (value ?? []);
    if (texts.every((text) => text.isWellFormed())) continue;
    throw new CalendarError({
      code: 'invalidArgument',
      message: `${operation}: ${name}: the text holds half a character (a lone surrogate)`,
      provider: 'google',
      operation,
    });
  }
}
