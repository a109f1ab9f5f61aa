/**
 * What of the calendars may be used, least first. With `freeBusy` that is when somebody is busy and nothing else: neither events
 * nor the calendars with their names are listed.
 *
 * @public
 */
export type CalendarAccess = 'freeBusy' | 'read' | 'readWrite';

/** What of the contacts may be used, least first. @public */
export type ContactAccess = 'none' | 'read' | 'readWrite';

/**
 * What an application lets itself do in an account: two switches, one for calendars and one for contacts. It decides which
 * scopes sign-in asks for, and it is kept locally too, because an older token may allow more.
 *
 * @public
 */
export interface AccessPolicy {
  readonly calendars: CalendarAccess;
  readonly contacts: ContactAccess;
}

/** Reading calendars and nothing else. @public */
export const defaultAccessPolicy: AccessPolicy = { calendars: 'read', contacts: 'none' };

/** {@link CalendarAccess}, least first. @public */
export const calendarAccessLevels: readonly CalendarAccess[] = ['freeBusy', 'read', 'readWrite'];

/** {@link ContactAccess}, least first. @public */
export const contactAccessLevels: readonly ContactAccess[] = ['none', 'read', 'readWrite'];
