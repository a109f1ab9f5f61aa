import { calendarAccessLevels, CalendarError, contactAccessLevels } from '@kalends/core';
import type { AccessPolicy, CalendarAccess } from '@kalends/core';

const prefix = 'https://www.googleapis.com/auth/';
const calendar = `${prefix}calendar`;

/** Scopes that tell who signed in; people cannot untick them. */
export const signInScopes: readonly string[] = ['openid', 'email'];

/** Parts of an account that a grant can cover, each with a box of its own on the consent page. */
export type GrantPart =
  | 'freeBusy'
  | 'readEvents'
  | 'writeEvents'
  | 'listCalendars'
  | 'readContacts'
  | 'writeContacts'
  | 'readDirectory'
  | 'readRooms';

/** Parts beside the calendars, which the settings open and no policy does. */
export interface OpenedParts {
  readonly contacts?: { readonly access: 'read' | 'readWrite'; readonly directory?: boolean } | undefined;
  readonly rooms?: boolean | undefined;
}

/** The least that asks for each part. */
const leastScope: Readonly<Record<GrantPart, string>> = {
  freeBusy: `${calendar}.freebusy`,
  readEvents: `${calendar}.events.readonly`,
  writeEvents: `${calendar}.events`,
  listCalendars: `${calendar}.calendarlist.readonly`,
  readContacts: `${prefix}contacts.readonly`,
  writeContacts: `${prefix}contacts`,
  readDirectory: `${prefix}directory.readonly`,
  readRooms: `${prefix}admin.directory.resource.calendar.readonly`,
};

/**
 * Scopes of which any one opens a part whole. The broad-sounding ones do not include the others: `calendar.events` reads no
 * calendar list and asks for no free/busy.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/auth | Choose Google Calendar API scopes}
 */
const scopesByPart: Readonly<Record<GrantPart, readonly string[]>> = {
  freeBusy: [calendar, `${calendar}.readonly`, `${calendar}.freebusy`, `${calendar}.events.freebusy`],
  readEvents: [calendar, `${calendar}.readonly`, `${calendar}.events`, `${calendar}.events.readonly`],
  writeEvents: [calendar, `${calendar}.events`],
  listCalendars: [calendar, `${calendar}.readonly`, `${calendar}.calendarlist`, `${calendar}.calendarlist.readonly`],
  readContacts: [`${prefix}contacts`, `${prefix}contacts.readonly`],
  writeContacts: [`${prefix}contacts`],
  readDirectory: [`${prefix}directory.readonly`],
  readRooms: [`${prefix}admin.directory.resource.calendar`, `${prefix}admin.directory.resource.calendar.readonly`],
};

/** With these the calls that write events are answered too, but not for every calendar. */
const partlyWritingScopes: readonly string[] = [`${calendar}.events.owned`, `${calendar}.app.created`];

/** With these the calls that read events are answered too, but not for every event. */
const partlyReadingScopes: readonly string[] = [
  `${calendar}.events.owned`,
  `${calendar}.events.owned.readonly`,
  `${calendar}.events.public.readonly`,
  `${calendar}.events.freebusy`,
  `${calendar}.app.created`,
];

/**
 * What each level of access consists of. Whose calendars there are is part of all: every call names one. So are free and busy times:
 * no scope for events lets anybody ask for them.
 */
const partsByAccess: Readonly<Record<CalendarAccess, readonly GrantPart[]>> = {
  freeBusy: ['freeBusy', 'listCalendars'],
  read: ['readEvents', 'freeBusy', 'listCalendars'],
  readWrite: ['writeEvents', 'freeBusy', 'listCalendars'],
};

/** The parts that settings open beside the calendars. */
export function openedParts({ contacts, rooms }: OpenedParts): readonly GrantPart[] {
  const parts: GrantPart[] = [];
  if (contacts !== undefined) parts.push(contacts.access === 'read' ? 'readContacts' : 'writeContacts');
  if (contacts?.directory === true) parts.push('readDirectory');
  if (rooms === true) parts.push('readRooms');
  return parts;
}

/**
 * Scopes to ask for: those of a policy and of what the settings open.
 *
 * @throws CalendarError as {@link calendarScopes}.
 */
export function wantedScopes(policy: AccessPolicy, opened: OpenedParts): readonly string[] {
  return [...calendarScopes(policy), ...scopesOfParts(openedParts(opened))];
}

/**
 * The same without free and busy times, unless the policy is about nothing else: what was authorized before those were asked for goes on
 * working without them.
 */
export function lastingScopes(policy: AccessPolicy, opened: OpenedParts): readonly string[] {
  const scopes = wantedScopes(policy, opened);
  return policy.calendars === 'freeBusy' ? scopes : scopes.filter((scope) => scope !== leastScope.freeBusy);
}

/**
 * Calendar scopes of a policy.
 *
 * @throws CalendarError `permissionControlUnavailable` for a policy with contacts: the consent of this application is about
 *   calendars only.
 */
export function calendarScopes(policy: AccessPolicy): readonly string[] {
  requireCalendarPolicy(policy);
  return partsByAccess[policy.calendars].map((part) => leastScope[part]);
}

/**
 * Refuses a policy that Google cannot be asked for.
 *
 * @throws CalendarError `permissionControlUnavailable` for one with contacts, `invalidArgument` for what is no policy.
 */
export function requireCalendarPolicy(policy: AccessPolicy): void {
  if (!isPolicy(policy)) {
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'A policy needs calendars and contacts, each with one of its levels',
      provider: 'google',
    });
  }
  if (policy.contacts === 'none') return;
  throw new CalendarError({
    code: 'permissionControlUnavailable',
    message: 'Permissions for contacts cannot be chosen for Google accounts; only those for calendars can',
    provider: 'google',
    cure: { text: 'Set contacts to "none" in the policy of Google accounts.' },
  });
}

/** Programs without types pass anything. */
function isPolicy(policy: AccessPolicy): boolean {
  return (
    typeof policy === 'object' &&
    policy !== null &&
    calendarAccessLevels.includes(policy.calendars) &&
    contactAccessLevels.includes(policy.contacts)
  );
}

/**
 * The most a policy may be with these scopes: every part of it is open. Grants that open events but no free and busy times count as well,
 * or connections would end that were made before those times were asked for; `capabilities` says what such a grant lacks.
 */
export function grantedAccess(scopes: readonly string[]): AccessPolicy | undefined {
  const calendars = calendarAccessLevels.findLast((access) =>
    missingParts(access, scopes).every((part) => part === 'freeBusy' && access !== 'freeBusy'),
  );
  return calendars === undefined ? undefined : { calendars, contacts: 'none' };
}

/** The parts of an access that scopes do not open: people can untick each box of the consent page by itself. */
export function missingParts(access: CalendarAccess, scopes: readonly string[]): readonly GrantPart[] {
  return partsByAccess[access].filter((part) => !opens(scopes, part));
}

/** The scopes to ask for in order to open parts. */
export function scopesOfParts(parts: readonly GrantPart[]): readonly string[] {
  return parts.map((part) => leastScope[part]);
}

/** Tells whether scopes open a part of the account whole. */
export function opens(scopes: readonly string[], part: GrantPart): boolean {
  return scopesByPart[part].some((scope) => scopes.includes(scope));
}

/** Tells whether calls that read events are answered at all. */
export function mayReadEvents(scopes: readonly string[]): boolean {
  return opens(scopes, 'readEvents') || partlyReadingScopes.some((scope) => scopes.includes(scope));
}

/** Tells whether calls that write events are answered at all. */
export function mayWriteEvents(scopes: readonly string[]): boolean {
  return opens(scopes, 'writeEvents') || partlyWritingScopes.some((scope) => scopes.includes(scope));
}
