import type { EventPatch, EventLocation, EventPrivacy, EventProperties, NewAttendee } from '@kalends/core';
import type { EventWriteWire, InviteeWire, PlaceWire } from '../wire/event-write-wire.ts';
import { bodyToWire, conferenceToWire } from './body-input.ts';
import { mergedProperties, propertiesToWire } from './property-mapping.ts';
import { unsupported } from './refusals.ts';

/** What there is already, as far as a change has to take it into account. */
export interface ContentBefore {
  /** As HTML. */
  readonly html: string;
  /** Of the online meeting whose block stands in the body. */
  readonly joinUrl: string | undefined;
  readonly isOnlineMeeting: boolean;
  readonly locations: readonly EventLocation[];
  readonly properties: EventProperties;
}

/** An event that does not exist yet. */
export const nothingBefore: ContentBefore = {
  html: '',
  joinUrl: undefined,
  isOnlineMeeting: false,
  locations: [],
  properties: {},
};

/** What a caller says of an event, apart from its times and its attendees. */
export type ContentInput = Omit<EventPatch, 'time' | 'recurrence'>;

const sensitivities: Readonly<Record<EventPrivacy, string | undefined>> = {
  default: 'normal',
  public: undefined,
  private: 'private',
  confidential: 'confidential',
};

/**
 * Refuses what Graph has no place for, whatever the event is like.
 *
 * @throws CalendarError `unsupported`, naming the field.
 */
export function refuseUnwritable({ color, privacy, conference, body }: ContentInput): void {
  if (body?.contentType === 'text') throw unsupported('body as text, of which it makes HTML');
  if (color !== undefined) throw unsupported('color, which only its categories give an event');
  if (privacy !== undefined && sensitivities[privacy] === undefined) throw unsupported(`privacy "${privacy}"`);
  if (conference?.kind === 'create' && conference.service !== 'teams')
    throw unsupported(`conference made by "${conference.service}"`);
}

/** Whether a change cannot be worded without knowing the body that is there. */
export function needsBody({ body, conference }: ContentInput): boolean {
  return body !== undefined || conference?.kind === 'link';
}

/** Says a change, naming only what changes. */
export function contentToWire(input: ContentInput, before: ContentBefore): EventWriteWire {
  const { title, categories, reminderMinutes, busyStatus, privacy, allowsNewTimeProposals, properties } = input;
  const sensitivity = privacy === undefined ? undefined : sensitivities[privacy];
  return {
    ...(title === undefined ? {} : { subject: title ?? '' }),
    ...(categories === undefined ? {} : { categories: categories ?? [] }),
    ...(reminderMinutes === undefined ? {} : reminderToWire(reminderMinutes)),
    ...(busyStatus === undefined ? {} : { showAs: busyStatus === 'outOfOffice' ? 'oof' : busyStatus }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(allowsNewTimeProposals === undefined ? {} : { allowNewTimeProposals: allowsNewTimeProposals }),
    ...(input.locations === undefined ? {} : locationsToWire(input.locations ?? [])),
    ...(input.body === undefined ? {} : { body: bodyToWire(input.body, before) }),
    ...(input.conference === undefined ? {} : conferenceToWire(input, before)),
    ...(properties === undefined
      ? {}
      : { singleValueExtendedProperties: [propertiesToWire(mergedProperties(before.properties, properties))] }),
  };
}

/** A single place goes in `location`, which replaces all there were; several in `locations`. */
export function locationsToWire(locations: readonly EventLocation[]): Pick<EventWriteWire, 'location' | 'locations'> {
  const [only = { name: '' }, ...others] = locations;
  return others.length === 0 ? { location: placeToWire(only) } : { locations: locations.map(placeToWire) };
}

/** People and rooms to invite. */
export function inviteesToWire(attendees: readonly NewAttendee[]): readonly InviteeWire[] {
  return attendees.map(({ address, name, kind, role }) => ({
    type: kind === 'resource' ? 'resource' : (role ?? 'required'),
    emailAddress: { address, ...(name === undefined ? {} : { name }) },
  }));
}

function placeToWire({ name, address }: EventLocation): PlaceWire {
  return { displayName: name, ...(address === undefined ? {} : { locationEmailAddress: address }) };
}

/** The minutes alone do not switch a reminder on. */
function reminderToWire(minutes: number | null): EventWriteWire {
  return minutes === null ? { isReminderOn: false } : { isReminderOn: true, reminderMinutesBeforeStart: minutes };
}
