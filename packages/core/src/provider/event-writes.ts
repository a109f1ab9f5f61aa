import type { AttachmentInfo, CalendarEvent } from '../model/event.ts';
import type { EventPatch, NewAttachment, NewAttendee, NewEvent, NewEventTime } from '../model/event-input.ts';
import type { RecurrenceId } from '../model/recurrence.ts';
import type { CallOptions, EventOmission } from './connection.ts';

/**
 * Names an event: by its id, or an occurrence by its series and the start its rule gave. An occurrence that was taken out of its series is
 * `notFound`. Without `calendarId` it is in the primary calendar.
 *
 * @public
 */
export type EventReference =
  | { readonly calendarId?: string; readonly eventId: string }
  | { readonly calendarId?: string; readonly masterId: string; readonly recurrenceId: RecurrenceId };

/**
 * How much of a series a change is for: the occurrence that is named, it and all that follow, or all. Default: what is named, which is
 * all for a master. `following` splits the series: exceptions from there on go with the old rule, as in the services' own programs.
 *
 * @public
 */
export type SeriesScope = 'occurrence' | 'following' | 'all';

/**
 * Who is told of a change by mail: everybody it concerns, only those outside the organization's own system, or nobody. There is no
 * default, because a mail cannot be taken back. What a service cannot do is refused with `unsupported`, see `Capabilities`.
 *
 * @public
 */
export type NotifyIntent = 'everyone' | 'externalOnly' | 'nobody';

/** Options of {@link EventWrites.create}. @public */
export interface CreateEventOptions extends CallOptions {
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  readonly event: NewEvent;
  readonly notify: NotifyIntent;
  /**
   * 1 to 128 characters. Creating twice with the same key in the same calendar gives the one event. Default: a key of this call, so that its
   * own repetitions make no second event.
   */
  readonly idempotencyKey?: string;
  /** Parts of the created event that are not wanted back, as in `ListEventsOptions.omit`. Default: none. */
  readonly omit?: readonly EventOmission[];
}

/** Options of {@link EventWrites.update}. @public */
export type UpdateEventOptions = CallOptions &
  EventReference & {
    readonly scope?: SeriesScope;
    readonly patch: EventPatch;
    readonly notify: NotifyIntent;
    /**
     * `version` of what the scope changes, as it was read: the master's for `all`. `conflict` when somebody changed it since, `unsupported`
     * where the service has no guard, and for `following`, which is two writes. Default: whatever it is by now.
     */
    readonly ifVersion?: string;
  };

/** Options of {@link EventWrites.delete}. @public */
export type DeleteEventOptions = CallOptions &
  EventReference & {
    readonly scope?: SeriesScope;
    readonly notify: NotifyIntent;
    /** As in {@link UpdateEventOptions}; with `following` some services honour the master's version. */
    readonly ifVersion?: string;
  };

/** Options of {@link EventWrites.cancel}. @public */
export type CancelEventOptions = CallOptions &
  EventReference & {
    readonly scope?: SeriesScope;
    /** Text for the invitees; `unsupported` where the service sends none. */
    readonly message?: string;
  };

/** Options of {@link EventWrites.move}. @public */
export interface MoveEventOptions extends CallOptions {
  /** Default: the primary calendar. */
  readonly calendarId?: string;
  /** A single event or a master. */
  readonly eventId: string;
  readonly toCalendarId: string;
  readonly notify: NotifyIntent;
}

/** Options of {@link EventWrites.respond}. @public */
export type RespondOptions = CallOptions &
  EventReference & {
    readonly scope?: Extract<SeriesScope, 'occurrence' | 'all'>;
    readonly response: 'accepted' | 'tentative' | 'declined';
    /** Whether the organizer gets a mail. */
    readonly notifyOrganizer: boolean;
    /** Text for the organizer. */
    readonly comment?: string;
    /** Another time to suggest; with `tentative` or `declined`. */
    readonly proposedTime?: NewEventTime;
  };

/** Options of {@link EventWrites.addAttendees}. @public */
export type AddAttendeesOptions = CallOptions &
  EventReference & {
    readonly scope?: SeriesScope;
    /** Whoever is invited already stays as they are. */
    readonly attendees: readonly NewAttendee[];
    readonly notify: NotifyIntent;
  };

/** Options of {@link EventWrites.removeAttendees}. @public */
export type RemoveAttendeesOptions = CallOptions &
  EventReference & {
    readonly scope?: SeriesScope;
    /** Addresses; whoever is not invited is passed over. */
    readonly addresses: readonly string[];
    readonly notify: NotifyIntent;
  };

/** An attachment that can be read or removed. @public */
export interface Attachment extends AttachmentInfo {
  readonly id: string;
}

/** An attachment with its content. @public */
export interface AttachmentContent extends Attachment {
  /** Base64 (RFC 4648, section 4). */
  readonly contentBase64: string;
}

/** The files attached to events. @public */
export interface AttachmentGroup {
  /** Lists what is attached, without the contents. */
  list(options: CallOptions & EventReference): Promise<readonly Attachment[]>;
  /**
   * Reads a file.
   *
   * @throws CalendarError `responseTooLarge` above 3 MiB, `unsupported` for a link to a file kept elsewhere.
   */
  get(options: CallOptions & EventReference & { readonly attachmentId: string }): Promise<AttachmentContent>;
  /** Attaches a file. @throws CalendarError `unsupported` where files cannot be attached, or not as large a one. */
  add(options: CallOptions & EventReference & { readonly attachment: NewAttachment }): Promise<Attachment>;
  /** Takes a file off; removing what is gone is no error. */
  remove(options: CallOptions & EventReference & { readonly attachmentId: string }): Promise<void>;
}

/**
 * Writing events. No call happens twice: one whose outcome is unknown is settled by a read, and `outcomeUnknown` says that even that
 * failed. What a service cannot do is refused with `unsupported` before anything is sent.
 *
 * @public
 */
export interface EventWrites {
  /**
   * Creates an event, once for each idempotency key.
   *
   * @returns the event as the service keeps it.
   * @throws CalendarError `unsupported` naming the field or rule the service has no place for; `accessDenied`.
   */
  create(options: CreateEventOptions): Promise<CalendarEvent>;
  /**
   * Changes what the patch names and nothing else: attendees, body, conference and fields this version does not know stay.
   *
   * @returns the changed event; with `following`, the master of the series that begins there.
   * @throws CalendarError `conflict` when `ifVersion` is no longer the version, `notFound`, `unsupported`, `accessDenied`.
   */
  update(options: UpdateEventOptions): Promise<CalendarEvent>;
  /** Removes the event from the calendar; invitees are told as `notify` says. Removing what is gone is no error without `ifVersion`. */
  delete(options: DeleteEventOptions): Promise<void>;
  /** Calls a meeting off and tells everybody invited. For its organizer alone: others get `accessDenied`. */
  cancel(options: CancelEventOptions): Promise<void>;
  /** Moves an event to another calendar of the account; its id may change. @throws CalendarError `unsupported` where the service cannot. */
  move(options: MoveEventOptions): Promise<CalendarEvent>;
  /**
   * Answers an invitation.
   *
   * @returns the event with the answer; absent when the service removes what was declined.
   * @throws CalendarError `accessDenied` for one's own event, `unsupported` for what an answer cannot carry.
   */
  respond(options: RespondOptions): Promise<CalendarEvent | undefined>;
  /**
   * Invites more people, on the list as it is at that moment.
   *
   * @throws CalendarError `accessDenied` for anybody but the organizer; `unsupported` when the service does not show the whole list.
   */
  addAttendees(options: AddAttendeesOptions): Promise<CalendarEvent>;
  /** Takes people off the list as it is at that moment. Errors as in {@link EventWrites.addAttendees}. */
  removeAttendees(options: RemoveAttendeesOptions): Promise<CalendarEvent>;
  /** The files attached to events. */
  readonly attachments: AttachmentGroup;
}
