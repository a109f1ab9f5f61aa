import { constants, createHash, sign } from 'node:crypto';

/** A certificate and its key, for client assertions. */
export interface TestCertificate {
  readonly pem: string;
  readonly der: Uint8Array;
  readonly privateKey: string;
}

/** Makes a self-signed RSA certificate that is valid during the two days given. */
export async function certificate(notBefore: string, notAfter: string): Promise<TestCertificate> {
  // The X.509 writer wants the metadata polyfill to be there first.
  await import('reflect-metadata');
  const { cryptoProvider, X509CertificateGenerator } = await import('@peculiar/x509');
  cryptoProvider.set(crypto);
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=client assertion of a test',
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
    signingAlgorithm: algorithm,
    keys,
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    pem: made.toString('pem'),
    der: new Uint8Array(made.rawData),
    privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
}

/** Parts of an assertion that tests change. */
export interface AssertionParts {
  readonly algorithm?: 'PS256' | 'RS256' | 'none';
  readonly thumbprint?: 'sha256' | 'sha1' | 'none';
  /** Another key than the certificate's. */
  readonly privateKey?: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Signs a client assertion as the Entra docs describe it. */
export function assertion(by: TestCertificate, parts: AssertionParts): string {
  const { algorithm = 'PS256', thumbprint = 'sha256', privateKey = by.privateKey, claims } = parts;
  const hash = (name: string): string => createHash(name).update(by.der).digest('base64url');
  const header = {
    alg: algorithm,
    typ: 'JWT',
    ...(thumbprint === 'sha256' ? { 'x5t#S256': hash('sha256') } : {}),
    ...(thumbprint === 'sha1' ? { x5t: hash('sha1') } : {}),
  };
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  const padding =
    algorithm === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
      : { padding: constants.RSA_PKCS1_PADDING };
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, ...padding }).toString('base64url')}`;
}
