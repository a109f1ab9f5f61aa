/** Per-request options that are passed to the client. @public */
export interface GoogleRequestOptions {
  readonly signal: AbortSignal;
  /** Always false: this package decides itself when to try again. */
  readonly retry: false;
  /** Else the client hands out anything that is not labelled JSON as a Blob, which looks like an empty object. */
  readonly responseType: 'json';
  /** `If-Match` of a guarded write. */
  readonly headers?: { [name: string]: string };
}

/** An answer; its data is read with our own schemas, whatever types the client promises. @public */
export interface GoogleAnswer {
  readonly data?: unknown;
}

/** Parameters of `calendarList.list` that are used. @public */
export interface GoogleListCalendarsParams {
  readonly maxResults: number;
  readonly showHidden: boolean;
  readonly fields: string;
  readonly pageToken?: string;
}

/** Parameters of `calendarList.get` that are used. @public */
export interface GoogleGetCalendarParams {
  readonly calendarId: string;
  readonly fields: string;
}

/** Parameters of `events.list` that are used. @public */
export interface GoogleListEventsParams {
  readonly calendarId: string;
  readonly singleEvents: boolean;
  readonly showDeleted: boolean;
  readonly maxResults: number;
  readonly fields: string;
  readonly timeMin?: string;
  readonly timeMax?: string;
  readonly orderBy?: string;
  readonly iCalUID?: string;
  readonly pageToken?: string;
}

/** Parameters of `events.get` that are used. @public */
export interface GoogleGetEventParams {
  readonly calendarId: string;
  readonly eventId: string;
  readonly fields: string;
}

/** Parameters of `events.instances` that are used. @public */
export interface GoogleListInstancesParams {
  readonly calendarId: string;
  readonly eventId: string;
  readonly fields: string;
  readonly showDeleted: boolean;
  readonly maxResults: number;
  readonly originalStart?: string;
  readonly timeMin?: string;
  readonly timeMax?: string;
  readonly pageToken?: string;
}

/** Parameters of `freebusy.query` that are used. @public */
export interface GoogleQueryFreeBusyParams {
  readonly fields: string;
  readonly requestBody: {
    readonly timeMin: string;
    readonly timeMax: string;
    readonly timeZone: string;
    readonly groupExpansionMax: number;
    readonly calendarExpansionMax: number;
    readonly items: { id: string }[];
  };
}

/** Who is told of a write by mail, in Google's words. @public */
export type GoogleSendUpdates = 'all' | 'externalOnly' | 'none';

/** Parameters of `events.insert` that are used. @public */
export interface GoogleInsertEventParams {
  readonly calendarId: string;
  readonly sendUpdates: GoogleSendUpdates;
  readonly conferenceDataVersion?: number;
  readonly eventLabelVersion?: number;
  readonly supportsAttachments?: boolean;
  readonly fields: string;
  readonly requestBody: object;
}

/** Parameters of `events.patch` that are used. @public */
export interface GooglePatchEventParams {
  readonly calendarId: string;
  readonly eventId: string;
  readonly sendUpdates: GoogleSendUpdates;
  readonly conferenceDataVersion?: number;
  readonly supportsAttachments?: boolean;
  readonly fields: string;
  readonly requestBody: object;
}

/** Parameters of `events.delete` that are used. @public */
export interface GoogleDeleteEventParams {
  readonly calendarId: string;
  readonly eventId: string;
  readonly sendUpdates: GoogleSendUpdates;
}

/** Parameters of `events.move` that are used. @public */
export interface GoogleMoveEventParams {
  readonly calendarId: string;
  readonly eventId: string;
  readonly destination: string;
  readonly sendUpdates: GoogleSendUpdates;
  readonly fields: string;
}

/**
 * What is used of a Calendar v3 client: one made with `@googleapis/calendar` and one made with the umbrella package
 * `googleapis` both fit, since they are the same generated code.
 *
 * @public
 */
export interface GoogleCalendarClient {
  readonly calendarList: {
    list(params: GoogleListCalendarsParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    get(params: GoogleGetCalendarParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
  };
  readonly events: {
    list(params: GoogleListEventsParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    get(params: GoogleGetEventParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    instances(params: GoogleListInstancesParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    insert(params: GoogleInsertEventParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    patch(params: GooglePatchEventParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    delete(params: GoogleDeleteEventParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
    move(params: GoogleMoveEventParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
  };
  readonly freebusy: {
    query(params: GoogleQueryFreeBusyParams, options: GoogleRequestOptions): Promise<GoogleAnswer>;
  };
}
