import type { AccessPolicy, RetryPolicy, Runtime, SecretSource, TrafficLimits } from '@kalends/core';

/** Addresses of the service, for emulators. @public */
export interface GoogleEndpoints {
  /** Where people sign in. Default `https://accounts.google.com/o/oauth2/v2/auth`. */
  readonly authorizationUrl?: string;
  /** Where tokens come from; also the audience of a service account's assertions. Default `https://oauth2.googleapis.com/token`. */
  readonly tokenUrl?: string;
  /** Where grants are given up. Default: `revoke` beside `tokenUrl`, that is `https://oauth2.googleapis.com/revoke`. */
  readonly revokeUrl?: string;
  /** Root of the Calendar API, without `/calendar/v3`. Default `https://www.googleapis.com/`. */
  readonly apiRootUrl?: string;
  /**
   * Root of the People API, without `/v1`. Default `https://people.googleapis.com/`; with an `apiRootUrl` of its own, that one: no token
   * of an emulator goes to Google.
   */
  readonly peopleRootUrl?: string;
  /** Root of the Admin SDK, without `/admin/directory/v1`. Default `https://admin.googleapis.com/`; with an `apiRootUrl` of its own, that one. */
  readonly directoryRootUrl?: string;
  /** Issuer that ID tokens must name. Default `https://accounts.google.com`. */
  readonly issuer?: string;
}

/** What the application does with contacts of Google accounts. @public */
export interface GoogleContactsSettings {
  /** The person's own contacts: reading them, or changing them too. Calls that want more are refused with `policyDenied`. */
  readonly access: 'read' | 'readWrite';
  /** Also read the directory of the organization; personal accounts have none. Default false. */
  readonly directory?: boolean;
}

/** Settings that an OAuth client and a service account share. @public */
export interface GoogleCommonSettings {
  /**
   * What the application lets itself do; decides the scopes it asks for. `contacts` has to be `none`. Default: reading calendars
   * (`defaultAccessPolicy` of `@kalends/core`).
   */
  readonly policy?: AccessPolicy;
  /**
   * Opens contacts: asks for the scopes of the People API at sign-in and lets the calls through. It stands beside the policy, whose
   * switch for contacts Google cannot hold. Default: contacts are closed.
   */
  readonly contacts?: GoogleContactsSettings;
  /**
   * Opens the list of rooms: asks for the scope of the directory's resources and lets the calls through. They answer administrators, and
   * service accounts that act for one. Default false.
   */
  readonly rooms?: boolean;
  /** Addresses of the service. Default: Google's. */
  readonly endpoints?: GoogleEndpoints;
  /** Allow `http:` to loopback addresses, for emulators. Default false. */
  readonly allowInsecureLoopback?: boolean;
  /** Milliseconds for one request with its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** Largest answer accepted, in bytes. Default 32 MiB. */
  readonly maxResponseBytes?: number;
  /**
   * When reads, writes and token requests are tried again; a write only when it did not take place. Default: three tries, waits of at
   * most 30 s.
   */
  readonly retry?: RetryPolicy;
  /**
   * Requests at once, those of all connections of this provider taken together. Google counts requests by who asks: `perMailbox` is for
   * the calls of one account. Default: 5 and 50.
   */
  readonly traffic?: Partial<TrafficLimits>;
  /** What is taken from the surroundings. Default: the real clock, network and random source, no logging. */
  readonly runtime?: Partial<Runtime>;
}

/** Settings of `google` for accounts that people connect themselves. @public */
export interface GoogleSettings extends GoogleCommonSettings {
  /** OAuth client id of the application, type "Web application". */
  readonly clientId: string;
  /** OAuth client secret: a text, a `Secret`, or a function that is asked anew at every token request. */
  readonly clientSecret: SecretSource;
  /**
   * Google Workspace domain whose accounts alone may connect: people are led to such an account, and the ID token has to name the
   * domain. Default: every account may.
   */
  readonly hostedDomain?: string;
}

/** A service account and where its key is. @public */
export interface GoogleServiceAccount {
  /** Address of the service account, `client_email` of the key file. */
  readonly clientEmail: string;
  /** Id of the key, `private_key_id` of the key file. Default: Google tries every key of the account. */
  readonly keyId?: string;
  /** Numeric id of the service account, `client_id` of the key file; cures name it. Default: not known. */
  readonly clientId?: string;
  /** Private key, PEM. One of `privateKey` and `signer` is needed. A function is asked anew at every token request. */
  readonly privateKey?: SecretSource;
  /** Passphrase of an encrypted private key. Default: the key is not encrypted. */
  readonly passphrase?: SecretSource;
  /** Signs where the key lives, for example a key service. */
  readonly signer?: GoogleSigner;
}

/** Signs assertions with a private key that this process never sees. @public */
export interface GoogleSigner {
  /**
   * Signs with RSASSA-PKCS1-v1_5 and SHA-256 (`RS256`; RFC 7518, section 3.3).
   *
   * @returns the raw signature.
   */
  sign(data: Uint8Array, options: { readonly signal?: AbortSignal }): Promise<Uint8Array>;
}

/** Settings of `google` for accounts of an organization that let a service account act for them. @public */
export interface GoogleServiceAccountSettings extends GoogleCommonSettings {
  /** The service account, or the JSON text of its key file, also from a function that is asked anew at every token request. */
  readonly serviceAccount: GoogleServiceAccount | SecretSource;
}
