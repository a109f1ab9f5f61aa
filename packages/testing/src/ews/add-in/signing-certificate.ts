import { createHash, KeyObject } from 'node:crypto';

/** What a server signs the tokens of add-ins with. */
export interface SigningCertificate {
  /** DER. */
  readonly certificate: Buffer;
  readonly privateKey: KeyObject;
  /** `x5t`: the SHA-1 of the certificate in base64url (RFC 7515, section 4.1.7). */
  readonly thumbprint: string;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;

/** Creates a self-signed certificate with a fresh key, as Exchange's set-up makes one for its authentication. */
export async function createSigningCertificate(): Promise<SigningCertificate> {
  // Loaded here because the X.509 writer is the heaviest module of this package, and wants the metadata polyfill first.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Microsoft Exchange Server Auth Certificate',
    // Verifiers check the signature, and the token's own lifetime.
    notBefore: new Date(Date.UTC(2020, 0, 1)),
    notAfter: new Date(Date.UTC(2099, 0, 1)),
    signingAlgorithm: algorithm,
    keys,
  });
  const certificate = Buffer.from(made.rawData);
  return {
    certificate,
    privateKey: KeyObject.from(keys.privateKey),
    thumbprint: createHash('sha1').update(certificate).digest('base64url'),
  };
}
