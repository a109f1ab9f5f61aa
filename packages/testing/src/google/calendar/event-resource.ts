import type { EventDateTime } from './zoned-time.ts';

/** A guest, or the organizer among the guests. @public */
export interface EventAttendee {
  readonly email: string;
  readonly displayName?: string;
  readonly organizer?: true;
  readonly self?: true;
  readonly resource?: true;
  readonly optional?: true;
  readonly comment?: string;
  readonly additionalGuests?: number;
  readonly responseStatus: 'needsAction' | 'declined' | 'tentative' | 'accepted';
}

/** Who made or organizes an event. @public */
export interface EventPerson {
  readonly email: string;
  readonly displayName?: string;
  readonly self?: true;
}

/** Where an event meets online (Calendar API v3, resource `ConferenceData`). @public */
export interface EventConference {
  readonly conferenceId?: string;
  readonly conferenceSolution?: {
    readonly key?: { readonly type?: string };
    readonly name?: string;
    readonly iconUri?: string;
  };
  /** A conference that was asked for: `pending` first, then `success` or `failure`. */
  readonly createRequest?: {
    readonly requestId: string;
    readonly conferenceSolutionKey: { readonly type: string };
    readonly status: { readonly statusCode: 'pending' | 'success' | 'failure' };
  };
  readonly entryPoints?: readonly {
    readonly entryPointType?: string;
    readonly uri?: string;
    readonly label?: string;
    readonly pin?: string;
    readonly accessCode?: string;
    readonly meetingCode?: string;
    readonly passcode?: string;
    readonly password?: string;
    readonly regionCode?: string;
  }[];
  readonly notes?: string;
}

/**
 * An event as one calendar holds it, in the API's own names (Calendar API v3, resource `Event`). Values equal to their
 * default are absent, as the service leaves them out.
 *
 * @public
 */
export interface GoogleEventResource {
  readonly kind?: 'calendar#event';
  readonly id?: string;
  readonly etag?: string;
  readonly iCalUID?: string;
  readonly status?: 'confirmed' | 'tentative' | 'cancelled';
  readonly htmlLink?: string;
  readonly created?: string;
  readonly updated?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly location?: string;
  readonly colorId?: string;
  readonly creator?: EventPerson;
  readonly organizer?: EventPerson;
  readonly start?: EventDateTime;
  readonly end?: EventDateTime;
  readonly endTimeUnspecified?: boolean;
  readonly recurrence?: readonly string[];
  readonly recurringEventId?: string;
  readonly originalStartTime?: EventDateTime;
  readonly transparency?: 'opaque' | 'transparent';
  readonly visibility?: 'default' | 'public' | 'private' | 'confidential';
  readonly sequence?: number;
  readonly attendees?: readonly EventAttendee[];
  readonly attendeesOmitted?: true;
  readonly hangoutLink?: string;
  readonly conferenceData?: EventConference;
  readonly guestsCanInviteOthers?: boolean;
  readonly guestsCanModify?: boolean;
  readonly guestsCanSeeOtherGuests?: boolean;
  readonly privateCopy?: boolean;
  readonly locked?: boolean;
  readonly reminders?: {
    readonly useDefault: boolean;
    readonly overrides?: readonly { readonly method: 'email' | 'popup'; readonly minutes: number }[];
  };
  readonly extendedProperties?: {
    readonly private?: Readonly<Record<string, string>>;
    readonly shared?: Readonly<Record<string, string>>;
  };
  readonly source?: { readonly title: string; readonly url: string };
  readonly attachments?: readonly {
    readonly fileUrl: string;
    readonly title?: string;
    readonly mimeType?: string;
    readonly iconLink?: string;
    readonly fileId?: string;
  }[];
  readonly eventType?: 'default' | 'outOfOffice' | 'focusTime' | 'workingLocation' | 'birthday' | 'fromGmail';
  readonly outOfOfficeProperties?: object;
  readonly focusTimeProperties?: object;
  readonly workingLocationProperties?: object;
  readonly birthdayProperties?: object;
}

/** Changes of an event: fields given replace, `undefined` removes. @public */
export type GoogleEventChange = {
  readonly [Field in keyof GoogleEventResource]?: GoogleEventResource[Field] | undefined;
};

const defaults: Readonly<Record<string, unknown>> = {
  transparency: 'opaque',
  visibility: 'default',
  guestsCanInviteOthers: true,
  guestsCanSeeOtherGuests: true,
  guestsCanModify: false,
  endTimeUnspecified: false,
  privateCopy: false,
  locked: false,
};

/** The resource without absent values and without values that equal their default. */
export function omitDefaults(resource: GoogleEventChange): GoogleEventResource {
  return Object.fromEntries(
    Object.entries(resource).filter(
      ([name, value]) => value !== undefined && value !== null && value !== defaults[name],
    ),
  );
}
