import type { CalendarEvent, EventBody, EventFields } from '../model/event.ts';
import type { NewEvent, WritableEventField } from '../model/event-input.ts';
import type { EventWriteCapabilities } from '../provider/event-write-capabilities.ts';
import { eventPatchSchema } from '../schemas/event-input-schemas.ts';
import { htmlToText } from '../text/html-to-text.ts';
import { copyPeople } from './copied-people.ts';
import type { EventLoss, EventLossReason } from './event-loss.ts';

type Content = Omit<NewEvent, 'time' | 'recurrence'>;

/** What a copy is made of so far. */
export interface CopyInProgress {
  readonly writes: EventWriteCapabilities;
  readonly copy: { -readonly [K in keyof Content]: Content[K] };
  readonly lose: (field: string, reason: EventLossReason) => void;
}

/** Longest lists of a new event. */
const maxListed = 100;

/** Everything of a copy but its time and recurrence. */
export function copiedContent(
  event: CalendarEvent,
  writes: EventWriteCapabilities,
  attendees: 'invite' | 'leave',
): { readonly event: Content; readonly losses: readonly EventLoss[] } {
  const losses: EventLoss[] = [];
  const making: CopyInProgress = {
    writes,
    copy: {},
    lose: (field, reason) => {
      losses.push({ field, reason });
    },
  };
  const { copy, lose } = making;
  const { title, reminderMinutes, allowsNewTimeProposals } = event;
  if (title !== undefined && isKept(making, 'title', title)) copy.title = title;
  copyBody(event, making);
  copyLocations(event, making);
  copyCategories(event, making);
  if (event.color !== undefined) {
    if (writes.colors.includes(event.color)) copy.color = event.color;
    else lose('color', 'noPlace');
  }
  if (reminderMinutes !== undefined && isKept(making, 'reminderMinutes', reminderMinutes)) {
    copy.reminderMinutes = reminderMinutes;
  }
  copyConference(event, making);
  copyProperties(event, making);
  if (allowsNewTimeProposals !== undefined && isKept(making, 'allowsNewTimeProposals', allowsNewTimeProposals)) {
    copy.allowsNewTimeProposals = allowsNewTimeProposals;
  }
  copyVisibility(event, making);
  copyPeople(event, attendees, making);
  loseTheRest(event, lose);
  return { event: copy, losses };
}

/** Whether the target has a place for a field, and events of any service for such a value; names the loss if not. */
function isKept({ writes, lose }: CopyInProgress, field: WritableEventField, value: unknown): boolean {
  if (!writes.unwritableFields.includes(field) && fits(field, value)) return true;
  lose(field, 'noPlace');
  return false;
}

/** Services hold values that nobody can write, such as a reminder a year ahead. */
function fits(field: string, value: unknown): boolean {
  return eventPatchSchema.safeParse({ [field]: value }).success;
}

function copyBody({ body, description }: EventFields, making: CopyInProgress): void {
  const { writes, copy, lose } = making;
  if (body === undefined) {
    if (description !== undefined) lose('body', 'notRead');
    return;
  }
  const isAsItIs = writes.bodyContentTypes.includes(body.contentType);
  const written = isAsItIs ? body : otherBody(body);
  if (!isKept(making, 'body', written)) return;
  copy.body = written;
  if (!isAsItIs) lose('body.contentType', 'otherValue');
}

function otherBody({ contentType, content }: EventBody): EventBody {
  if (contentType === 'html') return { contentType: 'text', content: htmlToText(content) };
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return { contentType: 'html', content: escaped.replace(/\r\n|\r|\n/g, '<br>') };
}

function copyLocations(event: EventFields, { writes, copy, lose }: CopyInProgress): void {
  if (event.locations.length === 0) return;
  const most = writes.unwritableFields.includes('locations') ? 0 : Math.min(writes.maxLocations, maxListed);
  const named = event.locations.slice(0, most).filter(({ name }) => fits('locations', [{ name }]));
  if (named.length < event.locations.length) lose('locations', 'noPlace');
  const locations = named.map(({ name, address }) =>
    address === undefined || !writes.locationAddresses || !fits('locations', [{ name, address }])
      ? { name }
      : { name, address },
  );
  if (locations.some(({ address }, index) => address !== named[index]?.address)) lose('locations.address', 'noPlace');
  if (locations.length > 0) copy.locations = locations;
}

function copyCategories({ categories }: EventFields, making: CopyInProgress): void {
  if (categories.length === 0) return;
  const fitting = categories.filter((category) => fits('categories', [category])).slice(0, maxListed);
  if (!isKept(making, 'categories', fitting)) return;
  if (fitting.length < categories.length) making.lose('categories', 'noPlace');
  if (fitting.length > 0) making.copy.categories = fitting;
}

function copyConference({ conference }: EventFields, making: CopyInProgress): void {
  if (conference === undefined) return;
  const link = { kind: 'link', url: conference.url } as const;
  if (!isKept(making, 'conference', link)) return;
  making.copy.conference = link;
  if (making.writes.conference.link === 'text') making.lose('conference', 'otherValue');
}

function copyProperties({ properties = {} }: EventFields, making: CopyInProgress): void {
  const all = Object.entries(properties);
  if (all.length === 0) return;
  const fitting = all.filter(([name, value]) => fits('properties', { [name]: value }));
  const kept = Object.fromEntries(fitting);
  if (!isKept(making, 'properties', kept)) return;
  if (fitting.length < all.length) making.lose('properties', 'noPlace');
  if (fitting.length > 0) making.copy.properties = kept;
}

/** Where it is not known how somebody's time is taken, it counts as taken; what was hidden stays hidden as far as it can. */
function copyVisibility({ busyStatus, privacy }: EventFields, { writes, copy, lose }: CopyInProgress): void {
  if (busyStatus !== 'unknown' && writes.busyStatuses.includes(busyStatus)) {
    copy.busyStatus = busyStatus;
  } else {
    if (writes.busyStatuses.includes('busy')) copy.busyStatus = 'busy';
    lose('busyStatus', 'otherValue');
  }
  if (writes.privacies.includes(privacy)) {
    copy.privacy = privacy;
  } else {
    const nearest = privacy === 'confidential' ? 'private' : 'default';
    if (writes.privacies.includes(nearest)) copy.privacy = nearest;
    lose('privacy', 'otherValue');
  }
}

function loseTheRest(event: EventFields, lose: CopyInProgress['lose']): void {
  if (event.isContentHidden) lose('isContentHidden', 'notRead');
  if (event.status !== 'confirmed') lose('status', 'noPlace');
  if (event.hasAttachments) lose('attachments', 'notAsked');
  if (event.purpose !== 'default') lose('purpose', 'noPlace');
  if (event.workingLocation !== undefined) lose('workingLocation', 'noPlace');
}
