/** What is wrong with a recurrence text. Becomes a `CalendarError` at the entry, which knows who wrote the text. */
export class RecurrenceTextError extends Error {
  override readonly name = 'RecurrenceTextError';
  readonly isBroken: boolean;

  constructor(message: string, isBroken: boolean) {
    super(message);
    this.isBroken = isBroken;
  }
}

/** A recurrence the model has no words for. `part` is a name from RFC 5545, never a value. */
export function unsupportedRecurrence(part: string): RecurrenceTextError {
  return new RecurrenceTextError(
    `recurrence: ${part} cannot be expressed; the series is left unread rather than changed`,
    false,
  );
}

/** A recurrence that breaks RFC 5545. */
export function invalidRecurrence(part: string): RecurrenceTextError {
  return new RecurrenceTextError(`recurrence: ${part} is not valid`, true);
}

/** A part's name as it may stand in a message. */
export function shownName(name: string): string {
  return /^[A-Z][A-Z-]{0,31}$/.test(name) ? name : 'an unknown part';
}
