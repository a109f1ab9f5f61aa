import { describe, expect, test } from 'vitest';
import { displayPolicy, sanitizeEvent, withoutCapture } from '../index.ts';
import { rawEvent } from '../../test/raw-event.ts';

describe('withoutCapture', () => {
  test('turns a captured event into one made without capture', () => {
    const held = sanitizeEvent(rawEvent, { policy: displayPolicy, eventCapture: true });
    expect(withoutCapture(held, displayPolicy)).toEqual(sanitizeEvent(rawEvent, { policy: displayPolicy }));
  });

  test('leaves an event without captured values as it is', () => {
    const held = sanitizeEvent(rawEvent, { policy: displayPolicy });
    expect(withoutCapture(held, displayPolicy)).toEqual(held);
  });

  test('follows the table of a policy of one’s own', () => {
    const attributes = { ...displayPolicy.attributes, locations: 'eventCapture' } as const;
    const policy = { ...displayPolicy, attributes };
    const held = sanitizeEvent(rawEvent, { policy, eventCapture: true });
    expect(held.locations).toHaveLength(2);
    expect(Object.keys(withoutCapture(held, policy))).not.toContain('locations');
  });
});
