import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { md4 } from './md4.ts';
import { micOffset, negotiateMessage, readChallenge, utf16 } from './messages.ts';
import { fileTime, lmResponse, ntlmAnswer, ntlmIdentity, ntlmKey, ntResponse } from './ntlm-v2.ts';
import { readTargetInfo, writeTargetInfo } from './target-info.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

describe('md4', () => {
  // RFC 1320, appendix A.5
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ])('of %j', (text, digest) => {
    expect(hex(md4(new TextEncoder().encode(text)))).toBe(digest);
  });
});

// MS-NLMP section 4.2: User, Password, Domain, Server; time 0; client challenge aa…
const identity = { domain: 'Domain', user: 'User', password: 'Password' };
const serverChallenge = bytes('0123456789abcdef');
const clientChallenge = bytes('aaaaaaaaaaaaaaaa');
const publishedTargetInfo = bytes('02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000');
const publishedChallenge = bytes(`
  4e544c4d53535000 02000000 0c000c0038000000 33828ae2 0123456789abcdef 0000000000000000
  2400240044000000 060070170000000f 530065007200760065007200
  02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`);

describe('NTLM version 2, published values (MS-NLMP 4.2.4)', () => {
  it('NTOWFv2', () => {
    expect(hex(ntlmKey(identity))).toBe('0c868a403bfd7a93a3001ef22ef02e3f');
  });

  it.each([
    ['strauß', 'STRAUß'],
    ['zoë', 'ZOË'],
    ['\u{10428}', '\u{10428}'],
  ])('NTOWFv2 takes the user %s for %s, as Windows writes it', (user, upper) => {
    const expected = createHmac('md5', md4(utf16('Password'))).update(utf16(`${upper}Domain`));
    expect(hex(ntlmKey({ ...identity, user }))).toBe(expected.digest('hex'));
  });

  it('LMv2 response', () => {
    expect(hex(lmResponse(ntlmKey(identity), serverChallenge, clientChallenge))).toBe(
      '86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa',
    );
  });

  it('NTLMv2 response and session base key', () => {
    const response = ntResponse({
      key: ntlmKey(identity),
      serverChallenge,
      clientChallenge,
      time: new Uint8Array(8),
      targetInfo: publishedTargetInfo,
    });
    expect(hex(response.bytes.subarray(0, 16))).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(hex(response.sessionKey)).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
  });

  it('reads the challenge message', () => {
    const challenge = readChallenge(publishedChallenge);
    expect(challenge.serverChallenge).toEqual(serverChallenge);
    expect(challenge.targetInfo.map(({ id, value }) => [id, Buffer.from(value).toString('utf16le')])).toEqual([
      [2, 'Domain'],
      [1, 'Server'],
    ]);
  });
});

describe('readChallenge', () => {
  it.each([
    ['nothing', new Uint8Array()],
    ['another message', negotiateMessage()],
    ['no target information', publishedChallenge.slice(0, 60)],
    ['target information without its end', publishedChallenge.slice(0, -4)],
  ])('refuses %s', (_name, message) => {
    expect(() => readChallenge(message)).toThrow(expect.objectContaining({ code: 'invalidResponse' }));
  });
});

/** Parts of a type 3 message, as the server reads them. */
function parts(message: Uint8Array): { readonly field: (at: number) => Uint8Array; readonly mic: Uint8Array } {
  const view = new DataView(message.buffer, message.byteOffset);
  return {
    field: (at) => {
      const offset = view.getUint32(at + 4, true);
      return message.slice(offset, offset + view.getUint16(at, true));
    },
    mic: message.slice(micOffset, micOffset + 16),
  };
}

describe('ntlmAnswer', () => {
  const negotiate = negotiateMessage();
  const answer = (targetInfo: readonly { id: number; value: Uint8Array }[]): Uint8Array =>
    ntlmAnswer({
      identity,
      negotiate,
      challenge: { bytes: publishedChallenge, flags: 0xe28a8233, serverChallenge, targetInfo },
      clientChallenge,
      nowMs: Date.UTC(2026, 2, 20),
      channelBinding: bytes('00112233445566778899aabbccddeeff'),
      service: 'HTTP/mail.example.com',
    });

  it('names the account, and binds the answer to service and TLS connection', () => {
    const { field, mic } = parts(answer(readTargetInfo(publishedTargetInfo) ?? []));
    expect(Buffer.from(field(28)).toString('utf16le')).toBe('Domain');
    expect(Buffer.from(field(36)).toString('utf16le')).toBe('User');
    const blob = field(20).subarray(16);
    expect(hex(blob.subarray(8, 16))).toBe(hex(fileTime(Date.UTC(2026, 2, 20))));
    const info = readTargetInfo(blob.subarray(28));
    expect(info?.map(({ id, value }) => [id, hex(value)])).toEqual([
      [2, hex(utf16('Domain'))],
      [1, hex(utf16('Server'))],
      [10, '00112233445566778899aabbccddeeff'],
      [9, hex(utf16('HTTP/mail.example.com'))],
    ]);
    expect(hex(field(12))).toBe('86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa');
    expect(hex(mic)).toBe('0'.repeat(32));
  });

  it('takes the time of a server that names it, and proves that no message was changed', () => {
    const time = fileTime(Date.UTC(2026, 2, 21));
    const message = answer([
      ...(readTargetInfo(publishedTargetInfo) ?? []),
      { id: 6, value: bytes('01000000') },
      { id: 7, value: time },
      { id: 10, value: new Uint8Array(16) },
    ]);
    const { field, mic } = parts(message);
    const blob = field(20).subarray(16);
    expect(hex(blob.subarray(8, 16))).toBe(hex(time));
    expect(readTargetInfo(blob.subarray(28))?.map(({ id }) => id)).toEqual([2, 1, 7, 6, 10, 9]);
    expect(hex(readTargetInfo(blob.subarray(28))?.find(({ id }) => id === 6)?.value ?? new Uint8Array())).toBe(
      '03000000',
    );
    expect(hex(field(12))).toBe('00'.repeat(24));
    const sessionKey = createHmac('md5', ntlmKey(identity)).update(field(20).subarray(0, 16)).digest();
    const withoutMic = message.slice();
    withoutMic.fill(0, micOffset, micOffset + 16);
    const expected = createHmac('md5', sessionKey).update(negotiate).update(publishedChallenge).update(withoutMic);
    expect(hex(mic)).toBe(expected.digest('hex'));
  });
});

describe('target information', () => {
  it('is written as it was read', () => {
    expect(writeTargetInfo(readTargetInfo(publishedTargetInfo) ?? [])).toEqual(publishedTargetInfo);
  });
});

describe('ntlmIdentity', () => {
  it.each([
    ['TIDEWATER\\ada', { domain: 'TIDEWATER', user: 'ada' }],
    ['ada@tidewater.example', { domain: '', user: 'ada@tidewater.example' }],
    ['ada', { domain: '', user: 'ada' }],
  ])('splits %s', (username, expected) => {
    expect(ntlmIdentity(username, 'p')).toEqual({ ...expected, password: 'p' });
  });
});

describe('fileTime', () => {
  it('counts from 1601', () => {
    expect(hex(fileTime(0))).toBe('00803ed5deb19d01');
    expect(createHash('md5').update(fileTime(-11_644_473_600_000)).digest()).toEqual(
      createHash('md5').update(new Uint8Array(8)).digest(),
    );
  });
});
