import { describe, expect, it } from 'vitest';
import { md4 } from '../../src/ews/auth/ntlm/md4.ts';
import { readAuthentication, writeChallenge } from '../../src/ews/auth/ntlm/ntlm-messages.ts';
import { ntlmV2Key, ntlmV2Proof, sessionBaseKey } from '../../src/ews/auth/ntlm/ntlm-v2.ts';
import { rc4 } from '../../src/ews/auth/ntlm/rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

describe('MD4', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('of "%s" is as RFC 1320, appendix A.5, says', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
  });
});

// MS-NLMP, section 4.2: user "User" of "Domain" with "Password", challenge 0123456789abcdef, time 0, session key 55…55.
const serverChallenge = hex('0123456789abcdef');
const targetInfo = hex('02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000');
const blob = Buffer.concat([
  hex('0101000000000000 0000000000000000 aaaaaaaaaaaaaaaa 00000000'),
  targetInfo,
  hex('00000000'),
]);
const authenticateMessage = hex(`
  4e544c4d5353500003000000180018006c00000054005400840000000c000c00
  480000000800080054000000100010005c00000010001000d8000000358288e2
  0501280a0000000f44006f006d00610069006e00550073006500720043004f00
  4d0050005500540045005200 86c35097ac9cec102554764a57cccc19aaaaaaaa
  aaaaaaaa 68cd0ab851e51c96aabc927bebef6a1c 0101000000000000
  0000000000000000aaaaaaaaaaaaaaaa00000000 02000c0044006f006d006100
  69006e0001000c00530065007200760065007200 0000000000000000
  c5dad2544fc9799094ce1ce90bc9d03e`);

describe('NTLM version 2 by the example of MS-NLMP, section 4.2.4', () => {
  const key = ntlmV2Key('Password', 'User', 'Domain');
  const proof = ntlmV2Proof(key, serverChallenge, blob);

  it('derives the key from the password', () => {
    expect(key).toEqual(hex('0c868a403bfd7a93a3001ef22ef02e3f'));
  });

  it('proves the password', () => {
    expect(proof).toEqual(hex('68cd0ab851e51c96aabc927bebef6a1c'));
  });

  it('derives and unwraps the session key', () => {
    const baseKey = sessionBaseKey(key, proof);
    expect(baseKey).toEqual(hex('8de40ccadbc14a82f15cb0ad0de95ca3'));
    expect(rc4(baseKey, hex('c5dad2544fc9799094ce1ce90bc9d03e'))).toEqual(Buffer.alloc(16, 0x55));
  });

  it('writes the challenge with the same fields', () => {
    const written = writeChallenge({ serverChallenge, targetName: 'Server', targetInfo });
    const published = hex(`
      4e544c4d53535000020000000c000c003800000033828ae20123456789abcdef
      00000000000000002400240044000000060070170000000f5300650072007600
      6500720002000c0044006f006d00610069006e0001000c005300650072007600
      6500720000000000`);
    for (const message of [written, published]) {
      // Flags and version are the server's own.
      message.fill(0, 20, 24);
      message.fill(0, 48, 56);
    }
    expect(written.toString('hex')).toBe(published.toString('hex'));
  });

  it('reads who answers, and the proof', () => {
    expect(readAuthentication(authenticateMessage)).toMatchObject({
      domain: 'Domain',
      userName: 'User',
      ntResponse: Buffer.concat([proof, blob]),
      wrappedSessionKey: hex('c5dad2544fc9799094ce1ce90bc9d03e'),
    });
  });

  it.each([0, 11, 63, 87, 200])('reads nothing from the first %d bytes', (length) => {
    expect(readAuthentication(authenticateMessage.subarray(0, length))).toBeUndefined();
  });
});
