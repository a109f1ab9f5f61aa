import type { EventBody, EventPrivacy } from '../model/event.ts';
import type { CreatedConferenceService, LastingEventContent, WritableEventField } from '../model/event-input.ts';
import type { NotifyIntent, SeriesScope } from './event-writes.ts';

/** Ways to write events; `attendees` are adding and removing them. @public */
export type EventVerb = 'create' | 'update' | 'delete' | 'cancel' | 'move' | 'respond' | 'attendees' | 'attachments';

/**
 * What a service can do in writing events. What is not there is refused with `unsupported` before anything is sent.
 *
 * @public
 */
export interface EventWriteCapabilities {
  /** Calls that exist. */
  readonly verbs: readonly EventVerb[];
  /** Intents that can be honoured for an event with attendees, by call; where nobody is invited every intent is fine. */
  readonly notify: Readonly<
    Record<Extract<EventVerb, 'create' | 'update' | 'delete' | 'move' | 'attendees'>, readonly NotifyIntent[]>
  >;
  /** Calls that honour `ifVersion`; with the scope `following` they may refuse it all the same. */
  readonly versionGuard: readonly Extract<EventVerb, 'update' | 'delete'>[];
  readonly seriesScopes: Readonly<
    Record<Extract<EventVerb, 'update' | 'delete' | 'cancel' | 'respond' | 'attendees'>, readonly SeriesScope[]>
  >;
  /** What an answer can carry; `silent`: the organizer need not be told. */
  readonly respond: { readonly comment: boolean; readonly proposedTime: boolean; readonly silent: boolean };
  readonly cancelMessage: boolean;
  readonly conference: {
    /** Join links the service makes. */
    readonly create: readonly CreatedConferenceService[];
    /** Where a given link goes: data of its own, which comes back as `conference`, or the location or body text. */
    readonly link: 'conference' | 'text';
  };
  /** Fields of a `NewEvent` that have no place here at all. */
  readonly unwritableFields: readonly WritableEventField[];
  readonly busyStatuses: readonly LastingEventContent['busyStatus'][];
  readonly privacies: readonly EventPrivacy[];
  /** How a body can be kept as it is. */
  readonly bodyContentTypes: readonly EventBody['contentType'][];
  /** Colours an event can have, `#rrggbb` in lower case. */
  readonly colors: readonly string[];
  readonly maxLocations: number;
  /** Whether a location keeps the address of its room. */
  readonly locationAddresses: boolean;
  /** What can repeat: any RFC 5545 rule set, or what one Outlook pattern says, see `patternOfRecurrence`. */
  readonly recurrence: 'rfc5545' | 'outlook';
  /**
   * Names of zones an event keeps. With `windows`, a zone comes back as the one that CLDR gives first for its Windows id:
   * `Europe/Amsterdam` as `Europe/Berlin`; one without such an id is refused.
   */
  readonly timeZones: 'iana' | 'windows';
  /** Whether wall times in the second reading of a repeated hour can be kept. */
  readonly repeatedHours: boolean;
  /** Largest file that can be attached, in bytes; 0 where files cannot be attached. */
  readonly maxAttachmentBytes: number;
}
