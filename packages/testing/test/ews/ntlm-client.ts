import { createHmac } from 'node:crypto';
import { Agent as PlainAgent, request as plainRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { md4 } from '../../src/ews/auth/ntlm/md4.ts';
import { rc4 } from '../../src/ews/auth/ntlm/rc4.ts';

/** Who signs in, and what to do otherwise than a good client does. */
export interface NtlmIdentity {
  readonly domain: string;
  readonly userName: string;
  readonly password: string;
  /** Value of the channel-binding attribute. Default: none. */
  readonly channelBinding?: Buffer;
  /** FILETIME to answer with. Default: the server's. */
  readonly fileTime?: Buffer;
  /** Attributes to answer with, end marker included. Default: the server's. */
  readonly targetInfo?: Buffer;
  /** Version of the answer. Default 1. */
  readonly blobVersion?: number;
  /** Default true: the message carries an integrity code. */
  readonly withIntegrityCode?: boolean;
  /** Changes the finished message. */
  readonly tamper?: (message: Buffer) => void;
}

/** The message that opens a handshake. */
export const negotiateMessage: Buffer = Buffer.concat([
  Buffer.from('NTLMSSP\0', 'latin1'),
  Buffer.from('01000000b78208e2', 'hex'),
  Buffer.alloc(16),
  Buffer.from('0a00ba470000000f', 'hex'),
]);

/** Writes the message that answers a challenge. */
export function authenticateMessage(challenge: Buffer, identity: NtlmIdentity): Buffer {
  const hmac = (key: Buffer, ...data: Buffer[]): Buffer => createHmac('md5', key).update(Buffer.concat(data)).digest();
  const targetInfo = challenge.subarray(
    challenge.readUInt32LE(44),
    challenge.readUInt32LE(44) + challenge.readUInt16LE(40),
  );
  const serverTime = findAttribute(targetInfo, 7) ?? Buffer.alloc(8);
  const withIntegrityCode = identity.withIntegrityCode ?? true;
  const blob = Buffer.concat([
    Buffer.from([identity.blobVersion ?? 1, 1, 0, 0, 0, 0, 0, 0]),
    identity.fileTime ?? serverTime,
    Buffer.alloc(8, 0xaa),
    Buffer.alloc(4),
    (identity.targetInfo ?? targetInfo).subarray(0, -4),
    withIntegrityCode ? attribute(6, Buffer.from([2, 0, 0, 0])) : Buffer.alloc(0),
    identity.channelBinding === undefined ? Buffer.alloc(0) : attribute(10, identity.channelBinding),
    Buffer.alloc(8),
  ]);
  const key = hmac(
    md4(Buffer.from(identity.password, 'utf16le')),
    Buffer.from(identity.userName.toUpperCase() + identity.domain, 'utf16le'),
  );
  const proof = hmac(key, challenge.subarray(24, 32), blob);
  const sessionKey = Buffer.alloc(16, 0x55);
  const baseKey = hmac(key, proof);
  const payload: Buffer[] = [];
  let offset = 88;
  const head = Buffer.alloc(88);
  head.write('NTLMSSP\0', 'latin1');
  head.writeUInt32LE(3, 8);
  const values = [
    Buffer.alloc(24),
    Buffer.concat([proof, blob]),
    Buffer.from(identity.domain, 'utf16le'),
    Buffer.from(identity.userName, 'utf16le'),
    Buffer.from('CLIENT', 'utf16le'),
    rc4(baseKey, sessionKey),
  ];
  for (const [at, value] of values.entries()) {
    head.writeUInt16LE(value.byteLength, 12 + at * 8);
    head.writeUInt16LE(value.byteLength, 14 + at * 8);
    head.writeUInt32LE(offset, 16 + at * 8);
    offset += value.byteLength;
    payload.push(value);
  }
  Buffer.from('358288e20a00ba470000000f', 'hex').copy(head, 60);
  const message = Buffer.concat([head, ...payload]);
  if (withIntegrityCode) hmac(sessionKey, negotiateMessage, challenge, message).copy(message, 72);
  identity.tamper?.(message);
  return message;
}

function attribute(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(value.byteLength, 2);
  return Buffer.concat([head, value]);
}

function findAttribute(bytes: Buffer, wanted: number): Buffer | undefined {
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4 + bytes.readUInt16LE(at + 2)) {
    if (bytes.readUInt16LE(at) === wanted) return bytes.subarray(at + 4, at + 4 + bytes.readUInt16LE(at + 2));
  }
  return undefined;
}

/** An answer with one header value a line. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly challenges: readonly string[];
  readonly text: string;
}

/** One TCP connection that is kept open, so that a test knows what went over it. */
export class OneConnection implements Disposable {
  readonly #agent: PlainAgent | TlsAgent;
  readonly #url: URL;

  constructor(url: string, certificateAuthority?: string) {
    this.#url = new URL(url);
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent =
      certificateAuthority === undefined
        ? new PlainAgent(options)
        : new TlsAgent({ ...options, ca: certificateAuthority });
  }

  /** Posts a message. */
  post(body: string, authorization?: string): Promise<RawAnswer> {
    const request = this.#url.protocol === 'https:' ? tlsRequest : plainRequest;
    const headers = {
      'content-type': 'text/xml; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      ...(authorization === undefined ? {} : { authorization }),
    };
    return new Promise((resolve, reject) => {
      request(this.#url, { method: 'POST', agent: this.#agent, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            challenges: answer.headersDistinct['www-authenticate'] ?? [],
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      })
        .on('error', reject)
        .end(body);
    });
  }

  /** Walks the handshake: the message that opens it without a body, then the request with the proof. */
  async signIn(body: string, identity: NtlmIdentity, scheme: 'NTLM' | 'Negotiate' = 'NTLM'): Promise<RawAnswer> {
    return await this.post(body, await this.answerChallenge(identity, scheme));
  }

  /** Opens a handshake and returns the Authorization value that would end it. */
  async answerChallenge(identity: NtlmIdentity, scheme: 'NTLM' | 'Negotiate' = 'NTLM'): Promise<string> {
    const { challenges } = await this.post('', `${scheme} ${negotiateMessage.toString('base64')}`);
    const [name, message = ''] = challenges[0]?.split(' ') ?? [];
    if (name !== scheme) throw new Error('The server has sent no challenge');
    return `${scheme} ${authenticateMessage(Buffer.from(message, 'base64'), identity).toString('base64')}`;
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }
}
