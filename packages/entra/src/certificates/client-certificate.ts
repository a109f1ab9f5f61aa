import type { SecretSource } from '@kalends/core';

/** A file to read, for example one that a secret store mounts. @public */
export interface FileSource {
  /** Path of the file. */
  readonly file: string;
}

/** What every form of certificate can say. @public */
export interface CertificateCheck {
  /**
   * Thumbprint as the portal or the certificate store shows it, SHA-1 or SHA-256: spaces, colons, letter case and invisible
   * characters do not matter. When given, it has to be the certificate's. Default: not compared.
   */
  readonly thumbprint?: string;
}

/** A certificate and its private key as PEM. @public */
export interface PemClientCertificate extends CertificateCheck {
  readonly kind: 'pem';
  /** PEM text of the certificate; of a chain the first one counts. */
  readonly certificate: string | FileSource;
  /** PEM text of the RSA private key. */
  readonly privateKey: SecretSource | FileSource;
  /** Of an encrypted key. */
  readonly passphrase?: SecretSource;
}

/** A certificate and its private key in one PKCS #12 container (PFX). @public */
export interface PfxClientCertificate extends CertificateCheck {
  readonly kind: 'pfx';
  readonly pfx: Uint8Array | FileSource;
  /** Default: none, which is not the same as an empty one for every tool; both are tried. */
  readonly passphrase?: SecretSource;
}

/** A certificate whose key lives elsewhere: a key service, a hardware module, an operating system's store. @public */
export interface SignerClientCertificate extends CertificateCheck {
  readonly kind: 'signer';
  /** PEM text of the certificate. */
  readonly certificate: string | FileSource;
  /**
   * Signs with RSASSA-PSS, SHA-256, a salt of 32 bytes (PS256, RFC 7518, section 3.5). Receives the bytes to sign, not their
   * digest.
   */
  readonly sign: (data: Uint8Array) => Promise<Uint8Array>;
}

/** How an application proves itself with a certificate of its registration. @public */
export type ClientCertificate = PemClientCertificate | PfxClientCertificate | SignerClientCertificate;
