import type { WireEventTime } from './event.ts';

/** Conference data as it is sent: a conference to make, or one that exists. */
export type WireSentConference =
  | {
      readonly createRequest: {
        readonly requestId: string;
        readonly conferenceSolutionKey: { readonly type: 'hangoutsMeet' };
      };
    }
  | {
      readonly conferenceSolution: { readonly key: { readonly type: string }; readonly name: string };
      readonly entryPoints: readonly { readonly entryPointType: 'video'; readonly uri: string }[];
      readonly conferenceId?: string;
    };

/** A reminder of an event. */
export interface WireReminder {
  readonly method: 'popup' | 'email';
  readonly minutes: number;
}

/** An attendee as it is sent: one that was read goes back with everything it had. */
export type WireSentAttendee = { readonly email: string } & Readonly<Record<string, unknown>>;

/** `Event` as it is sent. In a patch what is absent stays, `null` clears, and nested objects are merged. */
export interface WireEventBody {
  /** Of the client's choice, in creating only: base32hex in lower case. */
  readonly id?: string;
  /** Brings back what was deleted. */
  readonly status?: 'confirmed';
  readonly summary?: string | null;
  readonly description?: string | null;
  readonly location?: string | null;
  readonly colorId?: string | null;
  /** Takes the place of a colour; heard only together with `eventLabelVersion`. */
  readonly eventLabelId?: string | null;
  readonly start?: WireEventTime;
  readonly end?: WireEventTime;
  readonly recurrence?: readonly string[] | null;
  readonly transparency?: 'opaque' | 'transparent';
  readonly visibility?: 'default' | 'public' | 'private';
  readonly reminders?: { readonly useDefault: boolean; readonly overrides: readonly WireReminder[] };
  readonly extendedProperties?: { readonly private: Readonly<Record<string, string | null>> };
  readonly conferenceData?: WireSentConference | null;
  readonly attendees?: readonly WireSentAttendee[];
  /** The list holds the own entry alone, and is about the own answer alone. */
  readonly attendeesOmitted?: boolean;
  readonly attachments?: readonly Readonly<Record<string, unknown>>[];
}
