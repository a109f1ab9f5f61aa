import type { KeyObject } from 'node:crypto';
import type { EmulatorClock } from '../../server/emulator.ts';

/** An account of a program (Google Cloud, "Service accounts"). */
export interface ServiceAccount {
  readonly email: string;
  /** The numeric id that an administrator of a domain authorises. */
  readonly clientId: string;
  readonly projectId: string;
  readonly organization: string | undefined;
  status: 'active' | 'disabled' | 'deleted';
}

/** The public half of a key, as the service keeps it. */
export interface ServiceAccountKeyEntry {
  readonly id: string;
  readonly email: string;
  readonly publicKey: KeyObject;
  isEnabled: boolean;
}

/** One line of a domain's list "Domain-wide delegation". */
export interface Delegation {
  readonly domain: string;
  /** What the administrator typed: only a numeric id works. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly effectiveAtMs: number;
}

/** Service accounts with their keys, and which domains let them act for their people. */
export class ServiceAccountStore {
  readonly accounts: Map<string, ServiceAccount> = new Map();
  readonly keys: Map<string, ServiceAccountKeyEntry> = new Map();
  readonly #clock: EmulatorClock;
  #delegations: readonly Delegation[] = [];

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** Keys that a signature of this account may be made with; by `kid` when the header names one. */
  keysFor(email: string, keyId: string | undefined): readonly ServiceAccountKeyEntry[] {
    return [...this.keys.values()].filter(
      (key) => key.email === email && key.isEnabled && (keyId === undefined || key.id === keyId),
    );
  }

  /** Adds a line to a domain's list or replaces the one for this client. */
  authorize(delegation: Delegation): void {
    this.withdraw(delegation.domain, delegation.clientId);
    this.#delegations = [...this.#delegations, delegation];
  }

  withdraw(domain: string, clientId: string): void {
    this.#delegations = this.#delegations.filter(
      (other) => !(sameName(other.domain, domain) && other.clientId === clientId),
    );
  }

  /** The lines of a domain that are in effect and name this account, by its number or, in vain, by its address. */
  delegations(domain: string, account: ServiceAccount): readonly Delegation[] {
    return this.#delegations.filter(
      (delegation) =>
        sameName(delegation.domain, domain) &&
        delegation.effectiveAtMs <= this.#clock.now() &&
        (delegation.clientId === account.clientId || sameName(delegation.clientId, account.email)),
    );
  }
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
