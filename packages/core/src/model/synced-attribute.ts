/**
 * The twelve attributes of an event's content that are read to keep calendars in step. Nothing else about the content is read
 * for that, and none of them is kept. Times, status, ids and recurrence are not content; they are always read.
 *
 * @public
 */
export const syncedAttributes = [
  'attendeesOmitted',
  'description',
  'attendeeDisplayName',
  'attendeeEmail',
  'workLocation',
  'iCalUid',
  'location',
  'organizerDisplayName',
  'organizerEmail',
  'summary',
  'timeProposal',
  'workLocationEnabled',
] as const;

/** One of {@link syncedAttributes}. @public */
export type SyncedAttribute = (typeof syncedAttributes)[number];

/**
 * Where a service keeps each synced attribute, in the service's own words; `null` where it has no such thing. Every provider
 * exports one.
 *
 * @public
 */
export type SyncedAttributeFields = Readonly<Record<SyncedAttribute, string | null>>;
