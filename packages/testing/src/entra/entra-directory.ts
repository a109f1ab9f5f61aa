import type { EmulatorClock } from '../server/emulator.ts';
import { certificatesOf } from './client-assertion.ts';
import type { EntraClient } from './entra-client.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import { EntraTenant } from './entra-tenant.ts';
import type { UserConsent } from './entra-tenant.ts';
import type { EntraUser } from './entra-user.ts';

/** What the first segment of a path means. */
export type Authority =
  | { readonly kind: 'common' | 'organizations' | 'consumers' }
  | { readonly kind: 'tenant'; readonly tenant: EntraTenant };

/** Every tenant of the emulator and every app registration. */
export class EntraDirectory {
  /** The tenant that is meant when none is named. */
  readonly home: EntraTenant;
  readonly #clock: EmulatorClock;
  readonly #tenants: EntraTenant[] = [];
  readonly #clients = new Map<string, EntraClient>();

  constructor(clock: EmulatorClock, homeTenantId: string, userConsent: UserConsent, clients: readonly EntraClient[]) {
    this.#clock = clock;
    this.home = this.addTenant(homeTenantId, userConsent);
    for (const client of clients) this.registerClient(client);
  }

  addTenant(tenantId: string, userConsent: UserConsent): EntraTenant {
    if (this.#tenants.some((tenant) => tenant.tenantId === tenantId)) {
      throw new RangeError('Every tenant of an emulator needs an id of its own');
    }
    const tenant = new EntraTenant(tenantId, this.#clock, userConsent);
    this.#tenants.push(tenant);
    return tenant;
  }

  /** @throws RangeError when there is no such tenant. */
  tenant(tenantId: string = this.home.tenantId): EntraTenant {
    const tenant = this.#tenants.find((each) => each.tenantId === tenantId);
    if (tenant === undefined) throw new RangeError('The emulator has no such tenant');
    return tenant;
  }

  /** What a path segment means; undefined for tenants that do not exist (any more). */
  authority(segment: string): Authority | undefined {
    const name = segment.toLowerCase();
    if (name === 'common' || name === 'organizations' || name === 'consumers') return { kind: name };
    const tenant = this.#tenants.find((each) => each.isNamed(name) && !each.isDeleted);
    return tenant === undefined ? undefined : { kind: 'tenant', tenant };
  }

  /** Finds a user in the tenant it belongs to, deleted ones included. */
  userByObjectId(objectId: string): EntraUser | undefined {
    return this.#users().find((user) => user.objectId === objectId);
  }

  /** Finds whoever signs in with this name, in any tenant. */
  userByName(userPrincipalName: string): EntraUser | undefined {
    const wanted = userPrincipalName.trim().toLowerCase();
    return this.#users().find((user) => user.userPrincipalName.toLowerCase() === wanted && !user.state.isDeleted);
  }

  client(clientId: string): EntraClient | undefined {
    return this.#clients.get(clientId);
  }

  homeTenantId(client: EntraClient): string {
    return client.homeTenantId ?? this.home.tenantId;
  }

  /** The first registered client: what `issueTokens` uses when none is named. */
  defaultClient(): EntraClient {
    const [client] = this.#clients.values();
    if (client === undefined) throw new RangeError('No client is registered');
    return client;
  }

  /**
   * Adds or replaces a registration; in its own tenant the enterprise application comes with it.
   *
   * @throws RangeError when a certificate cannot be read.
   */
  registerClient(client: EntraClient): void {
    certificatesOf(client);
    this.#clients.set(client.clientId, client);
    const home = this.#tenants.find(({ tenantId }) => tenantId === this.homeTenantId(client));
    if (home !== undefined && home.application(client.clientId) === undefined) {
      home.setApplication(client.clientId, 'present');
    }
  }

  registerRedirectUri(redirectUri: string, clientId?: string): void {
    const client = clientId === undefined ? this.defaultClient() : this.#clients.get(clientId);
    if (client === undefined) throw new RangeError('A redirect URI can only be added to a registered client');
    if (client.redirectUris.includes(redirectUri)) return;
    this.#clients.set(client.clientId, { ...client, redirectUris: [...client.redirectUris, redirectUri] });
  }

  /** Why an application cannot be used at an authority; undefined when it can. */
  applicationRefusal(client: EntraClient, authority: Authority): EntraError | undefined {
    const { signInAudience = 'AzureADandPersonalMicrosoftAccount' } = client;
    if (authority.kind !== 'tenant') {
      if (signInAudience === 'AzureADMyOrg') return entraError(50194);
      const takesPersonal = signInAudience.includes('Personal');
      const takesWork = signInAudience !== 'PersonalMicrosoftAccount';
      const fits = authority.kind === 'consumers' ? takesPersonal : takesWork || authority.kind === 'common';
      return fits ? undefined : notFound(client);
    }
    const { tenant } = authority;
    const isHome = tenant.tenantId === this.homeTenantId(client);
    const state = tenant.application(client.clientId);
    if (state === 'deleted' || (!isHome && signInAudience === 'AzureADMyOrg')) return notFound(client);
    return state === 'disabled' ? entraError(7000112) : undefined;
  }

  /** Why a user cannot sign in to an application at an authority; undefined when the account is the right kind. */
  accountRefusal(client: EntraClient, authority: Authority, user: EntraUser): EntraError | undefined {
    const { signInAudience = 'AzureADandPersonalMicrosoftAccount' } = client;
    const tenant = this.tenant(user.tenantId);
    const isTaken = tenant.isPersonal
      ? signInAudience.includes('Personal')
      : signInAudience !== 'PersonalMicrosoftAccount';
    const isInReach =
      authority.kind === 'tenant'
        ? authority.tenant === tenant
        : authority.kind === 'common' || (authority.kind === 'consumers') === tenant.isPersonal;
    return isTaken && isInReach ? undefined : entraError(50020);
  }

  #users(): readonly EntraUser[] {
    return this.#tenants.flatMap(({ users }) => users);
  }
}

function notFound(client: EntraClient): EntraError {
  return entraError(700016, `Application with identifier '${client.clientId}' was not found in the directory.`);
}
