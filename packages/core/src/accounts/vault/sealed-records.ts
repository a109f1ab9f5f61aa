import type { Credential } from '../../credentials/credential.ts';
import { CalendarError } from '../../errors/calendar-error.ts';
import { credentialFromPlaintext, credentialToPlaintext } from '../../schemas/credential-schema.ts';
import type { StoredAccount } from '../account.ts';
import type { AccountStores } from '../account-store.ts';
import type { Cipher, CipherBinding } from '../cipher.ts';
import { cipherFailure, unreadable } from './cipher-failure.ts';
import type { PrivilegedAction, PrivilegedActions } from './privileged-actions.ts';
import { accountBinding } from './record-binding.ts';
import type { BoundAccount } from './record-binding.ts';
import { sharedTokenFromPlaintext, sharedTokenToPlaintext } from './shared-token.ts';
import type { SharedToken } from './shared-token.ts';

/** What the handles of a vault are made of: sealing and opening one record at a time. */
export class SealedRecords {
  readonly stores: Pick<AccountStores, 'accounts' | 'secrets'>;
  readonly privileged: PrivilegedActions;
  readonly #cipher: Cipher;

  constructor(options: {
    readonly stores: Pick<AccountStores, 'accounts' | 'secrets'>;
    readonly cipher: Cipher;
    readonly privileged: PrivilegedActions;
  }) {
    this.stores = options.stores;
    this.privileged = options.privileged;
    this.#cipher = options.cipher;
  }

  sealCredential(account: BoundAccount, credential: Credential): Promise<string> {
    return this.seal(credentialToPlaintext(credential), accountBinding(account, 'credential'));
  }

  sealToken(account: BoundAccount, token: SharedToken): Promise<string> {
    return this.seal(sharedTokenToPlaintext(token), accountBinding(account, 'accessToken'));
  }

  /**
   * Opens the credential of an account, and seals it anew when its key is no longer the active one.
   *
   * @throws CalendarError `credentialUnreadable`, and those of `PrivilegedActions.reveal`.
   */
  async openCredential({ account, sealed }: StoredAccount, action: PrivilegedAction): Promise<Credential> {
    const text = sealed.credential;
    if (text === undefined) throw noSecret();
    const binding = accountBinding(account, 'credential');
    const plaintext = await this.privileged.reveal(action, () => this.open(text, binding));
    await this.resealLazily({ plaintext, sealed: text, binding, action }, (to) =>
      this.stores.accounts.reseal({ id: account.id, generation: account.generation, from: text, to }),
    );
    return parsedCredential(plaintext);
  }

  /** Opens the shared access token of an account. It is replaced within the hour, so an old key is left alone. */
  async openToken({ account, sealed }: StoredAccount, action: PrivilegedAction): Promise<SharedToken> {
    const text = sealed.accessToken;
    if (text === undefined) throw noSecret();
    const binding = accountBinding(account, 'accessToken');
    return sharedTokenFromPlaintext(await this.privileged.reveal(action, () => this.open(text, binding)));
  }

  async seal(plaintext: string, binding: CipherBinding): Promise<string> {
    try {
      return await this.#cipher.seal(plaintext, binding);
    } catch (error) {
      throw cipherFailure(error);
    }
  }

  async open(sealed: string, binding: CipherBinding): Promise<string> {
    try {
      return await this.#cipher.open(sealed, binding);
    } catch (error) {
      throw cipherFailure(error);
    }
  }

  needsReseal(sealed: string): boolean {
    try {
      return this.#cipher.needsReseal(sealed);
    } catch (error) {
      throw cipherFailure(error);
    }
  }

  /**
   * Seals what was just opened under the active key, where it was not. A failure to do so is left to the next time, or to
   * `rewrap`: whoever opened the secret has it.
   */
  async resealLazily(
    opened: {
      readonly plaintext: string;
      readonly sealed: string;
      readonly binding: CipherBinding;
      readonly action: PrivilegedAction;
    },
    write: (to: string) => Promise<boolean>,
  ): Promise<void> {
    try {
      if (!this.needsReseal(opened.sealed)) return;
      const to = await this.seal(opened.plaintext, opened.binding);
      await this.privileged.record({ ...opened.action, action: 'credential.rotate' }, 'success');
      await write(to);
    } catch {
      return;
    }
  }
}

function parsedCredential(plaintext: string): Credential {
  try {
    return credentialFromPlaintext(plaintext);
  } catch {
    throw unreadable();
  }
}

function noSecret(): CalendarError {
  return new CalendarError({ code: 'notFound', message: 'The account has no such secret any more' });
}
