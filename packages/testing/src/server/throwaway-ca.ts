/** A certificate and key in PEM that lives as long as the test. @public */
export interface ThrowawayCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** A certificate authority made for one test run. @public */
export interface ThrowawayCa {
  /** PEM of the authority's own certificate: what a client has to trust. */
  readonly certificate: string;
  /** Issues a server certificate. */
  issue(options?: IssueOptions): Promise<ThrowawayCertificate>;
}

/** What the issued certificate says. @public */
export interface IssueOptions {
  /** Names and addresses it is valid for. Default `localhost` and `127.0.0.1`. */
  readonly hosts?: readonly string[];
  /** ISO 8601 instants. Default: from yesterday to tomorrow. Dates in the past make an expired certificate. */
  readonly notBefore?: string;
  readonly notAfter?: string;
}

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Creates a certificate authority with a fresh key. Nothing is written to disk.
 *
 * @public
 */
export async function throwawayCa(): Promise<ThrowawayCa> {
  // Loaded here because most tests run on plain HTTP and the X.509 writer is the heaviest module of this package.
  // Its dependency injection wants the metadata polyfill to be there first.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const now = Date.now();
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Kalends throw-away CA',
    notBefore: new Date(now - dayMs),
    notAfter: new Date(now + dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  let serial = 1;

  return {
    certificate: authority.toString('pem'),
    async issue(options = {}) {
      const leafKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const hosts = options.hosts ?? ['localhost', '127.0.0.1'];
      serial += 1;
      const leaf = await x509.X509CertificateGenerator.create({
        serialNumber: serial.toString(16).padStart(2, '0'),
        subject: `CN=${hosts[0] ?? 'localhost'}`,
        issuer: authority.subject,
        notBefore: new Date(options.notBefore ?? now - dayMs),
        notAfter: new Date(options.notAfter ?? now + dayMs),
        signingAlgorithm: algorithm,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension(
            hosts.map((host) => ({ type: /^[\d.]+$|:/.test(host) ? ('ip' as const) : ('dns' as const), value: host })),
          ),
          new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
          await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey)).toString('base64');
      return {
        certificate: leaf.toString('pem'),
        privateKey: `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
      };
    },
  };
}
