// The snippets of README.md and of docs/guides/sealing-credentials.md: compiled, run by documentation.test.ts, and
// compared with what those documents show.

// #region first
import { generateKey, keyRing, openText, seal } from '@kalends/crypto';

const ring = await keyRing({ keys: [{ id: '2026-11', key: generateKey() }], activeKeyId: '2026-11' });
const binding = {
  tenantId: 'contoso',
  userId: 'ada',
  provider: 'graph',
  credentialId: 'credential-7',
  purpose: 'refresh-token',
};

const sealed = await seal({ ring, plaintext: 'an invented refresh token', binding });
const secret = await openText({ ring, sealed, binding });
// #endregion

// #region environment
import { parseKeyRing } from '@kalends/crypto';

async function loadKeyRing(environment: Record<string, string | undefined>): Promise<KeyRing> {
  // 2026-11:<43 characters>,2026-05:<43 characters>
  return parseKeyRing(environment['CREDENTIAL_KEYS'] ?? '');
}
// #endregion

// #region rotate
import { needsReseal, reseal, type CredentialBinding, type KeyRing } from '@kalends/crypto';

interface Row {
  readonly sealed: string;
  readonly binding: CredentialBinding;
}

async function moveToActiveKey(
  ring: KeyRing,
  row: Row,
  compareAndSet: (before: string, after: string) => Promise<void>,
): Promise<void> {
  if (!needsReseal({ ring, sealed: row.sealed })) return;
  await compareAndSet(row.sealed, await reseal({ ring, sealed: row.sealed, binding: row.binding }));
}
// #endregion

// #region errors
import { SealError } from '@kalends/crypto';

async function readRefreshToken(ring: KeyRing, row: Row): Promise<string | undefined> {
  try {
    return await openText({ ring, sealed: row.sealed, binding: row.binding });
  } catch (error) {
    if (!SealError.is(error)) throw error;
    // The row was altered or belongs to another record: the user connects again, and somebody looks into it.
    if (error.code === 'openFailed' || error.code === 'malformed') return undefined;
    // A key is missing from the configuration: every row fails, and no user can cure it.
    throw error;
  }
}
// #endregion

// #region key-service
import { credentialCipher, keyServiceRing } from '@kalends/crypto';
import type { CredentialCipher, KeyService } from '@kalends/crypto';

function customerCipher(service: KeyService, localRing: KeyRing): CredentialCipher {
  // Texts sealed under the local ring still open, and are moved when they are resealed.
  return credentialCipher(keyServiceRing({ keyId: 'contoso-2026', service, retired: [localRing] }));
}
// #endregion

/** What the first snippet made. */
export const first: { ring: KeyRing; binding: CredentialBinding; sealed: string; secret: string } = {
  ring,
  binding,
  sealed,
  secret,
};

export { customerCipher, loadKeyRing, moveToActiveKey, readRefreshToken };
