import { ItemError } from '../soap/ews-errors.ts';
import type { Attendee, BusyStatus } from '../store/calendar-content.ts';
import { globalObjectIdOf, uidOf } from '../store/ids.ts';
import { instantOf, wallTimeOf } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { zoneOfBareTimes } from './calendar-draft.ts';
import type { CalendarDraft } from './calendar-draft.ts';
import { itemFields } from './item-fields.ts';
import type { Field } from './item-fields.ts';
import { readAttendees, withAttendees } from './read-attendees.ts';
import { readRecurrence } from './read-recurrence.ts';
import { fieldDetail, readBoolean, readInstant, readShortText, readZone } from './read-values.ts';

const busyStatuses: readonly BusyStatus[] = ['Free', 'Tentative', 'Busy', 'OOF', 'WorkingElsewhere', 'NoData'];
const maxReminderMinutes = 2_629_800;

/** The properties of a calendar item that clients can write, by property path. */
export const calendarFields: Readonly<Record<string, Field<CalendarDraft>>> = {
  ...itemFields,
  'item:ItemClass': { set: setItemClass },
  // The time at which a reminder is due follows from the start and the minutes before it.
  'item:ReminderDueBy': { set: (draft, node) => void readInstant(node, zoneOfBareTimes(draft, 'start')) },
  'item:ReminderIsSet': {
    set: ({ content }, node) => {
      content.reminder = { ...content.reminder, isSet: readBoolean(node) };
    },
    clear: ({ content }) => {
      content.reminder = { ...content.reminder, isSet: false };
    },
  },
  'item:ReminderMinutesBeforeStart': {
    set: ({ content }, node) => {
      content.reminder = { ...content.reminder, minutes: readReminder(node) };
    },
    clear: ({ content }) => {
      content.reminder = { ...content.reminder, minutes: undefined };
    },
  },
  'calendar:UID': { set: setUid },
  'calendar:Start': { set: (draft, node) => setTime(draft, node, 'start') },
  'calendar:End': { set: (draft, node) => setTime(draft, node, 'end') },
  'calendar:IsAllDayEvent': {
    set: ({ content }, node) => {
      content.isAllDay = readBoolean(node);
    },
    clear: ({ content }) => {
      content.isAllDay = false;
    },
  },
  'calendar:LegacyFreeBusyStatus': {
    set: ({ content }, node) => {
      const status = busyStatuses.find((value) => value === node.text.trim()) ?? 'Busy';
      if (content.isReceived) content.ownBusyStatus = status;
      else content.busyStatus = status;
    },
    clear: ({ content }) => {
      if (content.isReceived) content.ownBusyStatus = undefined;
      else content.busyStatus = 'Busy';
    },
  },
  'calendar:Location': {
    set: ({ content }, node) => {
      content.location = readShortText(node);
    },
    clear: ({ content }) => {
      content.location = '';
    },
  },
  'calendar:EnhancedLocation': {
    set: ({ content }, node) => {
      const name = childOf(node, 'DisplayName');
      content.location = name === undefined ? '' : readShortText(name);
    },
    clear: ({ content }) => {
      content.location = '';
    },
  },
  'calendar:IsResponseRequested': {
    set: ({ content }, node) => {
      content.isResponseRequested = readBoolean(node);
    },
  },
  'calendar:AllowNewTimeProposal': {
    set: ({ content }, node) => {
      content.allowNewTimeProposal = readBoolean(node);
    },
  },
  'calendar:RequiredAttendees': attendeeField('required'),
  'calendar:OptionalAttendees': attendeeField('optional'),
  'calendar:Resources': attendeeField('resource'),
  'calendar:Recurrence': {
    set: (draft, node) => {
      draft.recurrence = readRecurrence(node);
    },
    clear: (draft) => {
      draft.recurrence = 'none';
    },
  },
  'calendar:StartTimeZone': { set: (draft, node) => setZone(draft, node, 'start') },
  'calendar:EndTimeZone': { set: (draft, node) => setZone(draft, node, 'end') },
  // The zone of the schemas before Exchange 2010; newer ones name the zones of start and end instead.
  'calendar:MeetingTimeZone': {
    set: (draft, node) => {
      setZone(draft, node, 'start');
      setZone(draft, node, 'end');
    },
  },
};

function attendeeField(role: Attendee['role']): Field<CalendarDraft> {
  const read = ({ content, context }: CalendarDraft, node: XmlNode): readonly Attendee[] =>
    // Whoever calls a meeting is not invited to it, even when listed.
    readAttendees(node, role, content.attendees, context.store).filter(({ account }) => account !== content.organizer);
  return {
    set: (draft, node) => {
      draft.content.attendees = withAttendees(draft.content.attendees, role, read(draft, node));
    },
    clear: ({ content }) => {
      content.attendees = withAttendees(content.attendees, role, []);
    },
    append: (draft, node) => {
      const more = read(draft, node);
      const added = new Set(more.map(({ address }) => address.toLowerCase()));
      const kept = draft.content.attendees.filter(
        (attendee) => attendee.role === role && !added.has(attendee.address.toLowerCase()),
      );
      draft.content.attendees = withAttendees(draft.content.attendees, role, [...kept, ...more]);
    },
  };
}

function setTime(draft: CalendarDraft, node: XmlNode, which: 'start' | 'end'): void {
  const { content } = draft;
  content[which] = readInstant(node, zoneOfBareTimes(draft, which));
  // Changes take effect one after the other, so their order matters.
  if (!draft.isNew && content.end < content.start) {
    throw new ItemError(
      'ErrorCalendarEndDateIsEarlierThanStartDate',
      'EndDate is earlier than StartDate',
      fieldDetail(node),
    );
  }
}

/** Another zone alone keeps what the clocks show and moves the instant. */
function setZone(draft: CalendarDraft, node: XmlNode, which: 'start' | 'end'): void {
  const { content } = draft;
  const zone = readZone(node);
  const before = which === 'start' ? content.zone : content.endZone;
  if (!draft.sets.has(which === 'start' ? 'calendar:Start' : 'calendar:End')) {
    content[which] = instantOf(wallTimeOf(content[which], before.timeZone), zone.timeZone);
  }
  if (which === 'start') content.zone = zone;
  else content.endZone = zone;
}

function setUid(draft: CalendarDraft, node: XmlNode): void {
  const uid = node.text.trim();
  if (!draft.isNew || uid === '') {
    throw new ItemError('ErrorInvalidPropertySet', 'Set action is invalid for property.', fieldDetail(node));
  }
  draft.content.globalObjectId = globalObjectIdOf(uid);
  draft.content.uid = uidOf(draft.content.globalObjectId);
}

function setItemClass(_draft: CalendarDraft, node: XmlNode): void {
  if (!/^IPM\.Appointment(\.|$)/i.test(node.text.trim())) {
    throw new ItemError('ErrorObjectTypeChanged', 'The item class does not fit the item.', fieldDetail(node));
  }
}

function readReminder(node: XmlNode): number {
  const minutes = Number(node.text.trim());
  if (!(minutes >= 0 && minutes <= maxReminderMinutes)) {
    throw new ItemError('ErrorCalendarInvalidPropertyValue', 'The reminder is out of range.', fieldDetail(node));
  }
  return minutes;
}
