import { createHash } from 'node:crypto';

/**
 * The hash that binds an answer to the TLS connection it is sent over (`tls-server-end-point`): servers with Extended Protection
 * refuse an answer that was made for another connection.
 *
 * @param certificate - DER of the server's certificate.
 * @returns 16 bytes, for the channel bindings attribute.
 * @see {@link https://www.rfc-editor.org/rfc/rfc5929#section-4 | RFC 5929, section 4}
 * @see {@link https://www.rfc-editor.org/rfc/rfc2744#section-3.11 | RFC 2744, channel bindings}
 */
export function channelBindingOf(certificate: Uint8Array): Uint8Array {
  const digest = createHash(signatureHash(certificate)).update(certificate).digest();
  const data = Buffer.concat([Buffer.from('tls-server-end-point:', 'ascii'), digest]);
  // gss_channel_bindings_struct: no addresses, then the application data with its length.
  const struct = Buffer.alloc(20 + data.length);
  struct.writeUInt32LE(data.length, 16);
  data.copy(struct, 20);
  return new Uint8Array(createHash('md5').update(struct).digest());
}

type HashName = 'sha256' | 'sha384' | 'sha512';

/** The last bytes of signature algorithms and hash functions, as DER has them; MD5 and SHA-1 are replaced by SHA-256. */
const hashByOid: ReadonlyMap<string, HashName> = new Map([
  ['2a864886f70d01010c', 'sha384'], // sha384WithRSAEncryption
  ['2a864886f70d01010d', 'sha512'], // sha512WithRSAEncryption
  ['2a8648ce3d040303', 'sha384'], // ecdsa-with-SHA384
  ['2a8648ce3d040304', 'sha512'], // ecdsa-with-SHA512
  ['608648016503040202', 'sha384'], // id-sha384, a parameter of RSASSA-PSS
  ['608648016503040203', 'sha512'], // id-sha512
]);
const rsassaPss = '2a864886f70d01010a';

/** Hash function of a certificate's own signature. */
function signatureHash(certificate: Uint8Array): HashName {
  // Certificate ::= SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm SEQUENCE { OID, parameters }, signature }
  const outer = readElement(certificate, 0);
  const body = outer && readElement(certificate, outer.start);
  const algorithm = body && readElement(certificate, body.end);
  const oid = algorithm && readElement(certificate, algorithm.start);
  if (algorithm === undefined || oid === undefined) return 'sha256';
  const name = hex(certificate.subarray(oid.start, oid.end));
  if (name !== rsassaPss) return hashByOid.get(name) ?? 'sha256';
  const parameters = hex(certificate.subarray(oid.end, algorithm.end));
  for (const [hash, found] of hashByOid) if (parameters.includes(hash)) return found;
  return 'sha256';
}

/** Where the content of a DER element begins and ends. `undefined` beyond the end or for lengths no certificate has. */
function readElement(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } | undefined {
  const first = bytes[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  const size = first & 0x7f;
  if (size === 0 || size > 3) return undefined;
  const length = bytes.subarray(at + 2, at + 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return { start: at + 2 + size, end: at + 2 + size + length };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
