import { describe, expect, test } from 'vitest';
import { displayPolicy, sanitizeEvent, sanitizedAttributes, strictPolicy } from '../src/index.ts';
import type { SanitizedAttribute, SanitizerPolicy } from '../src/index.ts';
import { rawEvent } from './raw-event.ts';

type Row = readonly [
  SanitizedAttribute,
  display: boolean,
  displayCapture: boolean,
  strict: boolean,
  strictCapture: boolean,
];

/** The table as a person would write it down: is the attribute there? */
const table: readonly Row[] = [
  ['title', true, true, true, true],
  ['participants', true, true, false, false],
  ['description', true, true, false, false],
  ['senderAddress', false, true, false, false],
  ['recipientAddresses', false, true, false, false],
  ['attachments', false, true, false, false],
  ['body', false, true, false, false],
  ['time', true, true, true, true],
  ['meetingUrl', true, true, true, true],
  ['hasRoom', true, true, true, true],
  ['locations', true, true, false, false],
  ['rooms', true, true, false, false],
];

const has = (policy: SanitizerPolicy, eventCapture: boolean, attribute: SanitizedAttribute): boolean =>
  attribute in sanitizeEvent(rawEvent, { policy, eventCapture });

describe('the table of twelve attributes', () => {
  test('is complete', () => {
    expect(table.map(([attribute]) => attribute)).toEqual(sanitizedAttributes);
    expect(Object.keys(displayPolicy.attributes)).toEqual(sanitizedAttributes);
    expect(Object.keys(strictPolicy.attributes)).toEqual(sanitizedAttributes);
  });

  test.each(table)('%s', (attribute, display, displayCapture, strict, strictCapture) => {
    expect(has(displayPolicy, false, attribute)).toBe(display);
    expect(has(displayPolicy, true, attribute)).toBe(displayCapture);
    expect(has(strictPolicy, false, attribute)).toBe(strict);
    expect(has(strictPolicy, true, attribute)).toBe(strictCapture);
  });

  test('strict keeps nothing that display drops', () => {
    const kept = sanitizedAttributes.filter((attribute) => strictPolicy.attributes[attribute] === 'kept');
    expect(kept.map((attribute) => displayPolicy.attributes[attribute])).toEqual(kept.map(() => 'kept'));
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(displayPolicy))).toEqual(displayPolicy);
    expect(JSON.parse(JSON.stringify(strictPolicy))).toEqual(strictPolicy);
  });
});
