/**
 * Recurrence rules between iCalendar's words and Outlook's: lossless, or refused with the name of what cannot be said. Apart from
 * the root because it loads Temporal.
 *
 * @module
 */
export { formatRecurrence, formatRecurrenceRule } from './format-recurrence.ts';
export { patternOfRecurrence } from './pattern-of-recurrence.ts';
export type { PatternedRecurrence, PatternIndex, RecurrencePattern, RecurrenceRange } from './recurrence-pattern.ts';
export { ruleOfPattern } from './rule-of-pattern.ts';
