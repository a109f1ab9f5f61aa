import { contactAccessLevels } from '@kalends/core';
import type { AccessPolicy, ContactAccess } from '@kalends/core';

/** Whether an access to contacts is more than the service lets itself have. */
export function isMoreThan(access: ContactAccess, most: ContactAccess): boolean {
  return contactAccessLevels.indexOf(access) > contactAccessLevels.indexOf(most);
}

/** The policy without what the service does not let itself do with contacts. */
export function withContactsUpTo(policy: AccessPolicy, most: ContactAccess): AccessPolicy {
  return isMoreThan(policy.contacts, most) ? { ...policy, contacts: most } : policy;
}

/** Microsoft 365 holds the switch for contacts in its consent. */
export function policyWithContacts(contacts: ContactAccess): AccessPolicy {
  return { calendars: 'read', contacts };
}

/** Google holds none: there the application's own setting opens contacts, beside the policy. */
export function googleContacts(contacts: ContactAccess): {
  readonly contacts?: { readonly access: 'read' | 'readWrite' };
} {
  return contacts === 'none' ? {} : { contacts: { access: contacts } };
}
