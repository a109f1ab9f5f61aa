import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { createSettings } from '../calendar/settings.ts';
import type { GoogleState } from '../google-state.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import type { ServiceAccount } from '../oauth/service-account-store.ts';

/** The file that the console offers for download when a key is made, in its own field names. @public */
export interface GoogleServiceAccountKey {
  readonly type: 'service_account';
  readonly project_id: string;
  readonly private_key_id: string;
  /** PKCS #8 in PEM. */
  readonly private_key: string;
  readonly client_email: string;
  /** The numeric id that an administrator of a domain authorises. */
  readonly client_id: string;
  readonly auth_uri: string;
  /** The emulator's own. Google's Node client ignores it and asks the live service: redirect its transport. */
  readonly token_uri: string;
  readonly auth_provider_x509_cert_url: string;
  readonly client_x509_cert_url: string;
  readonly universe_domain: string;
}

/** Which service account a key is for; it is made when there is none. @public */
export interface GoogleServiceAccountOptions {
  /** The part before the `@`. Default `robot`. */
  readonly name?: string;
  /** Default `kalends-demo`. */
  readonly projectId?: string;
  /** Domain of the only organisation whose people it may act for. Default: any that authorised it. */
  readonly organization?: string;
}

/** One line of a domain's list "Domain-wide delegation". @public */
export interface GoogleDelegation {
  readonly domain: string;
  /** The service account's numeric `client_id`. Typed as an address, as people do, it authorises nothing. */
  readonly clientId: string;
  /** Full names. Requests must name these literally: a wide scope does not include a narrow one. */
  readonly scopes: readonly string[];
  /** How long until the line takes effect, in seconds by the emulator's clock. Default 0; the service takes up to a day. */
  readonly delaySeconds?: number;
}

/** What tests can do with service accounts. @public */
export interface GoogleServiceAccountControls {
  /** Makes a new key, and the service account with a calendar of its own if it is new. */
  createServiceAccountKey(options?: GoogleServiceAccountOptions): Promise<GoogleServiceAccountKey>;
  /** Disables or enables a key by its `private_key_id`. @throws RangeError for an unknown key. */
  setServiceAccountKeyEnabled(privateKeyId: string, isEnabled: boolean): void;
  /** Deletes a key. @throws RangeError for an unknown key. */
  deleteServiceAccountKey(privateKeyId: string): void;
  /** Disables, deletes or restores a service account. @throws RangeError for an unknown address. */
  setServiceAccountStatus(email: string, status: 'active' | 'disabled' | 'deleted'): void;
  /** Adds a line to a domain's list, or replaces the one for this client. */
  authorizeDelegation(delegation: GoogleDelegation): void;
  /** Removes a line. Access tokens that exist live on until they expire. */
  withdrawDelegation(domain: string, clientId: string): void;
}

const newKeyPair = promisify(generateKeyPair);

/** Creates the controls. */
export function serviceAccountControls(context: OAuthContext): GoogleServiceAccountControls {
  const { state, serviceAccounts } = context;
  const keyEntry = (id: string): { isEnabled: boolean } => {
    const entry = serviceAccounts.keys.get(id);
    if (entry === undefined) throw new RangeError(`There is no key ${id}`);
    return entry;
  };
  return {
    async createServiceAccountKey(options = {}) {
      const account = findOrCreate(context, options);
      const pair = await newKeyPair('rsa', {
        modulusLength: 2048,
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      });
      const id = state.opaque.hex(40);
      const { email } = account;
      serviceAccounts.keys.set(id, { id, email, publicKey: createPublicKey(pair.publicKey), isEnabled: true });
      const origin = context.origin();
      return {
        type: 'service_account',
        project_id: account.projectId,
        private_key_id: id,
        private_key: pair.privateKey,
        client_email: email,
        client_id: account.clientId,
        auth_uri: `${origin}/o/oauth2/auth`,
        token_uri: `${origin}/token`,
        auth_provider_x509_cert_url: `${origin}/oauth2/v1/certs`,
        client_x509_cert_url: `${origin}/robot/v1/metadata/x509/${encodeURIComponent(email)}`,
        universe_domain: 'googleapis.com',
      };
    },
    setServiceAccountKeyEnabled(privateKeyId, isEnabled) {
      keyEntry(privateKeyId).isEnabled = isEnabled;
    },
    deleteServiceAccountKey(privateKeyId) {
      keyEntry(privateKeyId);
      serviceAccounts.keys.delete(privateKeyId);
    },
    setServiceAccountStatus(email, status) {
      const account = serviceAccounts.accounts.get(email.toLowerCase());
      if (account === undefined) throw new RangeError(`There is no service account ${email}`);
      account.status = status;
      state.account(account.email).status = status;
    },
    authorizeDelegation({ domain, clientId, scopes, delaySeconds = 0 }) {
      const effectiveAtMs = state.clock.now() + delaySeconds * 1000;
      serviceAccounts.authorize({ domain, clientId, scopes, effectiveAtMs });
    },
    withdrawDelegation: (domain, clientId) => serviceAccounts.withdraw(domain, clientId),
  };
}

function findOrCreate(
  { state, serviceAccounts }: OAuthContext,
  { name = 'robot', projectId = 'kalends-demo', organization }: GoogleServiceAccountOptions,
): ServiceAccount {
  const email = `${name}@${projectId}.iam.gserviceaccount.com`.toLowerCase();
  const known = serviceAccounts.accounts.get(email);
  if (known !== undefined) return known;
  const account: ServiceAccount = {
    email,
    clientId: state.opaque.subject(),
    projectId,
    organization,
    status: 'active',
  };
  serviceAccounts.accounts.set(email, account);
  addAccount(state, account);
  return account;
}

/** A service account is a user of its own, with a calendar that no person sees. */
function addAccount(state: GoogleState, { email, clientId, projectId }: ServiceAccount): void {
  const timeZone = 'UTC';
  const calendar = state.createCalendar({ id: email, summary: email, timeZone });
  calendar.acl.set({ type: 'user', value: email }, 'owner');
  state.accounts.set(email, {
    personId: email,
    name: email,
    address: email,
    password: '',
    timeZone,
    domain: `${projectId}.iam.gserviceaccount.com`.toLowerCase(),
    isRobot: true,
    hasCalendarService: true,
    isAdministrator: false,
    status: 'active',
    subject: clientId,
    entries: [state.createEntry(calendar, { isPrimary: true })],
    settings: createSettings(timeZone, state.stamps),
  });
}
