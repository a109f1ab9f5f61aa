const calendarScopes = new Set(['calendars.readbasic', 'calendars.read', 'calendars.readwrite']);

/** Reads the space-separated scopes of a token answer, in the short form whatever form was asked for. */
export function readScopes(scope: string): string[] {
  return scope
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => (/^https:\/\/[^/]+\//.test(name) ? name.slice(name.lastIndexOf('/') + 1) : name));
}

/** Tells whether the account's own calendars may be read with these scopes. */
export function grantsCalendars(scopes: readonly string[]): boolean {
  return scopes.some((scope) => calendarScopes.has(scope.toLowerCase().replace(/\.shared$/, '')));
}
