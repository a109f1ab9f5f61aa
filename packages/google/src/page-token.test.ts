import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openPageToken, sealPageToken } from './page-token.ts';

describe('page tokens', () => {
  it('give the service its own token back, whatever it looks like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, unit: 'binary' }), async (vendorToken) => {
        const query = ['events.list', '1177', 'primary'];
        const sealed = await sealPageToken(query, vendorToken);
        expect(sealed).toMatch(/^[\w-]+$/);
        await expect(openPageToken(query, sealed, 'events.list')).resolves.toBe(vendorToken);
      }),
    );
  });

  it.each(['', 'vendor-token', 'WzEsMl0', '%%%'])('refuse what they did not make: %j', async (token) => {
    await expect(openPageToken(['a'], token, 'events.list')).rejects.toMatchObject({ code: 'invalidArgument' });
  });

  it('belong to one query', async () => {
    const sealed = await sealPageToken(['events.list', 'one'], 'vendor-token');
    await expect(openPageToken(['events.list', 'two'], sealed, 'events.list')).rejects.toMatchObject({
      code: 'invalidArgument',
      operation: 'events.list',
    });
  });
});
