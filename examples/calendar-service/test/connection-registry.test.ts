import { Secret, systemClock, systemRandom } from '@kalends/core';
import type { CalendarConnection, ConnectOptions, OAuthCredential, OAuthProvider } from '@kalends/core';
import { generateKey, keyRing } from '@kalends/crypto';
import { google } from '@kalends/google';
import { beforeEach, describe, expect, test } from 'vitest';
import { connectionRegistry } from '../src/connections/connection-registry.ts';
import type { ConnectionRegistry } from '../src/connections/connection-registry.ts';
import { credentialVault } from '../src/connections/credential-vault.ts';
import type { CredentialVault } from '../src/connections/credential-vault.ts';
import type { ProviderSlot } from '../src/connections/provider-slot.ts';

let vault: CredentialVault;
let registry: ConnectionRegistry;
let opened: ConnectOptions<OAuthCredential>[];
let close: () => Promise<void>;

beforeEach(async () => {
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  vault = credentialVault({ ring, clock: systemClock, audit: { record: () => Promise.resolve() } });
  registry = connectionRegistry({ vault, clock: systemClock, random: systemRandom });
  opened = [];
  close = () => Promise.resolve();
});

const real = google({ clientId: 'client', clientSecret: 'secret' });
/** Google, but for what opening and closing do. */
const provider: OAuthProvider = {
  ...real,
  connect(options) {
    opened.push(options);
    const connection = real.connect(options);
    return Object.assign(Object.create(connection), { close: () => close() }) satisfies CalendarConnection;
  },
};
const slot: ProviderSlot = { slug: 'google', label: 'Google', kind: 'oauth', provider };

const credentialOf = (id: string, refreshToken = 'refresh'): OAuthCredential => ({
  kind: 'oauth',
  provider: 'google',
  account: { id, address: `${id}.smith@example.com` },
  scopes: [],
  refreshToken: new Secret(refreshToken),
  issuedAt: '2026-03-20T08:00:00.000Z',
});

describe('connectionRegistry', () => {
  test('names people without giving away their address', async () => {
    expect((await registry.add(slot, credentialOf('ada'))).name).toBe('Ada Smith');
    expect(JSON.stringify(registry.list())).not.toContain('@');
  });

  test('opens a connection once', async () => {
    const { id } = await registry.add(slot, credentialOf('ada'));
    const [first, second] = await Promise.all([registry.open(id), registry.open(id)]);
    expect(first).toBe(second);
    expect(opened).toHaveLength(1);
  });

  test('keeps one connection of an account that connects twice at once', async () => {
    const first = await registry.add(slot, credentialOf('ada'));
    await registry.open(first.id);
    // Closing the first takes until both of the others are in.
    const closing = Promise.withResolvers<void>();
    close = () => closing.promise;
    const adding = [registry.add(slot, credentialOf('ada')), registry.add(slot, credentialOf('ada'))];
    await Promise.race(adding);
    closing.resolve();
    await Promise.all(adding);
    expect(registry.list()).toHaveLength(1);
    await expect(vault.open(first.id, 'test')).rejects.toThrow('no credential');
  });

  test('keeps a renewed credential', async () => {
    const { id } = await registry.add(slot, credentialOf('ada'));
    await registry.open(id);
    await opened[0]?.onCredentialChanged?.(credentialOf('ada', 'renewed'));
    const kept = await vault.open(id, 'test');
    expect(kept.kind === 'oauth' ? kept.refreshToken.reveal() : '').toBe('renewed');
  });

  test.each(['before', 'while'])('a renewal does not bring back who was removed %s it was sealed', async (when) => {
    const { id } = await registry.add(slot, credentialOf('ada'));
    await registry.open(id);
    const remove = when === 'before' ? await registry.remove(id) : undefined;
    const renewal = opened[0]?.onCredentialChanged?.(credentialOf('ada', 'renewed'));
    expect(remove ?? (await registry.remove(id))).toBe(true);
    await renewal;
    await expect(vault.open(id, 'test')).rejects.toThrow('no credential');
  });

  test('tells the accounts of a provider apart', async () => {
    await registry.add(slot, credentialOf('ada'));
    await registry.add(slot, credentialOf('ben'));
    expect(registry.list().map(({ name }) => name)).toEqual(['Ada Smith', 'Ben Smith']);
  });

  test('closes what it opened, once', async () => {
    let closed = 0;
    close = () => Promise.resolve(void (closed += 1));
    const ada = await registry.add(slot, credentialOf('ada'));
    await registry.add(slot, credentialOf('ben'));
    await registry.open(ada.id);
    await registry.close();
    expect([closed, registry.list()]).toEqual([1, []]);
    expect(await registry.remove(ada.id)).toBe(false);
    expect(closed).toBe(1);
  });

  test('tries a failed opening again', async () => {
    const { id } = await registry.add(slot, credentialOf('ada'));
    const credential = await vault.open(id, 'test');
    vault.remove(id);
    await expect(registry.open(id)).rejects.toThrow('no credential');
    await vault.put(id, credential);
    await expect(registry.open(id)).resolves.toBeDefined();
  });
});
