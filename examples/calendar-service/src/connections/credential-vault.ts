import type { AuditSink, Clock, Credential } from '@kalends/core';
import { credentialFromPlaintext, credentialToPlaintext } from '@kalends/core/schemas';
import { openText, seal } from '@kalends/crypto';
import type { CredentialBinding, KeyRing } from '@kalends/crypto';

/** Keeps credentials sealed. What it stores is useless without the key ring, and useless for any other connection. */
export interface CredentialVault {
  put(connectionId: string, credential: Credential): Promise<void>;
  /** Opens a credential. Every opening is audited with its outcome; when the audit fails, nothing is handed out. */
  open(connectionId: string, purpose: string): Promise<Credential>;
  remove(connectionId: string): void;
}

interface SealedRecord {
  readonly sealed: string;
  readonly binding: CredentialBinding;
}

/** Creates a vault in memory. */
export function credentialVault(options: {
  readonly ring: KeyRing;
  readonly audit: AuditSink;
  readonly clock: Clock;
}): CredentialVault {
  const records = new Map<string, SealedRecord>();

  const audit = (connectionId: string, purpose: string, outcome: 'success' | 'failure'): Promise<void> =>
    options.audit.record({
      action: 'credential.open',
      actor: 'calendar-service',
      recordId: connectionId,
      purpose,
      outcome,
      at: new Date(options.clock.now()).toISOString(),
    });

  return {
    async put(connectionId, credential) {
      const binding: CredentialBinding = {
        tenantId: credential.account.tenantId ?? credential.provider,
        userId: credential.account.id,
        provider: credential.provider,
        credentialId: connectionId,
        purpose: 'calendar-connection',
      };
      const sealed = await seal({ ring: options.ring, plaintext: credentialToPlaintext(credential), binding });
      records.set(connectionId, { sealed, binding });
    },
    async open(connectionId, purpose) {
      let credential: Credential;
      try {
        const record = records.get(connectionId);
        if (record === undefined) throw new Error('There is no credential for this connection');
        credential = credentialFromPlaintext(await openText({ ring: options.ring, ...record }));
      } catch (error) {
        await audit(connectionId, purpose, 'failure');
        throw error;
      }
      await audit(connectionId, purpose, 'success');
      return credential;
    },
    remove(connectionId) {
      records.delete(connectionId);
    },
  };
}
