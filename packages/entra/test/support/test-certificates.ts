import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = (name: string): string => fileURLToPath(new URL(`../certificates/${name}`, import.meta.url));
const text = (name: string): string => readFileSync(file(name), 'utf8');

/** SHA-1 and SHA-256 of the certificate, as `openssl x509 -fingerprint` prints them. */
export const sha1Thumbprint = 'BE:3A:E2:E3:4E:45:A3:0B:FE:57:B9:0A:DE:71:8E:98:00:52:7E:C2';
export const sha256Thumbprint =
  '16:04:8F:4C:14:5A:28:78:2D:F1:68:88:74:67:5B:D8:84:6E:4A:7B:FF:32:4A:85:8F:DF:A9:C2:DB:83:10:A3';

/** Passphrase of everything that is encrypted. */
export const passphrase = 'tide-1';

/** The certificate and its key in every form. */
export const testCertificates: {
  readonly file: (name: string) => string;
  readonly certificate: string;
  readonly key: string;
  readonly encryptedKey: string;
  readonly traditionalKey: string;
  readonly anotherKey: string;
  readonly elliptic: string;
  readonly ellipticKey: string;
} = {
  file,
  certificate: text('certificate.pem'),
  key: text('key.pem'),
  encryptedKey: text('key-encrypted.pem'),
  traditionalKey: text('key-encrypted-traditional.pem'),
  anotherKey: text('another-key.pem'),
  elliptic: text('elliptic.pem'),
  ellipticKey: text('elliptic-key.pem'),
};
