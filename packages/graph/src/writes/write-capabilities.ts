import type { EventWriteCapabilities } from '@kalends/core';

/**
 * What Graph can do in writing events. It mails invitees of its own accord, cannot move an event to another calendar in v1.0, and keeps
 * Windows zones without offsets.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/event | Graph docs, event}
 */
export const graphWriteCapabilities: EventWriteCapabilities = {
  verbs: ['create', 'update', 'delete', 'cancel', 'respond', 'attendees', 'attachments'],
  notify: { create: ['everyone'], update: ['everyone'], delete: ['everyone'], move: [], attendees: ['everyone'] },
  versionGuard: ['update', 'delete'],
  seriesScopes: {
    update: ['occurrence', 'following', 'all'],
    delete: ['occurrence', 'following', 'all'],
    cancel: ['occurrence', 'following', 'all'],
    respond: ['occurrence', 'all'],
    attendees: ['occurrence', 'following', 'all'],
  },
  respond: { comment: true, proposedTime: true, silent: true },
  cancelMessage: true,
  conference: { create: ['teams'], link: 'text' },
  unwritableFields: ['color'],
  busyStatuses: ['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere'],
  privacies: ['default', 'private', 'confidential'],
  // Exchange makes HTML of text, and does not say that it was text.
  bodyContentTypes: ['html'],
  colors: [],
  maxLocations: 100,
  locationAddresses: true,
  recurrence: 'outlook',
  timeZones: 'windows',
  repeatedHours: false,
  // From 3 MiB on an upload session is needed (Graph docs, "Attach large files to Outlook messages or events").
  maxAttachmentBytes: 3 * 1_048_576 - 1,
};
