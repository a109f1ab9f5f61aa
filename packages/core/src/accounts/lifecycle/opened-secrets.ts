import { CalendarError } from '../../errors/calendar-error.ts';
import type { PasswordAuthorization } from '../../tokens/authorization-source.ts';
import type { StoredAccount } from '../account.ts';
import type { SharedToken } from '../vault/shared-token.ts';
import type { RefreshHandle } from '../vault/vault-handles.ts';

interface Opened<T> {
  /** The sealed text it came from: as long as the store has the same one, it need not be opened again. */
  readonly sealed: string;
  readonly value: Promise<T>;
}

/** What of one account is open in this process's memory. Opened once per sealed text, however many callers there are. */
export class OpenedSecrets {
  readonly #vault: RefreshHandle;
  #token: Opened<SharedToken | undefined> | undefined;
  #password: Opened<PasswordAuthorization> | undefined;

  constructor(vault: RefreshHandle) {
    this.#vault = vault;
  }

  /** The access token that the processes share; absent when there is none, or none that opens: it is renewed then. */
  async token(stored: StoredAccount): Promise<SharedToken | undefined> {
    const sealed = stored.sealed.accessToken;
    if (sealed === undefined) return undefined;
    if (this.#token?.sealed !== sealed) {
      const value = this.#vault.openAccessToken(stored, 'request').catch(absentWhenUnreadable);
      this.#token = this.#forgottenOnFailure({ sealed, value });
    }
    return this.#token.value;
  }

  /** User name and password of an account of kind `basic`. */
  async password(stored: StoredAccount): Promise<PasswordAuthorization> {
    const sealed = stored.sealed.credential;
    if (this.#password === undefined || this.#password.sealed !== sealed) {
      const value = this.#openPassword(stored);
      this.#password = this.#forgottenOnFailure({ sealed: sealed ?? '', value });
    }
    return this.#password.value;
  }

  /** Keeps a token that this process has sealed itself. */
  keep(sealed: string | undefined, token: SharedToken): void {
    if (sealed !== undefined) this.#token = { sealed, value: Promise.resolve(token) };
  }

  forget(): void {
    this.#token = undefined;
    this.#password = undefined;
  }

  async #openPassword(stored: StoredAccount): Promise<PasswordAuthorization> {
    const credential = await this.#vault.openCredential(stored, 'request');
    if (credential.kind !== 'basic') {
      throw new CalendarError({ code: 'credentialUnreadable', message: 'The stored secret is of another kind' });
    }
    return { kind: 'basic', username: credential.username, password: credential.password };
  }

  /** A failure is not remembered: the next caller tries again. */
  #forgottenOnFailure<T>(opened: Opened<T>): Opened<T> {
    opened.value.catch(() => {
      if (this.#token?.value === opened.value) this.#token = undefined;
      if (this.#password?.value === opened.value) this.#password = undefined;
    });
    return opened;
  }
}

function absentWhenUnreadable(error: unknown): undefined {
  if (CalendarError.is(error) && error.code === 'credentialUnreadable') return undefined;
  throw error;
}
