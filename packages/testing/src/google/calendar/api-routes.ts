import type { MethodName } from './method-scopes.ts';

/** A method that the emulator answers; the others are refused with 501. */
export type EmulatedMethod =
  | 'acl.get'
  | 'acl.list'
  | 'calendarList.get'
  | 'calendarList.list'
  | 'calendars.get'
  | 'colors.get'
  | 'events.get'
  | 'events.instances'
  | 'events.list'
  | 'freebusy.query'
  | 'settings.get'
  | 'settings.list';

/** What a path and verb of the API mean. */
export type ApiRoute =
  | { readonly kind: 'emulated'; readonly method: EmulatedMethod; readonly parameters: readonly string[] }
  /** An operation that Google has and this emulator does not. */
  | { readonly kind: 'notEmulated'; readonly method: MethodName }
  | { readonly kind: 'unknown' };

const emulated: readonly (readonly [EmulatedMethod, string, string])[] = [
  ['calendarList.list', 'GET', 'users/me/calendarList'],
  ['calendarList.get', 'GET', 'users/me/calendarList/*'],
  ['settings.list', 'GET', 'users/me/settings'],
  ['settings.get', 'GET', 'users/me/settings/*'],
  ['colors.get', 'GET', 'colors'],
  ['freebusy.query', 'POST', 'freeBusy'],
  ['calendars.get', 'GET', 'calendars/*'],
  ['acl.list', 'GET', 'calendars/*/acl'],
  ['acl.get', 'GET', 'calendars/*/acl/*'],
  ['events.list', 'GET', 'calendars/*/events'],
  ['events.get', 'GET', 'calendars/*/events/*'],
  ['events.instances', 'GET', 'calendars/*/events/*/instances'],
];

const notEmulated: readonly (readonly [MethodName, string, string])[] = [
  ['calendarList.insert', 'POST', 'users/me/calendarList'],
  ['calendarList.watch', 'POST', 'users/me/calendarList/watch'],
  ['calendarList.update', 'PUT', 'users/me/calendarList/*'],
  ['calendarList.patch', 'PATCH', 'users/me/calendarList/*'],
  ['calendarList.delete', 'DELETE', 'users/me/calendarList/*'],
  ['settings.watch', 'POST', 'users/me/settings/watch'],
  ['channels.stop', 'POST', 'channels/stop'],
  ['calendars.insert', 'POST', 'calendars'],
  ['calendars.update', 'PUT', 'calendars/*'],
  ['calendars.patch', 'PATCH', 'calendars/*'],
  ['calendars.delete', 'DELETE', 'calendars/*'],
  ['calendars.clear', 'POST', 'calendars/*/clear'],
  ['calendars.transferOwnership', 'POST', 'calendars/*/transferOwnership'],
  ['acl.insert', 'POST', 'calendars/*/acl'],
  ['acl.watch', 'POST', 'calendars/*/acl/watch'],
  ['acl.update', 'PUT', 'calendars/*/acl/*'],
  ['acl.patch', 'PATCH', 'calendars/*/acl/*'],
  ['acl.delete', 'DELETE', 'calendars/*/acl/*'],
  ['events.insert', 'POST', 'calendars/*/events'],
  ['events.import', 'POST', 'calendars/*/events/import'],
  ['events.quickAdd', 'POST', 'calendars/*/events/quickAdd'],
  ['events.watch', 'POST', 'calendars/*/events/watch'],
  ['events.update', 'PUT', 'calendars/*/events/*'],
  ['events.patch', 'PATCH', 'calendars/*/events/*'],
  ['events.delete', 'DELETE', 'calendars/*/events/*'],
  ['events.move', 'POST', 'calendars/*/events/*/move'],
];

/** Finds the method for a path below `/calendar/v3/`, still percent-encoded. */
export function findRoute(verb: string, path: string): ApiRoute {
  const segments = path.split('/');
  for (const [method, ownVerb, pattern] of emulated) {
    const parameters = ownVerb === verb ? matchPath(pattern, segments) : undefined;
    if (parameters !== undefined) return { kind: 'emulated', method, parameters };
  }
  const other = notEmulated.find(
    ([, otherVerb, pattern]) => otherVerb === verb && matchPath(pattern, segments) !== undefined,
  );
  return other === undefined ? { kind: 'unknown' } : { kind: 'notEmulated', method: other[0] };
}

function matchPath(pattern: string, segments: readonly string[]): readonly string[] | undefined {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part !== '*') {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      parameters.push(decodeURIComponent(segment));
    } catch {
      return undefined;
    }
    if (segment === '') return undefined;
  }
  return parameters;
}
