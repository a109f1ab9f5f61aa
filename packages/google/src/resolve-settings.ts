import { defaultAccessPolicy, isSecretSource, revealSecret } from '@kalends/core';
import type { AccessPolicy, CalendarError } from '@kalends/core';
import { requireCalendarPolicy } from './auth/scopes.ts';
import { checkLimits, invalidSetting } from './check-settings.ts';
import type {
  GoogleCommonSettings,
  GoogleContactsSettings,
  GoogleEndpoints,
  GoogleServiceAccount,
  GoogleServiceAccountSettings,
  GoogleSettings,
} from './google-settings.ts';
import { serviceAccountSource } from './service-account/service-account-source.ts';
import type { ServiceAccountSource } from './service-account/service-account-source.ts';

/** What every provider's settings come to. */
export interface CommonSettings {
  readonly policy: AccessPolicy;
  readonly endpoints: Required<GoogleEndpoints>;
  /** `undefined`: closed. */
  readonly contacts: Required<GoogleContactsSettings> | undefined;
  readonly rooms: boolean;
}

/** Settings of an OAuth client with every default filled in. */
export interface ResolvedSettings extends CommonSettings {
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  /** In lower case. */
  readonly hostedDomain: string | undefined;
}

/** Settings of a service account with every default filled in. */
export interface ResolvedServiceAccountSettings extends CommonSettings {
  readonly serviceAccount: ServiceAccountSource;
}

const defaultTokenUrl = 'https://oauth2.googleapis.com/token';
const endpointNames: ReadonlySet<string> = new Set<keyof GoogleEndpoints>([
  'authorizationUrl',
  'tokenUrl',
  'revokeUrl',
  'apiRootUrl',
  'peopleRootUrl',
  'directoryRootUrl',
  'issuer',
]);

const commonNames = [
  'policy',
  'contacts',
  'rooms',
  'endpoints',
  'allowInsecureLoopback',
  'timeoutMs',
  'maxResponseBytes',
  'retry',
  'traffic',
  'runtime',
];
const oauthNames = new Set([...commonNames, 'clientId', 'clientSecret', 'hostedDomain']);
const serviceAccountNames = new Set([...commonNames, 'serviceAccount']);

/** Tells the two kinds of settings apart. A mixture is refused by whoever resolves it. */
export function isServiceAccountSettings(
  settings: GoogleSettings | GoogleServiceAccountSettings,
): settings is GoogleServiceAccountSettings {
  return typeof settings === 'object' && settings !== null && 'serviceAccount' in settings;
}

/**
 * Checks settings and fills in defaults. By hand rather than with a schema, so that making a provider loads nothing.
 *
 * @throws CalendarError `invalidArgument` naming the setting.
 */
export function resolveSettings(settings: GoogleSettings): ResolvedSettings {
  const common = resolveCommon(settings, oauthNames);
  const { clientId, clientSecret, hostedDomain } = settings;
  if (typeof clientId !== 'string' || clientId === '') throw invalid('clientId is needed');
  if (!isSecretSource(clientSecret)) throw invalid('clientSecret is needed: a text, a Secret or a function');
  if (hostedDomain !== undefined && !isDomain(hostedDomain)) throw invalid('hostedDomain needs a domain');
  return {
    ...common,
    clientId,
    clientSecret: () => revealSecret(clientSecret, { provider: 'google', setting: 'clientSecret' }),
    hostedDomain: hostedDomain?.toLowerCase(),
  };
}

/**
 * The same for a service account.
 *
 * @throws CalendarError `invalidArgument` naming the setting.
 */
export function resolveServiceAccountSettings(settings: GoogleServiceAccountSettings): ResolvedServiceAccountSettings {
  const mixed = ['clientId', 'clientSecret', 'hostedDomain'].find((name) => name in settings);
  if (mixed !== undefined) throw invalid(`${mixed} belongs to an OAuth client, serviceAccount to a service account`);
  const common = resolveCommon(settings, serviceAccountNames);
  const { serviceAccount } = settings;
  if (!isSecretSource(serviceAccount)) checkServiceAccount(serviceAccount);
  return { ...common, serviceAccount: serviceAccountSource(serviceAccount) };
}

function resolveCommon(settings: GoogleCommonSettings, names: ReadonlySet<string>): CommonSettings {
  if (typeof settings !== 'object' || settings === null) throw invalid('settings are needed');
  for (const name of Object.keys(settings)) if (!names.has(name)) throw invalid(`there is no setting ${name}`);
  checkLimits('google', settings);
  const { policy = defaultAccessPolicy, rooms = false } = settings;
  requireCalendarPolicy(policy);
  if (typeof rooms !== 'boolean') throw invalid('rooms needs true or false');
  return {
    policy: { ...policy },
    endpoints: resolveEndpoints(settings.endpoints ?? {}),
    contacts: settings.contacts === undefined ? undefined : resolveContacts(settings.contacts),
    rooms,
  };
}

function resolveContacts(contacts: GoogleContactsSettings): Required<GoogleContactsSettings> {
  if (typeof contacts !== 'object' || contacts === null) throw invalid('contacts needs an access');
  const { access, directory = false, ...others } = contacts;
  for (const name of Object.keys(others)) throw invalid(`there is no setting contacts.${name}`);
  if (access !== 'read' && access !== 'readWrite') throw invalid('contacts.access needs read or readWrite');
  if (typeof directory !== 'boolean') throw invalid('contacts.directory needs true or false');
  return { access, directory };
}

const serviceAccountParts = new Set(['clientEmail', 'keyId', 'clientId', 'privateKey', 'passphrase', 'signer']);

function checkServiceAccount(account: GoogleServiceAccount): void {
  const setting = 'serviceAccount';
  if (typeof account !== 'object' || account === null) {
    throw invalid(`${setting} needs the text of a key file, a Secret, a function or an object`);
  }
  for (const name of Object.keys(account)) {
    if (!serviceAccountParts.has(name)) throw invalid(`there is no setting ${setting}.${name}`);
  }
  const { clientEmail, privateKey, passphrase, signer } = account;
  if (typeof clientEmail !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(clientEmail)) {
    throw invalid(`${setting}.clientEmail needs the address of the service account`);
  }
  for (const name of ['keyId', 'clientId'] as const) {
    const value = account[name];
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      throw invalid(`${setting}.${name} is empty`);
  }
  if ((privateKey === undefined) === (signer === undefined)) {
    throw invalid(`${setting} needs one of privateKey and signer`);
  }
  if (privateKey !== undefined && !isSecretSource(privateKey)) throw invalid(`${setting}.privateKey is empty`);
  if (passphrase !== undefined && !isSecretSource(passphrase)) throw invalid(`${setting}.passphrase is empty`);
  if (signer !== undefined && typeof signer?.sign !== 'function')
    throw invalid(`${setting}.signer needs a sign function`);
}

function resolveEndpoints(endpoints: GoogleEndpoints): Required<GoogleEndpoints> {
  for (const [name, url] of Object.entries(endpoints)) {
    if (!endpointNames.has(name)) throw invalid(`there is no setting endpoints.${name}`);
    if (url === undefined) continue;
    if (typeof url !== 'string' || !URL.canParse(url)) throw invalid(`endpoints.${name} needs an absolute URL`);
  }
  const { tokenUrl = defaultTokenUrl } = endpoints;
  return {
    authorizationUrl: endpoints.authorizationUrl ?? 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl,
    revokeUrl: endpoints.revokeUrl ?? new URL('revoke', tokenUrl).href,
    apiRootUrl: endpoints.apiRootUrl ?? 'https://www.googleapis.com/',
    peopleRootUrl: endpoints.peopleRootUrl ?? endpoints.apiRootUrl ?? 'https://people.googleapis.com/',
    directoryRootUrl: endpoints.directoryRootUrl ?? endpoints.apiRootUrl ?? 'https://admin.googleapis.com/',
    issuer: endpoints.issuer ?? 'https://accounts.google.com',
  };
}

function isDomain(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value);
}

function invalid(what: string): CalendarError {
  return invalidSetting('google', what);
}
