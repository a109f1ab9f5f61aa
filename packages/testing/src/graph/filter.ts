import { filterTokens } from './filter-tokens.ts';
import type { FilterToken } from './filter-tokens.ts';
import { badRequest } from './graph-error.ts';

/** How the values of a property compare. */
export type FilterFieldKind = 'wallTime' | 'instant' | 'text' | 'collection' | 'records' | 'number' | 'flag';

/** A property that may stand in a filter. */
export interface FilterField<Row> {
  readonly kind: FilterFieldKind;
  /** Operators and functions the service knows for it. */
  readonly operators: readonly string[];
  /** Text of the property; for collections, one text per element. */
  read(row: Row): string | readonly string[];
  /** The elements of a collection of records, by lower-case member. */
  readonly records?: (row: Row) => readonly Readonly<Record<string, string>>[];
  /** Members of records that are compared with their case. Default: none. */
  readonly isCaseSensitive?: (member: string) => boolean;
  /** Brings a literal to the spelling of the stored values. */
  readonly normalize?: (member: string, value: string) => string;
}

/** Properties by lower-case path. */
export type FilterFields<Row> = ReadonlyMap<string, FilterField<Row>>;

type Predicate<Row> = (row: Row) => boolean;

const maxFilterLength = 4096;
const maxDepth = 32;

/**
 * Reads the part of OData's `$filter` that Outlook resources document: comparisons, `startswith`, `any` over
 * categories, `and`, `or`, `not` and parentheses.
 *
 * @throws GraphRefusal (400) for everything else.
 */
export function parseFilter<Row>(filter: string, fields: FilterFields<Row>): Predicate<Row> {
  if (filter.length > maxFilterLength) throw badRequest('The filter is too long.');
  const parser = new FilterParser(filterTokens(filter), fields);
  return parser.whole();
}

class FilterParser<Row> {
  readonly #tokens: readonly FilterToken[];
  readonly #fields: FilterFields<Row>;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[], fields: FilterFields<Row>) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  whole(): Predicate<Row> {
    const predicate = this.#either();
    if (this.#at < this.#tokens.length) throw this.#syntaxError();
    return predicate;
  }

  #either(): Predicate<Row> {
    let left = this.#both();
    while (this.#take('word', 'or')) {
      const [first, second] = [left, this.#both()];
      left = (row) => first(row) || second(row);
    }
    return left;
  }

  #both(): Predicate<Row> {
    let left = this.#one();
    while (this.#take('word', 'and')) {
      const [first, second] = [left, this.#one()];
      left = (row) => first(row) && second(row);
    }
    return left;
  }

  #one(): Predicate<Row> {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw badRequest('The filter is nested too deeply.');
    try {
      if (this.#take('word', 'not')) {
        const negated = this.#one();
        return (row) => !negated(row);
      }
      if (this.#take('symbol', '(')) {
        const inner = this.#either();
        this.#need('symbol', ')');
        return inner;
      }
      if (this.#take('word', 'startswith')) return this.#startsWith();
      return this.#comparison();
    } finally {
      this.#depth -= 1;
    }
  }

  #startsWith(): Predicate<Row> {
    this.#need('symbol', '(');
    const field = this.#field(this.#next('word').text, 'startswith');
    this.#need('symbol', ',');
    const prefix = this.#next('text').text.toLowerCase();
    this.#need('symbol', ')');
    return (row) => String(field.read(row)).toLowerCase().startsWith(prefix);
  }

  #comparison(): Predicate<Row> {
    const path = this.#next('word').text;
    if (path.toLowerCase().endsWith('/any')) return this.#any(path.slice(0, -4));
    const operator = this.#next('word').text.toLowerCase();
    const field = this.#field(path, operator);
    const wanted = this.#literal(field.kind);
    if (field.kind === 'number') return (row) => compare(Number(field.read(row)), operator, Number(wanted));
    return (row) => compare(comparable(String(field.read(row)), field.kind), operator, wanted);
  }

  /** `categories/any(c:c eq 'x')`; the variable is read together with its colon. */
  #any(path: string): Predicate<Row> {
    const field = this.#field(path, 'any');
    this.#need('symbol', '(');
    const [variable = '', inline] = this.#next('word').text.split(':');
    const subject = inline === undefined || inline === '' ? this.#next('word').text : inline;
    const terms = [this.#anyTerm(variable, subject, field)];
    while (this.#take('word', 'and')) terms.push(this.#anyTerm(variable, this.#next('word').text, field));
    this.#need('symbol', ')');
    return (row) => elementsOf(field, row).some((element) => terms.every((term) => term(element)));
  }

  #anyTerm(variable: string, subject: string, field: FilterField<Row>): Predicate<Element> {
    if (variable === '' || (subject !== variable && !subject.startsWith(`${variable}/`))) throw this.#syntaxError();
    this.#need('word', 'eq');
    const literal = this.#next('text').text;
    const member = subject.slice(variable.length + 1).toLowerCase();
    const wanted = field.normalize?.(member, literal) ?? literal;
    const isSensitive = field.isCaseSensitive?.(member) ?? false;
    return (element) => {
      const value = element[member] ?? '';
      return isSensitive ? value === wanted : value.toLowerCase() === wanted.toLowerCase();
    };
  }

  #field(path: string, operator: string): FilterField<Row> {
    const field = this.#fields.get(path.toLowerCase());
    if (field === undefined || !field.operators.includes(operator)) {
      throw badRequest(`Invalid filter clause: the property '${path}' cannot be used with '${operator}'.`);
    }
    return field;
  }

  #literal(kind: FilterFieldKind): string {
    const token = this.#tokens[this.#at];
    // Instants are bare in OData 4, wall times and texts are quoted.
    const isBare = kind === 'instant' || kind === 'number' || kind === 'flag';
    if (token === undefined || token.kind !== (isBare ? 'word' : 'text')) throw this.#syntaxError();
    if ((kind === 'wallTime' || kind === 'instant') && !/^\d{4}-\d\d-\d\d/.test(token.text)) throw this.#syntaxError();
    this.#at += 1;
    return comparable(token.text, kind);
  }

  #take(kind: FilterToken['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #need(kind: FilterToken['kind'], text: string): void {
    if (!this.#take(kind, text)) throw this.#syntaxError();
  }

  #next(kind: FilterToken['kind']): FilterToken {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw this.#syntaxError();
    this.#at += 1;
    return token;
  }

  #syntaxError(): Error {
    return badRequest(`Invalid filter clause: syntax error at word ${this.#at + 1} of the filter.`);
  }
}

/** An element of a collection; a plain text is the member without a name. */
type Element = Readonly<Record<string, string>>;

function elementsOf<Row>(field: FilterField<Row>, row: Row): readonly Element[] {
  if (field.records !== undefined) return field.records(row);
  const values = field.read(row);
  return (Array.isArray(values) ? values : []).map((value) => ({ '': String(value) }));
}

/** Brings both sides to one form: full fractions for times, no case for texts. */
function comparable(value: string, kind: FilterFieldKind): string {
  if (kind !== 'wallTime' && kind !== 'instant') return value.toLowerCase();
  const [, time = value, fraction = ''] = /^(\d{4}-\d\d-\d\d(?:T[\d:]*)?)(?:\.(\d+))?Z?$/.exec(value) ?? [];
  const full = time.length === 10 ? `${time}T00:00:00` : time.length === 16 ? `${time}:00` : time;
  return `${full}.${fraction.padEnd(7, '0')}`;
}

function compare<Value extends string | number>(value: Value, operator: string, wanted: Value): boolean {
  switch (operator) {
    case 'eq':
      return value === wanted;
    case 'ne':
      return value !== wanted;
    case 'gt':
      return value > wanted;
    case 'ge':
      return value >= wanted;
    case 'lt':
      return value < wanted;
    default:
      return value <= wanted;
  }
}
