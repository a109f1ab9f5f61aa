/** Keys after which the oldest is forgotten. */
const maxKeys = 10_000;

/**
 * Contacts that this process made, by account and key: the lists that a key is looked up in learn of a new contact late. A provider's
 * connections share it.
 */
export class CreatedContacts {
  readonly #ids = new Map<string, string>();

  /** The id of the contact that was made under a key. */
  find(accountId: string, mark: string): string | undefined {
    return this.#ids.get(`${mark} ${accountId}`);
  }

  remember(accountId: string, mark: string, contactId: string): void {
    this.#ids.set(`${mark} ${accountId}`, contactId);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > maxKeys && oldest !== undefined) this.#ids.delete(oldest);
  }
}
