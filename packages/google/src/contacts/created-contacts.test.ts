import { describe, expect, it } from 'vitest';
import { CreatedContacts } from './created-contacts.ts';

describe('CreatedContacts', () => {
  it('knows what was made under a key of an account', () => {
    const created = new CreatedContacts();
    created.remember('ada', 'mark', 'people/c1');
    expect(created.find('ada', 'mark')).toBe('people/c1');
    expect(created.find('bob', 'mark')).toBeUndefined();
    expect(created.find('ada', 'other')).toBeUndefined();
  });

  it('forgets the oldest when there are too many', () => {
    const created = new CreatedContacts();
    for (let index = 0; index <= 10_000; index += 1) created.remember('ada', `mark${index}`, `people/c${index}`);
    expect(created.find('ada', 'mark0')).toBeUndefined();
    expect(created.find('ada', 'mark1')).toBe('people/c1');
    expect(created.find('ada', 'mark10000')).toBe('people/c10000');
  });
});
