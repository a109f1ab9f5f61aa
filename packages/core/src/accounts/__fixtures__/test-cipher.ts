import type { Cipher, CipherBinding } from '../cipher.ts';

/** Looks like an error of `@kalends/crypto`: brand and code, nothing else is looked at. */
class FakeSealError extends Error {
  static {
    Object.defineProperty(this.prototype, Symbol.for('kalends.error'), { value: 'SealError' });
  }
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A cipher for tests: it binds and has key ids, and hides nothing from anybody who knows base64. */
export class TestCipher implements Cipher {
  activeKeyId = 'k1';
  readonly keyIds: Set<string> = new Set(['k1']);
  /** Thrown by every call, as a key service that is down throws. */
  outage: Error | undefined;
  seals = 0;

  async seal(plaintext: string, binding: CipherBinding): Promise<string> {
    if (this.outage !== undefined) throw this.outage;
    this.seals += 1;
    const body = JSON.stringify([plaintext, bindingText(binding), this.seals]);
    return `${this.activeKeyId}.${Buffer.from(body).toString('base64url')}`;
  }

  async open(sealed: string, binding: CipherBinding): Promise<string> {
    if (this.outage !== undefined) throw this.outage;
    const [keyId = '', body = ''] = sealed.split('.');
    if (!this.keyIds.has(keyId)) throw new FakeSealError('unknownKey');
    let parts: unknown;
    try {
      parts = JSON.parse(Buffer.from(body, 'base64url').toString());
    } catch {
      throw new FakeSealError('malformed');
    }
    const [plaintext, bound] = Array.isArray(parts) ? parts : [];
    if (typeof plaintext !== 'string' || bound !== bindingText(binding)) throw new FakeSealError('openFailed');
    return plaintext;
  }

  needsReseal(sealed: string): boolean {
    return !sealed.startsWith(`${this.activeKeyId}.`);
  }
}

function bindingText({ tenantId, userId, provider, credentialId, purpose }: CipherBinding): string {
  return [tenantId, userId, provider, credentialId, purpose].join('|');
}
