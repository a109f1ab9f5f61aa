import { describe, expect, test } from 'vitest';
import { displayPolicy, parsePolicy, strictPolicy } from '../index.ts';

const rejects = (value: unknown, part: string): void =>
  expect(() => parsePolicy(value)).toThrow(
    expect.objectContaining({ code: 'invalidArgument', message: expect.stringContaining(part) }),
  );

describe('parsePolicy', () => {
  test.each([displayPolicy, strictPolicy])('reads $name back from JSON', (policy) => {
    expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });

  test('names what is wrong', () => {
    rejects(undefined, 'policy must be an object');
    rejects([], 'policy must be an object');
    rejects({ ...displayPolicy, extra: 1 }, 'policy may hold only');
    rejects({ ...displayPolicy, name: 1 }, 'policy.name');
    rejects(
      { ...displayPolicy, attributes: { ...displayPolicy.attributes, titel: 'kept' } },
      'policy.attributes may hold',
    );
    rejects(
      { ...displayPolicy, attributes: { ...displayPolicy.attributes, title: 'keep' } },
      'policy.attributes.title',
    );
    const { title: _title, ...rest } = displayPolicy.attributes;
    rejects({ ...displayPolicy, attributes: rest }, 'policy.attributes.title');
    rejects({ ...displayPolicy, maskAddressesIn: 'title' }, 'policy.maskAddressesIn must be a list');
    rejects({ ...displayPolicy, maskPasscodesIn: ['body'] }, 'policy.maskPasscodesIn may hold only');
  });
});
