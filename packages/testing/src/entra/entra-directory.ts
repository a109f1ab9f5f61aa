import type { EntraClient } from './entra-client.ts';

/** Somebody who can sign in. */
export interface EntraUser {
  /** Company key. */
  readonly personId: string;
  /** GUID. */
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly password: string;
}

/** Users and app registrations of one tenant. */
export class EntraDirectory {
  readonly tenantId: string;
  readonly #domains = new Set<string>();
  readonly #users = new Map<string, EntraUser>();
  readonly #clients = new Map<string, EntraClient>();

  constructor(tenantId: string, clients: readonly EntraClient[]) {
    this.tenantId = tenantId;
    for (const client of clients) this.#clients.set(client.clientId, client);
  }

  addDomain(domain: string): void {
    this.#domains.add(domain.toLowerCase());
  }

  addUser(user: EntraUser): void {
    this.#users.set(user.personId, user);
  }

  /** `common`, `organizations` and `consumers` exist everywhere; else the tenant's id or one of its domains. */
  hasTenant(segment: string): boolean {
    const name = segment.toLowerCase();
    return (
      ['common', 'organizations', 'consumers', this.tenantId.toLowerCase()].includes(name) || this.#domains.has(name)
    );
  }

  user(personId: string): EntraUser | undefined {
    return this.#users.get(personId);
  }

  userByName(userPrincipalName: string): EntraUser | undefined {
    const wanted = userPrincipalName.trim().toLowerCase();
    return [...this.#users.values()].find((user) => user.userPrincipalName.toLowerCase() === wanted);
  }

  userByObjectId(objectId: string): EntraUser | undefined {
    return [...this.#users.values()].find((user) => user.objectId === objectId);
  }

  client(clientId: string): EntraClient | undefined {
    return this.#clients.get(clientId);
  }

  /** The first registered client: what `issueTokens` uses when none is named. */
  defaultClient(): EntraClient {
    const [client] = this.#clients.values();
    if (client === undefined) throw new RangeError('No client is registered');
    return client;
  }

  registerClient(client: EntraClient): void {
    this.#clients.set(client.clientId, client);
  }

  registerRedirectUri(redirectUri: string, clientId?: string): void {
    const client = clientId === undefined ? this.defaultClient() : this.#clients.get(clientId);
    if (client === undefined) throw new RangeError('A redirect URI can only be added to a registered client');
    if (client.redirectUris.includes(redirectUri)) return;
    this.#clients.set(client.clientId, { ...client, redirectUris: [...client.redirectUris, redirectUri] });
  }
}
