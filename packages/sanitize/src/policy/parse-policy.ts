import { CalendarError } from '@kalends/core';
import { sanitizedAttributes, textAttributes } from './sanitizer-policy.ts';
import type { AttributeTable, Retention, SanitizerPolicy, TextAttribute } from './sanitizer-policy.ts';

const retentions: readonly unknown[] = ['kept', 'dropped', 'eventCapture'] satisfies Retention[];
const policyKeys: readonly string[] = ['name', 'attributes', 'maskAddressesIn', 'maskPasscodesIn'];

/**
 * Reads a policy from outside the program, for example from an account's settings. Every attribute must be decided on and
 * nothing else may be there: a misspelt name must not quietly keep or drop something.
 *
 * @throws CalendarError `invalidArgument`, naming the member that is wrong.
 * @public
 */
export function parsePolicy(value: unknown): SanitizerPolicy {
  const policy = record(value, 'policy', policyKeys);
  const table = record(policy['attributes'], 'policy.attributes', sanitizedAttributes);
  if (typeof policy['name'] !== 'string') throw invalid('policy.name', 'must be a string');
  return {
    name: policy['name'],
    attributes: attributeTable(table),
    maskAddressesIn: textList(policy['maskAddressesIn'], 'policy.maskAddressesIn'),
    maskPasscodesIn: textList(policy['maskPasscodesIn'], 'policy.maskPasscodesIn'),
  };
}

function attributeTable(table: Readonly<Record<string, unknown>>): AttributeTable {
  const entries = sanitizedAttributes.map((attribute) => {
    const retention = table[attribute];
    if (!retentions.includes(retention))
      throw invalid(`policy.attributes.${attribute}`, 'must be kept, dropped or eventCapture');
    return [attribute, retention];
  });
  return Object.fromEntries(entries);
}

function textList(value: unknown, path: string): readonly TextAttribute[] {
  if (!Array.isArray(value)) throw invalid(path, 'must be a list');
  return value.map((item: unknown) => {
    const known = textAttributes.find((attribute) => attribute === item);
    if (known === undefined) throw invalid(path, `may hold only ${textAttributes.join(', ')}`);
    return known;
  });
}

function record(value: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(path, 'must be an object');
  if (Object.keys(value).some((key) => !keys.includes(key))) throw invalid(path, `may hold only ${keys.join(', ')}`);
  // A plain object: every key is a string.
  return value as Readonly<Record<string, unknown>>;
}

function invalid(path: string, problem: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `The sanitizer policy is not valid: ${path} ${problem}.`,
  });
}
