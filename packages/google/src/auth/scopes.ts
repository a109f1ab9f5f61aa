const calendar = 'https://www.googleapis.com/auth/calendar';

/** Scopes that tell who signed in; people cannot untick them. */
export const signInScopes: readonly string[] = ['openid', 'email'];

/** The least that listing calendars and reading events needs. */
export const defaultCalendarScopes: readonly string[] = [
  `${calendar}.events.readonly`,
  `${calendar}.calendarlist.readonly`,
];

/** Parts of the account that a grant can cover. */
export type GrantPart = 'events' | 'calendars';

/**
 * Scopes of which any one opens a part. The broad-sounding ones do not include the others: `calendar.events` reads no
 * calendar list.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/auth | Choose Google Calendar API scopes}
 */
const scopesByPart: Readonly<Record<GrantPart, readonly string[]>> = {
  events: [
    calendar,
    `${calendar}.readonly`,
    `${calendar}.events`,
    `${calendar}.events.readonly`,
    `${calendar}.events.owned`,
    `${calendar}.events.owned.readonly`,
    `${calendar}.events.public.readonly`,
    `${calendar}.events.freebusy`,
    `${calendar}.app.created`,
  ],
  calendars: [calendar, `${calendar}.readonly`, `${calendar}.calendarlist`, `${calendar}.calendarlist.readonly`],
};

/** Tells whether scopes open a part of the account. */
export function opens(scopes: readonly string[], part: GrantPart): boolean {
  return scopesByPart[part].some((scope) => scopes.includes(scope));
}

/** The parts that were asked for and not granted: people can untick each box of the consent page by itself. */
export function missingParts(requested: readonly string[], granted: readonly string[]): GrantPart[] {
  const parts: readonly GrantPart[] = ['events', 'calendars'];
  return parts.filter((part) => opens(requested, part) && !opens(granted, part));
}
