import { calendarAccounts, memoryAccountStores } from '@kalends/core/accounts';
import type { AccountEvent, AccountStores, CalendarAccounts, Cipher } from '@kalends/core/accounts';
import { googleFaults } from '@kalends/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emulatedGoogle } from './support/emulated-google.ts';
import type { EmulatedGoogle } from './support/emulated-google.ts';
import { rejection } from './support/setup.ts';

/** Hides nothing; what is kept can be looked into. */
const openCipher: Cipher = {
  seal: (plaintext) => Promise.resolve(plaintext),
  open: (sealed) => Promise.resolve(sealed),
  needsReseal: () => false,
};

describe('an account that is kept in a store', () => {
  const id = 'ada-google';
  let kit: EmulatedGoogle;
  let stores: AccountStores;
  let accounts: CalendarAccounts;

  beforeEach(async () => {
    kit = await emulatedGoogle();
    stores = memoryAccountStores({ clock: kit.clock });
    accounts = calendarAccounts({
      stores,
      cipher: openCipher,
      audit: { record: () => Promise.resolve() },
      providers: [kit.provider],
      runtime: { clock: kit.clock },
    });
    const credential = await kit.credential('ada');
    await accounts.connect({ id, ownerId: 'ada', role: 'user', actor: 'test', credential });
    await accounts.authorization(id).get();
  });
  afterEach(async () => {
    await accounts.close();
    await kit.emulator.close();
  });

  const delivered = async (): Promise<readonly AccountEvent[]> => {
    const events: AccountEvent[] = [];
    await accounts.deliverEvents((event) => void events.push(event));
    return events;
  };

  it('keeps no secret once the refresh finds the grant revoked, and Google is asked no more', async () => {
    expect((await stores.accounts.get(id))?.sealed).toHaveProperty('credential');
    kit.emulator.revokeGrants('ada');
    await kit.clock.advance(3_600_000);
    const ended = { code: 'reauthorizationRequired', reason: 'revoked' };
    expect(await rejection(accounts.authorization(id).get())).toMatchObject(ended);
    const kept = await stores.accounts.get(id);
    expect(kept?.account.status).toMatchObject({ state: 'reauthorizationRequired', reason: 'revoked' });
    expect(kept?.sealed).toEqual({});
    const asked = kit.emulator.exchanges.length;
    expect(await rejection(accounts.authorization(id).get())).toMatchObject(ended);
    expect(kit.emulator.exchanges).toHaveLength(asked);
    expect(await delivered()).toMatchObject([{ type: 'reauthorizationRequired', accountId: id, reason: 'revoked' }]);
  });

  it('is gone when it is removed, also when Google does not confirm the revocation, and says so', async () => {
    kit.emulator.faults.add(googleFaults.revokeUnavailable({ times: 9 }));
    const removed = await accounts.disconnect(id, { actor: 'admin', purpose: 'left' });
    expect(removed).toMatchObject({ wasConnected: true, providerRevocation: 'failed' });
    expect(await stores.accounts.get(id)).toBeUndefined();
    expect(kit.emulator.exchanges.filter(({ request }) => request.path === '/revoke').length).toBeGreaterThan(0);
  });
});
