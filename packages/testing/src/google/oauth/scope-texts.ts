import { scopePrefix } from '../api/api-service.ts';
import { calendarScopes } from '../calendar/method-scopes.ts';

const texts: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  email: 'See your email address',
  profile: 'See your name and profile',
  'userinfo.email': 'See your email address',
  'userinfo.profile': 'See your name and profile',
  calendar: 'See, edit and share all your calendars',
  'calendar.readonly': 'See all your calendars',
  'calendar.events': 'See and edit events on all your calendars',
  'calendar.events.readonly': 'See events on all your calendars',
  'calendar.calendarlist.readonly': 'See the list of your calendars',
  'calendar.acls.readonly': 'See who your calendars are shared with',
  'calendar.events.owned': 'See and edit events on calendars you own',
  'calendar.events.owned.readonly': 'See events on calendars you own',
  'calendar.freebusy': 'See when you are free or busy',
  'calendar.settings.readonly': 'See your calendar settings',
  contacts: 'See and edit your contacts',
  'contacts.readonly': 'See your contacts',
  'contacts.other.readonly': 'See people you have interacted with',
  'cloud-platform': 'See and edit your Google Cloud data',
  'directory.readonly': 'See your organisation’s directory',
};

const otherScopes = [
  'contacts',
  'contacts.readonly',
  'contacts.other.readonly',
  'directory.readonly',
  'userinfo.email',
  'userinfo.profile',
  'admin.directory.resource.calendar',
  'admin.directory.resource.calendar.readonly',
  'cloud-platform',
].map((name) => scopePrefix + name);

const signInScopes = new Set([
  'openid',
  'email',
  'profile',
  `${scopePrefix}userinfo.email`,
  `${scopePrefix}userinfo.profile`,
]);

const known = new Set(['openid', 'email', 'profile', ...calendarScopes, ...otherScopes]);

/** True for scopes that the emulator can grant; Google refuses others as `invalid_scope`. */
export function isKnownScope(scope: string): boolean {
  return known.has(scope);
}

/** Name, address and profile: never up to the person's choice, and no reason for a testing client's token to end. */
export function isSignInScope(scope: string): boolean {
  return signInScopes.has(scope);
}

/** What the consent screen says about a scope. */
export function scopeText(scope: string): string {
  const name = scope.startsWith(scopePrefix) ? scope.slice(scopePrefix.length) : scope;
  return texts[name] ?? name;
}
