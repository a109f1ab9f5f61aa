import { createHmac } from 'node:crypto';
import { md4 } from './md4.ts';
import { authenticateMessage, micOffset, utf16 } from './messages.ts';
import type { ChallengeMessage } from './messages.ts';
import { avId, hasMicFlag, writeTargetInfo } from './target-info.ts';
import type { AvPair } from './target-info.ts';

/** Whom an NTLM answer is about. */
export interface NtlmIdentity {
  /** Empty for a user principal name. */
  readonly domain: string;
  readonly user: string;
  readonly password: string;
}

/** Splits `DOMAIN\user`; a user principal name stays whole, without a domain. */
export function ntlmIdentity(username: string, password: string): NtlmIdentity {
  const slash = username.indexOf('\\');
  return { domain: username.slice(0, Math.max(slash, 0)), user: username.slice(slash + 1), password };
}

/** What {@link ntlmAnswer} is made from. */
export interface NtlmAnswerOptions {
  readonly identity: NtlmIdentity;
  readonly negotiate: Uint8Array;
  readonly challenge: ChallengeMessage;
  /** 8 unpredictable bytes. */
  readonly clientChallenge: Uint8Array;
  /** Milliseconds since the Unix epoch, used when the server named no time. */
  readonly nowMs: number;
  /** Hash that binds the answer to the TLS connection, 16 bytes; absent without TLS. */
  readonly channelBinding: Uint8Array | undefined;
  /** Service the answer is for, for example `HTTP/mail.example.com`. */
  readonly service: string;
}

/**
 * Answers a challenge with NTLM version 2. A server that names its time gets an integrity code over all three messages, so that
 * nobody in between can have weakened them.
 *
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/5e550938-91d4-459f-b67d-75d70009e3f3 | MS-NLMP 3.3.2}
 */
export function ntlmAnswer(options: NtlmAnswerOptions): Uint8Array {
  const { identity, challenge, clientChallenge } = options;
  const serverTime = challenge.targetInfo.find(({ id }) => id === avId.timestamp)?.value;
  const key = ntlmKey(identity);
  const response = ntResponse({
    key,
    serverChallenge: challenge.serverChallenge,
    clientChallenge,
    time: serverTime?.length === 8 ? serverTime : fileTime(options.nowMs),
    targetInfo: writeTargetInfo(answeredTargetInfo(options, serverTime !== undefined)),
  });
  const message = authenticateMessage({
    challenge,
    domain: identity.domain,
    user: identity.user,
    // With a time in the challenge the older response has to be empty (MS-NLMP 3.1.5.1.2).
    lmResponse:
      serverTime === undefined ? lmResponse(key, challenge.serverChallenge, clientChallenge) : new Uint8Array(24),
    ntResponse: response.bytes,
  });
  if (serverTime !== undefined) {
    message.set(hmacMd5(response.sessionKey, options.negotiate, challenge.bytes, message), micOffset);
  }
  return message;
}

/** NTOWFv2: the key that a password gives for one account. */
export function ntlmKey({ domain, user, password }: NtlmIdentity): Uint8Array {
  return hmacMd5(md4(utf16(password)), utf16(upperCase(user) + domain));
}

/**
 * Upper case as Windows has it, one UTF-16 unit for one: a user `strauß` keeps the letter, which becomes two in JavaScript.
 *
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-ucodref/ | MS-UCODREF, Windows Protocols Unicode Reference}
 */
function upperCase(text: string): string {
  const units = Array.from({ length: text.length }, (_none, index) => text.charAt(index));
  return units.map((unit) => (unit.toUpperCase().length === 1 ? unit.toUpperCase() : unit)).join('');
}

/** LMv2 response. */
export function lmResponse(key: Uint8Array, serverChallenge: Uint8Array, clientChallenge: Uint8Array): Uint8Array {
  return concat(hmacMd5(key, serverChallenge, clientChallenge), clientChallenge);
}

/** NTLMv2 response and the session key that comes of it. */
export function ntResponse(parts: {
  readonly key: Uint8Array;
  readonly serverChallenge: Uint8Array;
  readonly clientChallenge: Uint8Array;
  /** FILETIME, 8 bytes. */
  readonly time: Uint8Array;
  readonly targetInfo: Uint8Array;
}): { readonly bytes: Uint8Array; readonly sessionKey: Uint8Array } {
  const blob = concat(
    new Uint8Array([1, 1, 0, 0, 0, 0, 0, 0]),
    parts.time,
    parts.clientChallenge,
    new Uint8Array(4),
    parts.targetInfo,
    new Uint8Array(4),
  );
  const proof = hmacMd5(parts.key, parts.serverChallenge, blob);
  return { bytes: concat(proof, blob), sessionKey: hmacMd5(parts.key, proof) };
}

/** Time as Windows counts it: 100-nanosecond steps since 1601, 8 bytes, low byte first. */
export function fileTime(ms: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(Math.trunc(ms)) + 11_644_473_600_000n) * 10_000n, true);
  return bytes;
}

/** What the server said of itself, and what the client adds: integrity code, TLS connection, service. */
function answeredTargetInfo(options: NtlmAnswerOptions, hasMic: boolean): readonly AvPair[] {
  const own = new Set<number>([avId.channelBindings, avId.targetName, ...(hasMic ? [avId.flags] : [])]);
  const serverFlags = options.challenge.targetInfo.find(({ id }) => id === avId.flags)?.value;
  const flags = serverFlags?.length === 4 ? new DataView(serverFlags.slice().buffer).getUint32(0, true) : 0;
  const micFlags = new Uint8Array(4);
  new DataView(micFlags.buffer).setUint32(0, (flags | hasMicFlag) >>> 0, true);
  return [
    ...options.challenge.targetInfo.filter(({ id }) => !own.has(id)),
    ...(hasMic ? [{ id: avId.flags, value: micFlags }] : []),
    // Zeros say that there is no TLS connection to be bound to.
    { id: avId.channelBindings, value: options.channelBinding ?? new Uint8Array(16) },
    { id: avId.targetName, value: utf16(options.service) },
  ];
}

function hmacMd5(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return new Uint8Array(hmac.digest());
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
