import { calendarScopes, scopePrefix } from '../calendar/method-scopes.ts';

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
  'calendar.freebusy': 'See when you are free or busy',
  'calendar.settings.readonly': 'See your calendar settings',
  contacts: 'See and edit your contacts',
  'contacts.readonly': 'See your contacts',
  'contacts.other.readonly': 'See people you have interacted with',
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
].map((name) => scopePrefix + name);

const known = new Set(['openid', 'email', 'profile', ...calendarScopes, ...otherScopes]);

/** True for scopes that the emulator can grant; Google refuses others as `invalid_scope`. */
export function isKnownScope(scope: string): boolean {
  return known.has(scope);
}

/** What the consent screen says about a scope. */
export function scopeText(scope: string): string {
  const name = scope.startsWith(scopePrefix) ? scope.slice(scopePrefix.length) : scope;
  return texts[name] ?? name;
}
