import type { EmulatorClock } from '../../server/emulator.ts';
import type { GoogleClient } from '../google-client.ts';
import type { OpaqueSource } from '../opaque.ts';

/** A code that the authorization endpoint gave out. */
export interface AuthorizationCode {
  readonly personId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
  readonly codeChallenge?: { readonly method: 'S256' | 'plain'; readonly value: string } | undefined;
  readonly nonce?: string | undefined;
  /** Whether the exchange yields a refresh token: offline access was asked for and consent was given on screen. */
  readonly isOffline: boolean;
  /** Scopes granted earlier were added to this grant. */
  readonly isCombined: boolean;
  /** For how long the person granted access, in seconds; undefined: until it is revoked. */
  readonly accessSeconds?: number | undefined;
}

const codeLifetimeMs = 10 * 60_000;

/** Clients, sessions of browsers, what people consented to, and codes. */
export class ConsentStore {
  readonly clients: Map<string, GoogleClient> = new Map();
  readonly #clock: EmulatorClock;
  readonly #opaque: OpaqueSource;
  readonly #consents = new Map<string, Set<string>>();
  readonly #codes = new Map<string, AuthorizationCode>();
  readonly #codeHolders = new Map<string, string>();
  readonly #sessions = new Map<string, string>();

  constructor(clock: EmulatorClock, opaque: OpaqueSource) {
    this.#clock = clock;
    this.#opaque = opaque;
  }

  /** What a person granted to the client's project so far. */
  consent(personId: string, client: GoogleClient): ReadonlySet<string> {
    return this.#consents.get(consentKey(personId, client)) ?? new Set();
  }

  addConsent(personId: string, client: GoogleClient, scopes: readonly string[]): void {
    const granted = new Set([...this.consent(personId, client), ...scopes]);
    this.#consents.set(consentKey(personId, client), granted);
  }

  /** The person is asked again. */
  withdrawConsent(personId: string, client: GoogleClient): void {
    this.#consents.delete(consentKey(personId, client));
  }

  issueCode(code: Omit<AuthorizationCode, 'expiresAtMs'>): string {
    const value = `4/0A${this.#opaque.text(60)}`;
    this.#codes.set(value, { ...code, expiresAtMs: this.#clock.now() + codeLifetimeMs });
    this.#codeHolders.set(value, code.personId);
    return value;
  }

  /** Codes work once: taking one uses it up. */
  takeCode(value: string): AuthorizationCode | undefined {
    const code = this.#codes.get(value);
    this.#codes.delete(value);
    return code;
  }

  /** Who got this code, whether or not it still works. */
  codeHolder(value: string): string | undefined {
    return this.#codeHolders.get(value);
  }

  /** Drops a person's codes that are not exchanged yet. */
  dropCodes(personId: string, client: GoogleClient): void {
    for (const [value, code] of this.#codes) {
      if (code.personId === personId && this.sharesProject(code.clientId, client)) this.#codes.delete(value);
    }
  }

  startSession(personId: string): string {
    const session = this.#opaque.text(40);
    this.#sessions.set(session, personId);
    return session;
  }

  /** Who is signed in with this session cookie. */
  session(value: string): string | undefined {
    return this.#sessions.get(value);
  }

  /** Clients of one project share what was granted. */
  sharesProject(clientId: string, client: GoogleClient): boolean {
    const other = this.clients.get(clientId);
    return other !== undefined && projectOf(other) === projectOf(client);
  }
}

function projectOf(client: GoogleClient): string {
  return client.project ?? client.clientId;
}

function consentKey(personId: string, client: GoogleClient): string {
  return `${personId}\n${projectOf(client)}`;
}
