import { Secret, systemClock } from '@kalends/core';
import type { AuditEntry, OAuthCredential } from '@kalends/core';
import { generateKey, keyRing } from '@kalends/crypto';
import type { KeyRing } from '@kalends/crypto';
import { ews } from '@kalends/ews';
import { expect, test } from 'vitest';
import { credentialVault } from '../src/connections/credential-vault.ts';
import type { CredentialVault } from '../src/connections/credential-vault.ts';
import { connect } from '../src/connections/provider-slot.ts';

const credential: OAuthCredential = {
  kind: 'oauth',
  provider: 'graph',
  account: { id: 'u1', address: 'ada@tidewater.example', tenantId: 't1' },
  scopes: ['Calendars.Read'],
  refreshToken: new Secret('canary-refresh-token'),
  issuedAt: '2026-03-20T08:00:00.000Z',
};

async function vaultWith(record: (entry: AuditEntry) => Promise<void>): Promise<CredentialVault> {
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  return credentialVault({ ring, clock: systemClock, audit: { record } });
}

test('gives back what was put in, and audits each opening', async () => {
  const entries: AuditEntry[] = [];
  const vault = await vaultWith((entry) => Promise.resolve(void entries.push(entry)));
  await vault.put('c1', credential);
  const opened = await vault.open('c1', 'read calendars');
  expect(opened.kind === 'oauth' ? opened.refreshToken.reveal() : '').toBe('canary-refresh-token');
  expect(entries).toEqual([
    expect.objectContaining({
      action: 'credential.open',
      recordId: 'c1',
      purpose: 'read calendars',
      outcome: 'success',
    }),
  ]);
  expect(JSON.stringify(entries)).not.toContain('canary');
});

test('opens nothing when the audit fails', async () => {
  const vault = await vaultWith(() => Promise.reject(new Error('the audit log is full')));
  await vault.put('c1', credential);
  await expect(vault.open('c1', 'read calendars')).rejects.toThrow('the audit log is full');
});

test('audits an opening that fails as a failure', async () => {
  const entries: AuditEntry[] = [];
  const ring = await keyRing({ keys: [{ id: 'k1', key: generateKey() }], activeKeyId: 'k1' });
  const revoked: KeyRing = {
    activeKeyId: ring.activeKeyId,
    createDataKey: () => ring.createDataKey(),
    recoverDataKey: () => Promise.reject(new Error('the key was revoked')),
  };
  const record = (entry: AuditEntry): Promise<void> => Promise.resolve(void entries.push(entry));
  const vault = credentialVault({ ring: revoked, clock: systemClock, audit: { record } });
  await vault.put('c1', credential);
  await expect(vault.open('c1', 'read calendars')).rejects.toThrow('the key was revoked');
  expect(entries.map((entry) => entry.outcome)).toEqual(['failure']);
});

test('audits and refuses what is not there', async () => {
  const entries: AuditEntry[] = [];
  const vault = await vaultWith((entry) => Promise.resolve(void entries.push(entry)));
  await vault.put('c1', credential);
  vault.remove('c1');
  await expect(vault.open('c1', 'read calendars')).rejects.toThrow('no credential');
  expect(entries.map((entry) => entry.outcome)).toEqual(['failure']);
});

test('a credential of the wrong kind is refused before any request', () => {
  const slot = {
    slug: 'exchange',
    label: 'Exchange',
    kind: 'basic',
    provider: ews({ url: 'https://mail.example.com/EWS/Exchange.asmx' }),
  } as const;
  expect(() => connect(slot, credential, () => Promise.resolve())).toThrow('does not open a connection to Exchange');
});
