/**
 * Recurrence rules between iCalendar's words and Outlook's: lossless, or refused with the name of what cannot be said;
 * the occurrences they give, and series divided in two. Apart from the root because it loads Temporal; the library that expands
 * rules is loaded with the first expansion.
 *
 * @module
 */
export { expandRecurrence } from './expand-recurrence.ts';
export type { ExpandRecurrenceOptions } from './expand-recurrence.ts';
export { formatRecurrence, formatRecurrenceRule } from './format-recurrence.ts';
export { parseRecurrence } from './parse-recurrence.ts';
export type { ParseRecurrenceOptions } from './parse-recurrence.ts';
export { patternOfRecurrence } from './pattern-of-recurrence.ts';
export type { PatternedRecurrence, PatternIndex, RecurrencePattern, RecurrenceRange } from './recurrence-pattern.ts';
export { ruleOfPattern } from './rule-of-pattern.ts';
export { splitRecurrence } from './split-recurrence.ts';
export type { RecurrenceSplit, SplitRecurrenceOptions } from './split-recurrence.ts';
