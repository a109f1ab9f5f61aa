import type { SigningCertificate } from './signing-certificate.ts';

/** Name of Exchange among services, in issuers and in the document. */
export const exchangeServiceName = '00000002-0000-0ff1-ce00-000000000000';
/** Path of the document, in lower case. */
export const metadataPath = '/autodiscover/metadata/json/1';

/** Which keys sign the tokens of a server (Outlook add-ins documentation, "Validate an Exchange identity token"). */
export interface MetadataDocument {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly realm: string;
  readonly serviceName: string;
  readonly issuer: string;
  readonly allowedAudiences: readonly string[];
  readonly keys: readonly {
    readonly usage: 'signing';
    readonly keyinfo: { readonly x5t: string };
    readonly keyvalue: { readonly type: 'x509Certificate'; readonly value: string };
  }[];
  readonly endpoints: readonly { readonly location: string; readonly protocol: string; readonly usage: string }[];
}

/** Writes the document of a server at `origin`. */
export function metadataDocument({ thumbprint, certificate }: SigningCertificate, origin: string): MetadataDocument {
  const realm = new URL(origin).hostname;
  const issuer = `${exchangeServiceName}@${realm}`;
  return {
    id: `_${thumbprint}`,
    version: '1.0',
    name: 'Exchange',
    realm,
    serviceName: exchangeServiceName,
    issuer,
    allowedAudiences: [issuer],
    keys: [
      {
        usage: 'signing',
        keyinfo: { x5t: thumbprint },
        keyvalue: { type: 'x509Certificate', value: certificate.toString('base64') },
      },
    ],
    endpoints: [{ location: `${origin}${metadataPath}`, protocol: 'OAuth2', usage: 'metadata' }],
  };
}
