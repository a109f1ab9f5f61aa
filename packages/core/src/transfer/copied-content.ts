import type { CalendarEvent, EventBody, EventFields } from '../model/event.ts';
import type { NewAttendee, NewEvent, WritableEventField } from '../model/event-input.ts';
import type { EventWriteCapabilities } from '../provider/event-write-capabilities.ts';
import { htmlToText } from '../text/html-to-text.ts';
import type { EventLoss, EventLossReason } from './event-loss.ts';

type Content = Omit<NewEvent, 'time' | 'recurrence'>;
type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Everything of a copy but its time and recurrence. */
export function copiedContent(
  event: CalendarEvent,
  writes: EventWriteCapabilities,
  attendees: 'invite' | 'leave',
): { readonly event: Content; readonly losses: readonly EventLoss[] } {
  const copy: Writable<Content> = {};
  const losses: EventLoss[] = [];
  const lose = (field: string, reason: EventLossReason): void => {
    losses.push({ field, reason });
  };
  const isWritable = (field: WritableEventField): boolean => {
    if (!writes.unwritableFields.includes(field)) return true;
    lose(field, 'noPlace');
    return false;
  };

  if (event.title !== undefined && isWritable('title')) copy.title = event.title;
  copyBody(event, writes, copy, lose);
  copyLocations(event, writes, copy, lose);
  if (event.categories.length > 0 && isWritable('categories')) copy.categories = event.categories;
  if (event.color !== undefined) {
    if (writes.colors.includes(event.color)) copy.color = event.color;
    else lose('color', 'noPlace');
  }
  if (event.reminderMinutes !== undefined && isWritable('reminderMinutes')) {
    copy.reminderMinutes = event.reminderMinutes;
  }
  if (event.conference !== undefined && isWritable('conference')) {
    copy.conference = { kind: 'link', url: event.conference.url };
    if (writes.conference.link === 'text') lose('conference', 'otherValue');
  }
  if (event.properties !== undefined && Object.keys(event.properties).length > 0 && isWritable('properties')) {
    copy.properties = event.properties;
  }
  if (event.allowsNewTimeProposals !== undefined && isWritable('allowsNewTimeProposals')) {
    copy.allowsNewTimeProposals = event.allowsNewTimeProposals;
  }
  copyVisibility(event, writes, copy, lose);
  copyAttendees(event, attendees, copy, lose);
  loseTheRest(event, lose);
  return { event: copy, losses };
}

type Lose = (field: string, reason: EventLossReason) => void;

function copyBody(event: EventFields, writes: EventWriteCapabilities, copy: Writable<Content>, lose: Lose): void {
  const { body, description } = event;
  if (body === undefined) {
    if (description !== undefined) lose('body', 'notRead');
    return;
  }
  if (writes.unwritableFields.includes('body')) {
    lose('body', 'noPlace');
  } else if (writes.bodyContentTypes.includes(body.contentType)) {
    copy.body = body;
  } else {
    copy.body = otherBody(body);
    lose('body.contentType', 'otherValue');
  }
}

function otherBody({ contentType, content }: EventBody): EventBody {
  if (contentType === 'html') return { contentType: 'text', content: htmlToText(content) };
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return { contentType: 'html', content: escaped.replace(/\r\n|\r|\n/g, '<br>') };
}

function copyLocations(event: EventFields, writes: EventWriteCapabilities, copy: Writable<Content>, lose: Lose): void {
  if (event.locations.length === 0) return;
  const locations = event.locations.slice(0, writes.maxLocations);
  if (locations.length < event.locations.length) lose('locations', 'noPlace');
  const hasAddresses = locations.some(({ address }) => address !== undefined);
  if (hasAddresses && !writes.locationAddresses) lose('locations.address', 'noPlace');
  if (locations.length > 0) {
    copy.locations = writes.locationAddresses ? locations : locations.map(({ name }) => ({ name }));
  }
}

/** Where it is not known how somebody's time is taken, it counts as taken; what was hidden stays hidden as far as it can. */
function copyVisibility(event: EventFields, writes: EventWriteCapabilities, copy: Writable<Content>, lose: Lose): void {
  const { busyStatus, privacy } = event;
  if (busyStatus !== 'unknown' && writes.busyStatuses.includes(busyStatus)) {
    copy.busyStatus = busyStatus;
  } else {
    copy.busyStatus = 'busy';
    lose('busyStatus', 'otherValue');
  }
  if (writes.privacies.includes(privacy)) {
    copy.privacy = privacy;
  } else {
    copy.privacy = privacy === 'confidential' ? 'private' : 'default';
    lose('privacy', 'otherValue');
  }
}

function copyAttendees(event: EventFields, attendees: 'invite' | 'leave', copy: Writable<Content>, lose: Lose): void {
  if (event.organizer !== undefined && !event.organizer.isSelf) lose('organizer', 'anotherOwner');
  if (event.attendees.length === 0 && !event.attendeesOmitted) return;
  if (attendees === 'leave') {
    lose('attendees', 'notAsked');
    return;
  }
  if (event.attendeesOmitted) lose('attendees', 'notRead');
  const invited = event.attendees.flatMap(({ address, name, kind, role }): NewAttendee[] =>
    address === undefined
      ? []
      : [
          {
            address,
            ...(name === undefined ? {} : { name }),
            kind: kind === 'resource' ? 'resource' : 'individual',
            role,
          },
        ],
  );
  if (invited.length < event.attendees.length && !event.attendeesOmitted) lose('attendees', 'noPlace');
  if (invited.length > 0) copy.attendees = invited;
  if (event.attendees.some(({ participationStatus }) => participationStatus !== 'needsAction')) {
    lose('attendees.participationStatus', 'anotherOwner');
  }
}

function loseTheRest(event: EventFields, lose: Lose): void {
  if (event.isContentHidden) lose('isContentHidden', 'notRead');
  if (event.status !== 'confirmed') lose('status', 'noPlace');
  if (event.hasAttachments) lose('attachments', 'notAsked');
  if (event.purpose !== 'default') lose('purpose', 'noPlace');
  if (event.workingLocation !== undefined) lose('workingLocation', 'noPlace');
}
