import type { SchemaVersion } from '../soap/server-versions.ts';
import { namespaces } from '../xml/namespaces.ts';

/** Checks a value of text or of an attribute. */
export type ValueCheck = (value: string) => boolean;

/** One place in a sequence of children. */
export interface ChildRule {
  /** Elements that may stand here. */
  readonly oneOf: Readonly<Record<string, ElementRule>>;
  readonly namespace: string;
  readonly min: number;
  readonly max: number;
}

/** What an element may hold. */
export interface ElementRule {
  readonly attributes?: Readonly<Record<string, { readonly required: boolean; readonly check: ValueCheck }>>;
  /** Children in their order. */
  readonly sequence?: readonly ChildRule[];
  /** Text content. Without it only white space is allowed. */
  readonly text?: ValueCheck;
  /** The schema that introduced the element. Default: the first one. */
  readonly since?: SchemaVersion;
  /** Anything may follow below; used for filters, which their own reader checks. */
  readonly open?: boolean;
}

export const isAnything: ValueCheck = () => true;
export const isNotEmpty: ValueCheck = (value) => value !== '';
export const isBoolean: ValueCheck = (value) => /^(true|false|0|1)$/.test(value.trim());
export const isInteger: ValueCheck = (value) => /^[+-]?\d{1,10}$/.test(value.trim());
export const isDateTime: ValueCheck = (value) =>
  /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(value.trim());

export const isDate: ValueCheck = (value) => /^\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/.test(value.trim());
export const isBase64: ValueCheck = (value) => /^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value);
export const isGuid: ValueCheck = (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

/** A check for an enumeration. */
export function isOneOf(...names: readonly string[]): ValueCheck {
  return (value) => names.includes(value);
}

export const required = (check: ValueCheck): { required: true; check: ValueCheck } => ({ required: true, check });
export const optional = (check: ValueCheck): { required: false; check: ValueCheck } => ({ required: false, check });
export const textRule = (check: ValueCheck): ElementRule => ({ text: check });
export const open: ElementRule = { open: true };

/** Children in the namespace of the types. */
export function typed(min: number, max: number, oneOf: Readonly<Record<string, ElementRule>>): ChildRule {
  return { oneOf, namespace: namespaces.types, min, max };
}

/** Children in the namespace of the messages. */
export function messages(min: number, max: number, oneOf: Readonly<Record<string, ElementRule>>): ChildRule {
  return { oneOf, namespace: namespaces.messages, min, max };
}
