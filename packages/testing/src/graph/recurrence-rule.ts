const partsOfEveryRule = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'];
const dayNames: ReadonlyMap<string, string> = new Map([
  ['SU', 'sunday'],
  ['MO', 'monday'],
  ['TU', 'tuesday'],
  ['WE', 'wednesday'],
  ['TH', 'thursday'],
  ['FR', 'friday'],
  ['SA', 'saturday'],
]);

/** The parts of an RRULE value, RFC 5545, section 3.3.10. */
export class RecurrenceRule {
  readonly #rrule: string;
  readonly #parts: ReadonlyMap<string, string>;

  constructor(rrule: string) {
    this.#rrule = rrule;
    const parts = new Map<string, string>();
    for (const part of rrule.toUpperCase().split(';')) {
      const [name, value, ...rest] = part.split('=');
      if (name === undefined || value === undefined || value === '' || rest.length > 0 || parts.has(name)) {
        throw this.unsupported('it is not a list of NAME=VALUE');
      }
      parts.set(name, value);
    }
    this.#parts = parts;
  }

  get interval(): number {
    return this.single('INTERVAL') ?? 1;
  }

  text(name: string): string | undefined {
    return this.#parts.get(name);
  }

  list(name: string): readonly string[] {
    return this.#parts.get(name)?.split(',') ?? [];
  }

  /** The one number of a part; undefined when the part is missing. */
  single(name: string): number | undefined {
    const values = this.list(name);
    if (values.length === 0) return undefined;
    const value = Number(values[0]);
    if (values.length > 1 || !Number.isInteger(value)) throw this.unsupported(`${name} has to be one whole number`);
    return value;
  }

  /** BYDAY without numbers, as long names. */
  plainDays(): readonly string[] {
    return this.list('BYDAY').map((code) => this.dayName(code));
  }

  /** The long name of a weekday's two letters. */
  dayName(code: string): string {
    const name = dayNames.get(code);
    if (name === undefined) throw this.unsupported(`'${code}' is no weekday here`);
    return name;
  }

  /** Refuses every part that is neither general nor named here. */
  allow(...names: readonly string[]): void {
    for (const name of this.#parts.keys()) {
      if (!partsOfEveryRule.includes(name) && !names.includes(name)) throw this.unsupported(`${name} does not fit`);
    }
  }

  unsupported(reason: string): RangeError {
    return new RangeError(`Microsoft Graph has no recurrence pattern for '${this.#rrule}': ${reason}`);
  }
}
