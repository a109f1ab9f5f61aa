import type { AccountIdentity, Capabilities, ContactSource } from '@kalends/core';
import { graphCapabilities } from './graph-capabilities.ts';

/** The tenant of all personal Microsoft accounts (Entra docs, "ID token claims reference", `tid`). */
const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** Permissions with which everybody in the directory can be read. */
const directoryReaders: ReadonlySet<string> = new Set([
  'user.readbasic.all',
  'user.read.all',
  'user.readwrite.all',
  'directory.read.all',
]);

/**
 * What an account can do: personal ones have no colleagues and no Teams, and the directory is there for those who may read it.
 *
 * @param scopes - Delegated scopes of the account; `undefined` where nobody is signed in, and the application's roles decide.
 */
export function accountCapabilities(account: AccountIdentity, scopes: readonly string[] | undefined): Capabilities {
  const isPersonal = account.tenantId?.toLowerCase() === personalAccountsTenant;
  const hasDirectory =
    !isPersonal && (scopes === undefined || scopes.some((scope) => directoryReaders.has(shortName(scope))));
  const sources: readonly ContactSource[] = hasDirectory ? ['personal', 'directory'] : ['personal'];
  return {
    ...graphCapabilities,
    ...(isPersonal ? { events: withoutTeams(graphCapabilities.events) } : {}),
    freeBusy: { query: !isPersonal },
    rooms: { list: !isPersonal, buildings: !isPersonal },
    contacts: { ...graphCapabilities.contacts, sources },
  };
}

/** Calendars of personal accounts allow no Teams for work and school. */
function withoutTeams(events: Capabilities['events']): Capabilities['events'] {
  return { ...events, writes: { ...events.writes, conference: { ...events.writes.conference, create: [] } } };
}

/** A scope without the resource in front of it. */
function shortName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1).toLowerCase();
}
