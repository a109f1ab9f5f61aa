import type { EmulatorClock } from '../server/emulator.ts';
import { ConsentStore } from './consent-store.ts';
import { DelayedSetting } from './delayed-setting.ts';
import type { EntraUser } from './entra-user.ts';

/** `tid` of everybody with a personal Microsoft account (Entra docs, "ID token claims reference"). @public */
export const personalAccountTenantId: string = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Whether users may consent for themselves. @public */
export type UserConsent = 'allowed' | 'disabled';

/** State of an enterprise application in a tenant. */
export type ApplicationState = 'present' | 'disabled' | 'deleted';

/** One tenant: its users, its enterprise applications, what it consented to. */
export class EntraTenant {
  readonly tenantId: string;
  readonly consents: ConsentStore = new ConsentStore();
  readonly userConsent: DelayedSetting<UserConsent>;
  /** Longest time since a sign-in after which tokens are still refreshed. */
  signInFrequencyMs: number | undefined;
  isDeleted = false;
  readonly #domains = new Set<string>();
  readonly #users = new Map<string, EntraUser>();
  readonly #applications = new Map<string, ApplicationState>();

  constructor(tenantId: string, clock: EmulatorClock, userConsent: UserConsent) {
    this.tenantId = tenantId;
    this.userConsent = new DelayedSetting<UserConsent>(clock, userConsent);
  }

  get isPersonal(): boolean {
    return this.tenantId === personalAccountTenantId;
  }

  addDomain(domain: string): void {
    this.#domains.add(domain.toLowerCase());
  }

  /** The domain added first. */
  get mainDomain(): string | undefined {
    return [...this.#domains][0];
  }

  /** Whether a path segment means this tenant: its id or one of its domains. */
  isNamed(segment: string): boolean {
    const name = segment.toLowerCase();
    return name === this.tenantId.toLowerCase() || this.#domains.has(name);
  }

  addUser(user: EntraUser): void {
    if (!this.#users.has(user.personId)) this.#users.set(user.personId, user);
  }

  get users(): readonly EntraUser[] {
    return [...this.#users.values()];
  }

  user(personId: string): EntraUser | undefined {
    return this.#users.get(personId);
  }

  /** Undefined while an application of another tenant has never been consented to here. */
  application(clientId: string): ApplicationState | undefined {
    return this.#applications.get(clientId);
  }

  setApplication(clientId: string, state: ApplicationState): void {
    this.#applications.set(clientId, state);
  }
}
