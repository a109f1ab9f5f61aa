import type { EventWriteCapabilities } from '@kalends/core';

/** What Exchange can do in writing events. */
export const ewsEventWriteCapabilities: EventWriteCapabilities = {
  verbs: ['create', 'update', 'delete', 'cancel', 'move', 'respond', 'attendees', 'attachments'],
  notify: {
    create: ['everyone', 'nobody'],
    update: ['everyone', 'nobody'],
    delete: ['everyone', 'nobody'],
    // To move a meeting is nobody's business but the owner's: no mail, whatever is asked.
    move: ['everyone', 'nobody'],
    attendees: ['everyone', 'nobody'],
  },
  // DeleteItem takes no version.
  versionGuard: ['update'],
  seriesScopes: {
    update: ['occurrence', 'following', 'all'],
    delete: ['occurrence', 'following', 'all'],
    cancel: ['occurrence', 'following', 'all'],
    respond: ['occurrence', 'all'],
    attendees: ['occurrence', 'following', 'all'],
  },
  respond: { comment: true, proposedTime: true, silent: true },
  cancelMessage: true,
  conference: { create: [], link: 'text' },
  unwritableFields: ['color'],
  busyStatuses: ['busy', 'free', 'tentative', 'outOfOffice', 'workingElsewhere'],
  privacies: ['default', 'private', 'confidential'],
  bodyContentTypes: ['text', 'html'],
  colors: [],
  maxLocations: 1,
  locationAddresses: false,
  recurrence: 'outlook',
  timeZones: 'windows',
  repeatedHours: true,
  maxAttachmentBytes: 3 * 1_048_576,
};

/** The same for a mailbox that is opened with rights on folders: Exchange lets nobody answer for its owner. */
export const delegatedEventWriteCapabilities: EventWriteCapabilities = {
  ...ewsEventWriteCapabilities,
  verbs: ewsEventWriteCapabilities.verbs.filter((verb) => verb !== 'respond'),
  seriesScopes: { ...ewsEventWriteCapabilities.seriesScopes, respond: [] },
  respond: { comment: false, proposedTime: false, silent: false },
};
