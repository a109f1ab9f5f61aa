import { CalendarError } from '@kalends/core';
import { readTargetInfo } from './target-info.ts';
import type { AvPair } from './target-info.ts';

const signature = new TextEncoder().encode('NTLMSSP\0');

/**
 * NegotiateFlags.
 *
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/99d90ff4-957f-4c8a-80e4-5bfe5a9a9832 | MS-NLMP 2.2.2.5}
 */
const flag = {
  unicode: 0x1,
  requestTarget: 0x4,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  extendedSessionSecurity: 0x8_0000,
  targetInfo: 0x80_0000,
} as const;

/** What is offered. No key exchange: nothing is signed or sealed after the handshake, TLS does that. */
const offered =
  flag.unicode | flag.requestTarget | flag.ntlm | flag.alwaysSign | flag.extendedSessionSecurity | flag.targetInfo;

/** The server's challenge (type 2), as far as a client needs it. */
export interface ChallengeMessage {
  /** The whole message: the integrity code covers it. */
  readonly bytes: Uint8Array;
  readonly flags: number;
  /** 8 bytes. */
  readonly serverChallenge: Uint8Array;
  readonly targetInfo: readonly AvPair[];
}

/** The first message (type 1): it names neither domain nor workstation. */
export function negotiateMessage(): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes.set(signature);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, 1, true);
  view.setUint32(12, offered, true);
  return bytes;
}

/**
 * Reads a challenge (type 2).
 *
 * @throws CalendarError `invalidResponse` for what is none, or what leaves only versions of NTLM before 2.
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/801a4681-8809-4be9-ab0d-61dcfe762786 | MS-NLMP 2.2.1.2}
 */
export function readChallenge(bytes: Uint8Array): ChallengeMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isChallenge =
    bytes.length >= 48 && signature.every((byte, index) => bytes[index] === byte) && view.getUint32(8, true) === 2;
  if (!isChallenge) throw invalid('is no NTLM challenge');
  const length = view.getUint16(40, true);
  const offset = view.getUint32(44, true);
  const targetInfo =
    offset + length <= bytes.length ? readTargetInfo(bytes.subarray(offset, offset + length)) : undefined;
  // Version 2 is made over it. Older versions give the password to whoever listens.
  if (targetInfo === undefined) throw invalid('has no target information: the server speaks no NTLM version 2');
  return { bytes, flags: view.getUint32(20, true), serverChallenge: bytes.slice(24, 32), targetInfo };
}

/** What the last message says. */
export interface AuthenticateFields {
  readonly challenge: ChallengeMessage;
  readonly domain: string;
  readonly user: string;
  readonly lmResponse: Uint8Array;
  readonly ntResponse: Uint8Array;
}

/** Where the integrity code stands in a message of {@link authenticateMessage}. */
export const micOffset = 72;
const headerLength = 88;

/** The last message (type 3), with room for the integrity code. */
export function authenticateMessage(fields: AuthenticateFields): Uint8Array {
  const parts: readonly (readonly [number, Uint8Array])[] = [
    [28, utf16(fields.domain)],
    [36, utf16(fields.user)],
    [44, new Uint8Array()],
    [12, fields.lmResponse],
    [20, fields.ntResponse],
    [52, new Uint8Array()],
  ];
  const bytes = new Uint8Array(parts.reduce((sum, [, part]) => sum + part.length, headerLength));
  bytes.set(signature);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, 3, true);
  let offset = headerLength;
  for (const [field, part] of parts) {
    view.setUint16(field, part.length, true);
    view.setUint16(field + 2, part.length, true);
    view.setUint32(field + 4, offset, true);
    bytes.set(part, offset);
    offset += part.length;
  }
  view.setUint32(60, fields.challenge.flags & offered, true);
  return bytes;
}

/** Text as NTLM has it: UTF-16, low byte first. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes;
}

function invalid(what: string): CalendarError {
  return new CalendarError({
    code: 'invalidResponse',
    message: `What the server sent in its NTLM handshake ${what}`,
    provider: 'ews',
  });
}
