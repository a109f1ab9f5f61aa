import { describe, expect, it, test } from 'vitest';
import { pathSegment } from './path-segment.ts';

describe('pathSegment', () => {
  it('leaves ids as Microsoft writes them', () => {
    expect(pathSegment('AAMkAD_-09=')).toBe('AAMkAD_-09%3D');
  });

  test.each(["x')/delta(y='", 'x(y)', "o'brien@harbour.example", 'a/b?c#d', '$count', '*!~ \u202E'])(
    'keeps %j one segment that is neither a key nor a call',
    (id) => {
      const segment = pathSegment(id);
      expect(segment).toMatch(/^[\w.~%-]+$/);
      expect(decodeURIComponent(segment)).toBe(id);
    },
  );

  test.each(['.', '..', '\uD800'])('refuses %j', (id) => {
    expect(() => pathSegment(id)).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
  });
});
