import type { EventWriteCapabilities, NotifyIntent, SeriesScope } from '@kalends/core';
import { eventColors } from './mapping/event-colors.ts';

const everyIntent: readonly NotifyIntent[] = ['everyone', 'externalOnly', 'nobody'];
const everyScope: readonly SeriesScope[] = ['occurrence', 'following', 'all'];

/** What Google Calendar can do in writing events. */
export const googleEventWrites: EventWriteCapabilities = {
  verbs: ['create', 'update', 'delete', 'cancel', 'move', 'respond', 'attendees', 'attachments'],
  notify: {
    create: everyIntent,
    update: everyIntent,
    delete: everyIntent,
    move: everyIntent,
    attendees: everyIntent,
  },
  versionGuard: ['update', 'delete'],
  seriesScopes: {
    update: everyScope,
    delete: everyScope,
    cancel: everyScope,
    respond: ['occurrence', 'all'],
    attendees: everyScope,
  },
  respond: { comment: true, proposedTime: false, silent: true },
  cancelMessage: false,
  conference: { create: ['meet'], link: 'conference' },
  unwritableFields: ['categories', 'allowsNewTimeProposals'],
  // Out-of-office times and the like are events of another type, which ordinary ones cannot become.
  busyStatuses: ['busy', 'free'],
  // `confidential` is kept for old clients and means `private`.
  privacies: ['default', 'public', 'private'],
  // The one text of an event is read as HTML by Google's own programs: plain text with a `<` in it would show as something else.
  bodyContentTypes: ['html'],
  colors: eventColors,
  maxLocations: 1,
  locationAddresses: false,
  recurrence: 'rfc5545',
  timeZones: 'iana',
  repeatedHours: true,
  // Attachments are links to files in Google Drive.
  maxAttachmentBytes: 0,
};
