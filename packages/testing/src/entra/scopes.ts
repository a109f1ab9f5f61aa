/** Application id of Microsoft Graph, accepted as an audience beside its URL. */
export const graphApplicationId = '00000003-0000-0000-c000-000000000000';

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

// Graph permissions reference; matched without regard to case, as Entra does.
const graphScopes = new Set(
  `Calendars.Read Calendars.ReadBasic Calendars.Read.Shared Calendars.ReadWrite Calendars.ReadWrite.Shared
  Contacts.Read Contacts.Read.Shared Contacts.ReadWrite Contacts.ReadWrite.Shared
  MailboxSettings.Read MailboxSettings.ReadWrite Place.Read.All Place.ReadWrite.All
  User.Read User.ReadBasic.All User.Read.All User.RevokeSessions.All
  Mail.Read Mail.ReadWrite Mail.Send People.Read OnlineMeetings.Read OnlineMeetings.ReadWrite`
    .toLowerCase()
    .split(/\s+/),
);

const graphResources = [
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
];

/** A scope string taken apart. */
export interface ParsedScopes {
  /** What was asked for, word by word and in its own spelling. */
  readonly asked: readonly string[];
  /** Graph permissions without the resource in front. */
  readonly permissions: readonly string[];
  readonly openId: ReadonlySet<string>;
  /** `<resource>/.default` was asked for. */
  readonly isDefault: boolean;
  /** Audience of the token that results. */
  readonly audience: string;
}

/** Why a scope string cannot be used. */
export interface ScopeProblem {
  readonly problem: string;
}

/**
 * Reads a space-separated scope string (RFC 6749, section 3.3). Permissions may carry Graph's URL, that of a national
 * cloud, or the emulator's own origin in front.
 */
export function parseScopes(scope: string, origin: string): ParsedScopes | ScopeProblem {
  const asked = scope.split(' ').filter((word) => word !== '');
  const permissions: string[] = [];
  const openId = new Set<string>();
  const audiences = new Set<string>();
  let isDefault = false;
  for (const word of asked) {
    if (openIdScopes.has(word)) {
      openId.add(word);
      continue;
    }
    const { resource, name } = splitResource(word, origin);
    if (name === '.default') isDefault = true;
    else if (graphScopes.has(name.toLowerCase())) permissions.push(name);
    else return { problem: `The scope '${word}' does not exist.` };
    audiences.add(resource);
  }
  if (audiences.size > 1) return { problem: 'All scopes of one token have to belong to one resource.' };
  if (isDefault && permissions.length > 0) {
    return { problem: '.default scope can not be combined with resource-specific scopes.' };
  }
  const [audience = 'https://graph.microsoft.com'] = audiences;
  return { asked, permissions, openId, isDefault, audience };
}

/** Whether tokens for `audience` are meant for the Graph side of the emulator. */
export function isGraphAudience(audience: unknown, origin: string): boolean {
  return (
    typeof audience === 'string' &&
    (audience === graphApplicationId || audience === origin || graphResources.includes(audience.replace(/\/$/, '')))
  );
}

function splitResource(word: string, origin: string): { readonly resource: string; readonly name: string } {
  for (const resource of [...graphResources, origin, graphApplicationId]) {
    if (word.startsWith(`${resource}/`)) return { resource, name: word.slice(resource.length).replace(/^\/+/, '') };
  }
  return { resource: 'https://graph.microsoft.com', name: word };
}
