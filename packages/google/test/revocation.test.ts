import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { json } from './support/fake-google.ts';
import { credential as storedCredential, rejection, setup } from './support/setup.ts';

let kit: EmulatedGoogle;
beforeEach(async () => {
  kit = await emulatedGoogle();
});
afterEach(() => kit.emulator.close());

describe('giving a grant up', () => {
  it('ends it at the service, with the token in the body', async () => {
    const credential = await kit.credential('ada');
    await kit.provider.tokens.revoke?.({ credential });
    const sent = kit.emulator.exchanges.find(({ request }) => request.path === '/revoke')?.request;
    expect(sent?.method).toBe('POST');
    expect(sent?.url ?? '').not.toContain(encodeURIComponent(credential.refreshToken.reveal()));
    expect(new URLSearchParams(sent?.body).get('token')).toBe(credential.refreshToken.reveal());
    expect(await rejection(kit.provider.tokens.issue({ credential }))).toMatchObject({ reason: 'revoked' });
  });

  it('is content with one that is dead already', async () => {
    const credential = await kit.credential('ada');
    kit.emulator.revokeGrants('ada');
    await expect(kit.provider.tokens.revoke?.({ credential })).resolves.toBeUndefined();
  });

  it('says that Google did not confirm it', async () => {
    const credential = await kit.credential('ada');
    kit.emulator.faults.add(googleFaults.revokeUnavailable());
    expect(await rejection(kit.provider.tokens.revoke?.({ credential }) ?? Promise.resolve())).toMatchObject({
      code: 'serviceUnavailable',
    });
    await expect(kit.provider.tokens.issue({ credential })).resolves.toBeDefined();
  });

  it.each([
    [400, 'invalid_request', 'invalidConfiguration'],
    [500, 'invalid_token', 'serviceUnavailable'],
    [503, 'internal_failure', 'serviceUnavailable'],
  ])('takes no other refusal for a dead token: %i %s', async (status, error, code) => {
    const { provider, service } = setup();
    service.on('/revoke', json({ error }, status));
    const work = provider.tokens.revoke?.({ credential: storedCredential });
    expect(await rejection(work ?? Promise.resolve())).toMatchObject({ code, status, vendorCode: error });
  });
});
