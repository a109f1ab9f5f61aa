import { CalendarError } from '@kalends/core';
import type { AccessPolicy } from '@kalends/core';
import { isOpenIdScope } from './resource.ts';
import type { ResourcePermissions } from './resource.ts';

const delegatedScope = 'EWS.AccessAsUser.All';
const applicationRole = 'full_access_as_app';
const everything: AccessPolicy = { calendars: 'readWrite', contacts: 'readWrite' };

/**
 * Permissions of Exchange Web Services: one that opens the whole mailbox, and nothing smaller.
 *
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth | Authenticate an EWS application by using OAuth}
 */
export const exchangePermissions: ResourcePermissions = {
  defaultPolicy: everything,
  scopesFor(policy) {
    requireEverything(policy);
    return [delegatedScope, 'offline_access'];
  },
  rolesFor(policy) {
    requireEverything(policy);
    return [applicationRole];
  },
  grantedAccess(permissions) {
    const isGranted = permissions.some((name) => [delegatedScope, applicationRole].includes(name));
    return isGranted ? everything : undefined;
  },
  qualified: (scope, audience) => (isOpenIdScope(scope) || scope.startsWith('https:') ? scope : `${audience}/${scope}`),
};

function requireEverything({ calendars, contacts }: AccessPolicy): void {
  if (calendars === everything.calendars && contacts === everything.contacts) return;
  throw new CalendarError({
    code: 'permissionControlUnavailable',
    message: 'Exchange Web Services grants a whole mailbox or nothing; a narrower policy cannot be held there',
    cure: {
      text: 'Switch off the EWS URL, choose the permissions, and save: they are held when the account is connected through Microsoft Graph.',
    },
  });
}
