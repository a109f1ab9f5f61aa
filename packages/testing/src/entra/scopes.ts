import type { EntraClient } from './entra-client.ts';
import { defaultResource, namedResource, needsAdministrator } from './resources.ts';
import type { EntraResource, NamedResource } from './resources.ts';

const openIdScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/** What a scope string asks of one resource. */
export interface ResourceScopes extends NamedResource {
  /** Permissions without the resource in front, in the spelling asked for. */
  readonly permissions: readonly string[];
  /** `<resource>/.default` was asked for. */
  readonly isDefault: boolean;
  /** The words of the scope string that it came from. */
  readonly words: readonly string[];
}

/** A scope string taken apart. */
export interface ParsedScopes {
  /** What was asked for, word by word and in its own spelling. */
  readonly asked: readonly string[];
  readonly openId: ReadonlySet<string>;
  /** In the order asked; Microsoft Graph without permissions when only OpenID scopes were asked for. */
  readonly resources: readonly [ResourceScopes, ...ResourceScopes[]];
}

/** Why a scope string cannot be used. */
export interface ScopeProblem {
  readonly code: 70011 | 500011;
  readonly problem: string;
}

/** What scopes are read with. */
export interface ScopeReader {
  readonly origin: string;
  readonly client: (clientId: string) => EntraClient | undefined;
}

/**
 * Reads a space-separated scope string (RFC 6749, section 3.3). Permissions may carry their resource in front: a URL, an
 * application id, `api://<client id>`, or the emulator's own origin, which stands for Microsoft Graph.
 */
export function parseScopes(scope: string, reader: ScopeReader): ParsedScopes | ScopeProblem {
  const asked = scope.split(' ').filter((word) => word !== '');
  const openId = new Set<string>();
  const byAudience = new Map<string, CollectedScopes>();
  for (const word of asked) {
    if (openIdScopes.has(word)) {
      openId.add(word);
      continue;
    }
    const { front, name } = splitWord(word);
    const named = front === '' ? defaultResource : namedResource(front, reader.origin, reader.client);
    if (named === undefined) return { code: 500011, problem: `The resource principal named ${front} was not found.` };
    const entry = byAudience.get(named.audience) ?? { named, permissions: [], isDefault: false, words: [] };
    byAudience.set(named.audience, entry);
    entry.words.push(word);
    if (name === '.default') entry.isDefault = true;
    else if (named.resource.scopes.has(name.toLowerCase())) entry.permissions.push(name);
    else return { code: 70011, problem: `The scope '${word}' does not exist.` };
  }
  for (const { permissions, isDefault } of byAudience.values()) {
    if (isDefault && permissions.length > 0) {
      return { code: 70011, problem: '.default scope can not be combined with resource-specific scopes.' };
    }
  }
  const nothing: ResourceScopes = { ...defaultResource, permissions: [], isDefault: false, words: [] };
  const [first = nothing, ...others] = [...byAudience.values()].map(({ named, ...collected }) => ({
    ...named,
    ...collected,
  }));
  return { asked, openId, resources: [first, ...others] };
}

interface CollectedScopes {
  readonly named: NamedResource;
  readonly permissions: string[];
  isDefault: boolean;
  readonly words: string[];
}

/** What is left of a scope string when only its first resource counts. */
export function forFirstResource(scopes: ParsedScopes): ParsedScopes {
  const [first, ...others] = scopes.resources;
  const dropped = new Set(others.flatMap(({ words }) => words));
  return { ...scopes, asked: scopes.asked.filter((word) => !dropped.has(word)), resources: [first] };
}

/** How consent to a permission is written down. */
export function consentKey(resource: EntraResource, permission: string): string {
  return `${resource.id}/${permission}`;
}

/** Consent keys of everything a scope string names; `.default` names nothing by itself. */
export function consentKeys(resources: readonly ResourceScopes[]): readonly string[] {
  return resources.flatMap(({ resource, permissions }) => permissions.map((name) => consentKey(resource, name)));
}

/** Whether a scope string names a permission that takes an administrator. */
export function asksForAdministrator(resources: readonly ResourceScopes[]): boolean {
  return resources.some(({ resource, permissions }) => permissions.some((name) => needsAdministrator(resource, name)));
}

/** `https://host/Calendars.Read`, `api://id/scope`, `<application id>/.default` or a bare permission. */
function splitWord(word: string): { readonly front: string; readonly name: string } {
  const slash = word.lastIndexOf('/');
  return slash < 0 ? { front: '', name: word } : { front: word.slice(0, slash), name: word.slice(slash + 1) };
}
