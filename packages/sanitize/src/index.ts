/**
 * What leaves the service: events reduced to what a policy keeps, the link that joins a meeting, and texts and URLs that may
 * be logged.
 *
 * @module
 */
export { sanitizeEvent } from './event/sanitize-event.ts';
export type { SanitizeEventOptions } from './event/sanitize-event.ts';
export { withoutCapture } from './event/without-capture.ts';
export { unnamedParticipant, unnamedRoom } from './event/people.ts';
export type {
  CapturedDisplayEvent,
  DisplayEvent,
  RecipientAddress,
  SanitizedAttachment,
  SanitizedAttributes,
  SanitizedBody,
  SanitizedControlFields,
  SanitizedEvent,
  SanitizedParticipant,
  SanitizedRoom,
  StrictEvent,
} from './event/sanitized-event.ts';

export { displayPolicy, strictPolicy } from './policy/policies.ts';
export type { DisplayAttributes, StrictAttributes } from './policy/policies.ts';
export { parsePolicy } from './policy/parse-policy.ts';
export { controlFields, sanitizedAttributes, textAttributes } from './policy/sanitizer-policy.ts';
export type {
  AttributeTable,
  Retention,
  SanitizedAttribute,
  SanitizerPolicy,
  TextAttribute,
} from './policy/sanitizer-policy.ts';

export { extractMeetingLink, maxScannedCharacters, maxScannedLocations } from './links/extract-meeting-link.ts';
export type { ExtractMeetingLinkOptions, MeetingLink, MeetingLinkSource } from './links/extract-meeting-link.ts';
export { additionalHostPath, meetingServices } from './links/meeting-services.ts';
export type { MeetingService, MeetingUrlRule } from './links/meeting-services.ts';
export { maxUrlCharacters } from './links/strict-https-url.ts';
export { maxUnwrapDepth } from './links/unwrap-url.ts';

export { addressMask } from './text/mask-addresses.ts';
export { passcodeMask } from './text/mask-passcodes.ts';
export { maxRedactedCharacters, redactText, secretMask } from './redact/redact-text.ts';
export { redactUrl } from './redact/redact-url.ts';
export { redactingLogger } from './redact/redacting-logger.ts';

export { selectSyncedAttributes } from './synced/select-synced-attributes.ts';
export type { SyncedContent, SyncedPerson } from './synced/select-synced-attributes.ts';
export { syncedAttributePaths } from './synced/synced-attributes.ts';
