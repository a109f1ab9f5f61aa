import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pagedList } from './pages.ts';
import type { Page } from './pages.ts';

function source<T>(pages: readonly (readonly T[])[]): (token: string | undefined) => Promise<Page<T>> {
  return (token) => {
    const at = token === undefined ? 0 : Number(token);
    const page = { items: pages[at] ?? [] };
    return Promise.resolve(at + 1 < pages.length ? { ...page, nextPageToken: String(at + 1) } : page);
  };
}

describe('pagedList', () => {
  test('awaited gives one page and fetches only that', async () => {
    const asked: (string | undefined)[] = [];
    const fetchPage = source([[1, 2], [3]]);
    const list = pagedList({ provider: 'x', fetchPage: (token) => (asked.push(token), fetchPage(token)) });
    expect(asked).toEqual([]);
    expect(await list).toEqual({ items: [1, 2], nextPageToken: '1' });
    expect(asked).toEqual([undefined]);
  });

  test('iterated gives everything, through short and empty pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 20 }),
        async (pages) => {
          expect(await pagedList({ provider: 'x', fetchPage: source(pages) }).toArray()).toEqual(pages.flat());
        },
      ),
    );
  });

  test('starts at a given page', async () => {
    expect(await pagedList({ provider: 'x', startAt: '1', fetchPage: source([[1], [2], [3]]) }).toArray()).toEqual([
      2, 3,
    ]);
  });

  test('passes over items that a page border repeats', async () => {
    const list = pagedList({ provider: 'x', keyOf: String, fetchPage: source([[1, 2], [2, 3], [3]]) });
    expect(await list.toArray()).toEqual([1, 2, 3]);
  });

  test('ends with an error when a page is named twice', async () => {
    const list = pagedList({ provider: 'x', fetchPage: () => Promise.resolve({ items: [1], nextPageToken: 'again' }) });
    await expect(list.toArray()).rejects.toMatchObject({ code: 'invalidResponse', provider: 'x' });
  });

  test('ends with an error when the page it began with is named again', async () => {
    let fetched = 0;
    const list = pagedList({
      provider: 'x',
      startAt: 'b',
      fetchPage: () => (fetched++, Promise.resolve({ items: [1], nextPageToken: 'b' })),
    });
    await expect(list.toArray()).rejects.toMatchObject({ code: 'invalidResponse' });
    expect(fetched).toBe(1);
  });

  test('ends with an error when pages never end', async () => {
    let count = 0;
    const list = pagedList({
      provider: 'x',
      maxPages: 50,
      fetchPage: () => Promise.resolve({ items: [], nextPageToken: String(++count) }),
    });
    await expect(list.toArray()).rejects.toMatchObject({ code: 'invalidResponse' });
    expect(count).toBe(50);
  });

  test('stops fetching when the reader stops', async () => {
    let fetched = 0;
    const fetchPage = source([[1], [2], [3]]);
    for await (const item of pagedList({ provider: 'x', fetchPage: (token) => (fetched++, fetchPage(token)) })) {
      if (item === 2) break;
    }
    expect(fetched).toBe(2);
  });
});
