import { sign } from 'node:crypto';
import type { Account } from '../store/account.ts';
import { createSigningCertificate } from './signing-certificate.ts';
import type { SigningCertificate } from './signing-certificate.ts';
import { exchangeServiceName, metadataDocument, metadataPath } from './metadata-document.ts';
import type { MetadataDocument } from './metadata-document.ts';

/** Which identity token to issue. @public */
export interface AddInTokenRequest {
  /** Id in the company, or address, of whose mailbox the add-in was opened in. */
  readonly person: string;
  /** Address of the add-in's page, the audience of the token. */
  readonly addInUrl: string;
  /** Seconds until the token expires. Default 28800, the eight hours that Exchange gives. */
  readonly lifetimeSeconds?: number;
  /** Where the token says its signing keys are. Default: the emulator's own metadata document. */
  readonly metadataUrl?: string;
}

const lifetimeSeconds = 28_800;

/**
 * User identity tokens, as `getUserIdentityTokenAsync` of Office.js returns them in Outlook on an Exchange server
 * (Outlook add-ins documentation, "Inside the Exchange identity token").
 */
export class AddInTokens {
  readonly #now: () => number;
  #certificate: Promise<SigningCertificate> | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Issues a token; `origin` is where the metadata document is served. */
  async issue(account: Account, request: AddInTokenRequest, origin: string): Promise<string> {
    const { thumbprint, privateKey } = await this.#signingCertificate();
    const issuer = `${exchangeServiceName}@${account.dnsDomain}`;
    const issuedAt = Math.floor(this.#now() / 1000);
    const signed = [
      { typ: 'JWT', alg: 'RS256', x5t: thumbprint },
      {
        aud: request.addInUrl,
        iss: issuer,
        nbf: issuedAt,
        exp: issuedAt + (request.lifetimeSeconds ?? lifetimeSeconds),
        appctxsender: issuer,
        isbrowserhostedapp: 'true',
        // A text with JSON in it, not an object.
        appctx: JSON.stringify({
          msexchuid: `${account.mailboxGuid}@${account.dnsDomain}`,
          version: 'ExIdTok.V1',
          amurl: request.metadataUrl ?? `${origin}${metadataPath}`,
        }),
      },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
  }

  /** The document that names the signing certificate. */
  async metadata(origin: string): Promise<MetadataDocument> {
    return metadataDocument(await this.#signingCertificate(), origin);
  }

  #signingCertificate(): Promise<SigningCertificate> {
    // Made when it is first needed: most tests do without.
    this.#certificate ??= createSigningCertificate();
    return this.#certificate;
  }
}
