import { calendarAccessLevels, contactAccessLevels, defaultAccessPolicy } from '@kalends/core';
import type { CalendarAccess, ContactAccess } from '@kalends/core';
import type { ResourcePermissions } from './resource.ts';

/**
 * One permission for each position of the two switches; delegated scopes and application permissions have the same names.
 *
 * @see {@link https://learn.microsoft.com/graph/permissions-reference | Microsoft Graph permissions reference}
 */
const calendarPermissions: Readonly<Record<CalendarAccess, string>> = {
  freeBusy: 'Calendars.ReadBasic',
  read: 'Calendars.Read',
  readWrite: 'Calendars.ReadWrite',
};
const contactPermissions: Readonly<Record<ContactAccess, string | undefined>> = {
  none: undefined,
  read: 'Contacts.Read',
  readWrite: 'Contacts.ReadWrite',
};

/** Permissions of Microsoft Graph. */
export const graphPermissions: ResourcePermissions = {
  defaultPolicy: defaultAccessPolicy,
  scopesFor: (policy) => [...graphPermissions.rolesFor(policy), 'offline_access'],
  rolesFor({ calendars, contacts }) {
    const contactPermission = contactPermissions[contacts];
    return [calendarPermissions[calendars], ...(contactPermission === undefined ? [] : [contactPermission])];
  },
  grantedAccess(permissions) {
    // What opens shared calendars opens one's own, and what opens everybody's one's own too.
    const held = new Set(permissions.map((name) => name.toLowerCase().replace(/\.(shared|all)$/, '')));
    const calendars = calendarAccessLevels.findLast((level) => held.has(calendarPermissions[level].toLowerCase()));
    if (calendars === undefined) return undefined;
    const contacts = contactAccessLevels.findLast((level) => held.has(contactPermissions[level]?.toLowerCase() ?? ''));
    return { calendars, contacts: contacts ?? 'none' };
  },
  // Without a resource in front, Entra takes a scope for one of Graph in its own cloud.
  qualified: (scope, audience) => (scope === '.default' ? `${audience}/${scope}` : scope),
};
