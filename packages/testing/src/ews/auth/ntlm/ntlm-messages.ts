const signature = Buffer.from('NTLMSSP\0', 'latin1');

/** Bits of NegotiateFlags (MS-NLMP, section 2.2.2.5) that matter here. */
export const ntlmFlags = {
  unicode: 0x0000_0001,
  requestTarget: 0x0000_0004,
  ntlm: 0x0000_0200,
  alwaysSign: 0x0000_8000,
  targetTypeDomain: 0x0001_0000,
  extendedSessionSecurity: 0x0008_0000,
  targetInfo: 0x0080_0000,
  version: 0x0200_0000,
  key128: 0x2000_0000,
  keyExchange: 0x4000_0000,
  key56: 0x8000_0000,
} as const;

/** What the server offers; a client may take less. */
const offered = Object.values(ntlmFlags).reduce((all, flag) => all + flag, 0);
// Windows Server 2022, NTLM revision 15 (MS-NLMP, section 2.2.2.10).
const version = Buffer.from([10, 0, 0x7c, 0x4f, 0, 0, 0, 15]);
const challengeHeadBytes = 56;
const integrityCodeAt = 72;
const integrityCodeBytes = 16;

/** The second message: what the server wants to be answered. */
export interface Challenge {
  /** 8 bytes. */
  readonly serverChallenge: Uint8Array;
  /** NetBIOS name of the domain. */
  readonly targetName: string;
  readonly targetInfo: Uint8Array;
}

/** The third message: who somebody is, and the proof of it. */
export interface Authentication {
  readonly domain: string;
  readonly userName: string;
  readonly ntResponse: Buffer;
  readonly wrappedSessionKey: Buffer;
  /** The message's integrity code; zeros or other data when the client made none. */
  readonly integrityCode: Buffer;
  /** The message with zeros in place of its integrity code. */
  readonly withoutIntegrityCode: Buffer;
}

/** Which of the three messages some bytes are; nothing for other bytes. */
export function ntlmMessageType(message: Buffer): 1 | 2 | 3 | undefined {
  if (message.byteLength < 12 || !message.subarray(0, 8).equals(signature)) return undefined;
  const type = message.readUInt32LE(8);
  return type === 1 || type === 2 || type === 3 ? type : undefined;
}

/** Writes the second message (MS-NLMP, section 2.2.1.2). */
export function writeChallenge({ serverChallenge, targetName, targetInfo }: Challenge): Buffer {
  const name = Buffer.from(targetName, 'utf16le');
  const head = Buffer.alloc(challengeHeadBytes);
  signature.copy(head);
  head.writeUInt32LE(2, 8);
  writeField(head, 12, name.byteLength, challengeHeadBytes);
  head.writeUInt32LE(offered, 20);
  head.set(serverChallenge, 24);
  writeField(head, 40, targetInfo.byteLength, challengeHeadBytes + name.byteLength);
  version.copy(head, 48);
  return Buffer.concat([head, name, targetInfo]);
}

/** Reads the third message (MS-NLMP, section 2.2.1.3); nothing when it is cut off or points outside itself. */
export function readAuthentication(message: Buffer): Authentication | undefined {
  if (ntlmMessageType(message) !== 3 || message.byteLength < 64) return undefined;
  const fields = [20, 28, 36, 52].map((at) => readField(message, at));
  const [ntResponse, domain, userName, wrappedSessionKey] = fields;
  if (
    ntResponse === undefined ||
    domain === undefined ||
    userName === undefined ||
    wrappedSessionKey === undefined ||
    message.byteLength < integrityCodeAt + integrityCodeBytes
  ) {
    return undefined;
  }
  const flags = message.readUInt32LE(60);
  const encoding = (flags & ntlmFlags.unicode) === 0 ? 'latin1' : 'utf16le';
  const withoutIntegrityCode = Buffer.from(message);
  withoutIntegrityCode.fill(0, integrityCodeAt, integrityCodeAt + integrityCodeBytes);
  return {
    domain: domain.toString(encoding),
    userName: userName.toString(encoding),
    ntResponse,
    wrappedSessionKey,
    integrityCode: message.subarray(integrityCodeAt, integrityCodeAt + integrityCodeBytes),
    withoutIntegrityCode,
  };
}

function writeField(head: Buffer, at: number, length: number, offset: number): void {
  head.writeUInt16LE(length, at);
  head.writeUInt16LE(length, at + 2);
  head.writeUInt32LE(offset, at + 4);
}

function readField(message: Buffer, at: number): Buffer | undefined {
  const length = message.readUInt16LE(at);
  const offset = message.readUInt32LE(at + 4);
  return offset + length > message.byteLength ? undefined : message.subarray(offset, offset + length);
}
