import type { EntraClient } from './entra-client.ts';

/** Application id of Microsoft Graph, accepted as an audience beside its URL. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000';
/** Application id of Exchange Online. */
export const exchangeApplicationId = '00000002-0000-0ff1-ce00-000000000000';

/** An API that tokens are made for. */
export interface EntraResource {
  /** The same however the resource is named in a scope. */
  readonly id: string;
  /** Lower-case names of delegated permissions. */
  readonly scopes: ReadonlySet<string>;
  /** Lower-case names of application permissions. */
  readonly roles: ReadonlySet<string>;
  /** Registration that offers the API; absent for Microsoft's own. */
  readonly client?: EntraClient;
}

/** Resource and audience that the front part of a scope names. */
export interface NamedResource {
  readonly resource: EntraResource;
  /** `aud` of the tokens. */
  readonly audience: string;
}

const graphUrls = [
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
];
const exchangeUrls = ['https://outlook.office365.com', 'https://outlook.office.com'];

// Graph permissions reference; matched without regard to case, as Entra does.
const graph: EntraResource = {
  id: graphApplicationId,
  scopes: words(`Calendars.Read Calendars.ReadBasic Calendars.Read.Shared Calendars.ReadWrite Calendars.ReadWrite.Shared
    Contacts.Read Contacts.Read.Shared Contacts.ReadWrite Contacts.ReadWrite.Shared
    MailboxSettings.Read MailboxSettings.ReadWrite Place.Read.All Place.ReadWrite.All
    User.Read User.ReadBasic.All User.Read.All User.RevokeSessions.All
    Mail.Read Mail.ReadWrite Mail.Send People.Read OnlineMeetings.Read OnlineMeetings.ReadWrite`),
  roles: words(`Calendars.Read Calendars.ReadBasic Calendars.ReadBasic.All Calendars.ReadWrite Contacts.Read
    Contacts.ReadWrite MailboxSettings.Read MailboxSettings.ReadWrite Place.Read.All Place.ReadWrite.All
    User.Read.All User.ReadBasic.All User.RevokeSessions.All Mail.Read Mail.ReadWrite Mail.Send`),
};
// Exchange docs, "Authenticate an EWS application by using OAuth".
const exchange: EntraResource = {
  id: exchangeApplicationId,
  scopes: words('EWS.AccessAsUser.All Calendars.Read Calendars.ReadWrite Contacts.Read Contacts.ReadWrite Mail.Read'),
  roles: words('full_access_as_app Calendars.Read Calendars.ReadWrite.All Contacts.Read Contacts.ReadWrite Mail.Read'),
};
const needAdministrator = words('Place.Read.All Place.ReadWrite.All User.Read.All User.RevokeSessions.All');

/** Finds the resource of a scope; undefined when no such resource has a service principal here. */
export function namedResource(
  front: string,
  origin: string,
  client: (clientId: string) => EntraClient | undefined,
): NamedResource | undefined {
  const name = front.replace(/\/+$/, '');
  if (name === graphApplicationId || name === origin || graphUrls.includes(name)) {
    return { resource: graph, audience: name };
  }
  if (name === exchangeApplicationId || exchangeUrls.includes(name)) return { resource: exchange, audience: name };
  const owner = client(name.replace(/^api:\/\//, ''));
  if (owner?.exposedScopes === undefined) return undefined;
  const scopes = new Set(owner.exposedScopes.map((scope) => scope.toLowerCase()));
  const audience = owner.requestedAccessTokenVersion === 2 ? owner.clientId : `api://${owner.clientId}`;
  return { resource: { id: owner.clientId, scopes, roles: new Set(), client: owner }, audience };
}

/** Where a scope goes that names no resource. */
export const defaultResource: NamedResource = { resource: graph, audience: 'https://graph.microsoft.com' };

/** Whether only an administrator may consent to a delegated permission (Graph permissions reference). */
export function needsAdministrator(resource: EntraResource, permission: string): boolean {
  return resource === graph && needAdministrator.has(permission.toLowerCase());
}

/** Whether tokens for `audience` are meant for the Graph side of the emulator. */
export function isGraphAudience(audience: unknown, origin: string): boolean {
  if (typeof audience !== 'string') return false;
  return namedResource(audience, origin, () => undefined)?.resource === graph;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().split(/\s+/));
}

/**
 * The role that a registered application permission is for a resource; none when it belongs to another one. Permissions
 * without a resource in front are Graph's, except Exchange's own `full_access_as_app`.
 */
export function roleOf(permission: string, resource: EntraResource, origin: string): readonly string[] {
  const slash = permission.lastIndexOf('/');
  const name = permission.slice(slash + 1);
  if (slash < 0) return (name === 'full_access_as_app' ? exchange : graph) === resource ? [name] : [];
  const owner = namedResource(permission.slice(0, slash), origin, () => undefined);
  return owner?.resource === resource ? [name] : [];
}
