import type { ClientConnection } from '../../../server/loopback-server.ts';
import { hashBytes } from '../../store/ids.ts';
import type { Account } from '../../store/account.ts';
import type { PasswordBook, PasswordResult } from '../password-book.ts';
import { avIds, fromFileTime, hasIntegrityCodeFlag, readAvPairs, toFileTime, writeAvPairs } from './av-pairs.ts';
import type { AvPairs } from './av-pairs.ts';
import { ntlmMessageType, readAuthentication, writeChallenge } from './ntlm-messages.ts';
import type { Authentication } from './ntlm-messages.ts';
import { isSame, messageIntegrityCode, ntlmV2Key, ntlmV2Proof, sessionBaseKey } from './ntlm-v2.ts';

/**
 * What the server does about channel bindings over TLS: nothing, check those that come, or demand them. IIS calls it
 * Extended Protection; Exchange demands them from 2019 CU14 on.
 *
 * @public
 */
export type ExtendedProtection = 'off' | 'allow' | 'require';

/** What the sign-in works with. */
export interface NtlmSettings {
  readonly passwords: PasswordBook;
  readonly now: () => number;
  /** The domain the server belongs to. */
  readonly domain: () => { readonly netBios: string; readonly dns: string };
  readonly extendedProtection: ExtendedProtection;
  /** What a client has to bind to; nothing without TLS. */
  readonly channelBinding: Buffer | undefined;
}

/** What a message led to. */
export type NtlmStep = PasswordResult | { readonly kind: 'challenged'; readonly message: Buffer };

interface Handshake {
  readonly serverChallenge: Buffer;
  /** The messages that went before the third one. */
  readonly messages: readonly Buffer[];
}

const computerName = 'MAIL';
const proofBytes = 16;
const blobHeadBytes = 28;
// Answers older than this are refused (MaxLifetime of MS-NLMP, section 3.2.1.1).
const maxLifetimeMs = 36 * 3_600_000;
const refused: NtlmStep = { kind: 'refused' };

/** NTLM version 2 on the side of the server. What it knows, it knows of a connection, and forgets with it. */
export class NtlmSignIn {
  readonly #settings: NtlmSettings;
  readonly #handshakes = new WeakMap<ClientConnection, Handshake>();
  readonly #signedIn = new WeakMap<ClientConnection, Account>();
  #challenges = 0;

  constructor(settings: NtlmSettings) {
    this.#settings = settings;
  }

  /** Who signed in over a connection. */
  accountOf(connection: ClientConnection): Account | undefined {
    return this.#signedIn.get(connection);
  }

  /** Takes the first or third message of a handshake. */
  take(message: Buffer, connection: ClientConnection): NtlmStep {
    const handshake = this.#handshakes.get(connection);
    this.#handshakes.delete(connection);
    this.#signedIn.delete(connection);
    switch (ntlmMessageType(message)) {
      case 1:
        return { kind: 'challenged', message: this.#challenge(message, connection) };
      case 3: {
        const result = handshake === undefined ? refused : this.#verify(message, handshake);
        if (result.kind === 'signedIn') this.#signedIn.set(connection, result.account);
        return result;
      }
      default:
        return refused;
    }
  }

  #challenge(negotiation: Buffer, connection: ClientConnection): Buffer {
    this.#challenges += 1;
    const serverChallenge = hashBytes(`ntlm/${this.#challenges}`, 8);
    const message = writeChallenge({
      serverChallenge,
      targetName: this.#settings.domain().netBios,
      targetInfo: writeAvPairs([...this.#targetInfo(), [avIds.timestamp, toFileTime(this.#settings.now())]]),
    });
    this.#handshakes.set(connection, { serverChallenge, messages: [negotiation, message] });
    return message;
  }

  #targetInfo(): readonly (readonly [number, Buffer])[] {
    const { netBios, dns } = this.#settings.domain();
    const text = (value: string): Buffer => Buffer.from(value, 'utf16le');
    return [
      [avIds.domainName, text(netBios)],
      [avIds.computerName, text(computerName)],
      [avIds.dnsDomainName, text(dns)],
      [avIds.dnsComputerName, text(`${computerName.toLowerCase()}.${dns}`)],
      [avIds.dnsTreeName, text(dns)],
    ];
  }

  #verify(message: Buffer, handshake: Handshake): PasswordResult {
    const authentication = readAuthentication(message);
    if (authentication === undefined) return { kind: 'refused' };
    const { domain, userName, ntResponse } = authentication;
    // 24 bytes are version 1, which no domain of today takes.
    const blob = ntResponse.subarray(proofBytes);
    const pairs = blob.byteLength < blobHeadBytes ? undefined : readAvPairs(blob.subarray(blobHeadBytes));
    if (pairs === undefined || !this.#isAnswerToUs(blob, pairs)) return { kind: 'refused' };
    // A name that says its domain itself leaves the domain empty.
    const fullName = userName.includes('@') ? userName : `${domain}\\${userName}`;
    return this.#settings.passwords.signIn(fullName, (password) => {
      const key = ntlmV2Key(password, userName, domain);
      const proof = ntlmV2Proof(key, handshake.serverChallenge, blob);
      return (
        isSame(proof, ntResponse.subarray(0, proofBytes)) &&
        hasIntegrity(pairs, authentication, sessionBaseKey(key, proof), handshake)
      );
    });
  }

  /** Form, target, time and channel of an answer (MS-NLMP, section 2.2.2.7). */
  #isAnswerToUs(blob: Buffer, pairs: AvPairs): boolean {
    const hasOurTarget = this.#targetInfo().every(([id, value]) => pairs.get(id)?.equals(value) === true);
    const ageMs = Math.abs(this.#settings.now() - fromFileTime(blob.subarray(8)));
    return blob[0] === 1 && blob[1] === 1 && hasOurTarget && ageMs <= maxLifetimeMs && this.#isBound(pairs);
  }

  #isBound(pairs: AvPairs): boolean {
    const { extendedProtection, channelBinding } = this.#settings;
    if (extendedProtection === 'off') return true;
    const binding = pairs.get(avIds.channelBindings);
    // Zeros say that the client knows of bindings and has none.
    if (binding === undefined || binding.every((byte) => byte === 0)) return extendedProtection === 'allow';
    return channelBinding !== undefined && isSame(binding, channelBinding);
  }
}

/** Whether the integrity code is right, where the answer says that there is one. */
function hasIntegrity(pairs: AvPairs, message: Authentication, baseKey: Buffer, { messages }: Handshake): boolean {
  const flags = pairs.get(avIds.flags);
  if (flags?.byteLength !== 4 || (flags.readUInt32LE(0) & hasIntegrityCodeFlag) === 0) return true;
  const expected = messageIntegrityCode(baseKey, message.wrappedSessionKey, [
    ...messages,
    message.withoutIntegrityCode,
  ]);
  return isSame(expected, message.integrityCode);
}
