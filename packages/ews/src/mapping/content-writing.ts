import { CalendarError } from '@kalends/core';
import type { EventPatch, EventPrivacy, LastingEventContent } from '@kalends/core';
import { contentXml } from '../soap/escape-xml.ts';
import { clearElement, setElement } from './property-writes.ts';
import type { PropertyWrite, WrittenElement } from './property-writes.ts';

const busyStatuses: Readonly<Record<LastingEventContent['busyStatus'], string>> = {
  free: 'Free',
  tentative: 'Tentative',
  busy: 'Busy',
  outOfOffice: 'OOF',
  workingElsewhere: 'WorkingElsewhere',
};

const sensitivities: Readonly<Record<Exclude<EventPrivacy, 'public'>, string>> = {
  default: 'Normal',
  private: 'Private',
  confidential: 'Confidential',
};

/** What stands in an event beside its time, place, text and people. `null` takes it away. */
export type PlainContent = Pick<
  EventPatch,
  'title' | 'categories' | 'color' | 'reminderMinutes' | 'busyStatus' | 'privacy' | 'allowsNewTimeProposals'
>;

/**
 * The properties of what is named, and of nothing else.
 *
 * @throws CalendarError `unsupported` for what Exchange has no place for.
 */
export function contentWrites(content: PlainContent): readonly PropertyWrite[] {
  const { title, categories, reminderMinutes, busyStatus, privacy, allowsNewTimeProposals } = content;
  // Exchange gives colours to categories, not to events.
  if (content.color !== undefined && content.color !== null) throw unsupported('color: an event in Exchange has none');
  if (privacy === 'public') throw unsupported('privacy: Exchange has no public events');
  return [
    ...(title === undefined ? [] : [textWrite('Subject', title, 'title')]),
    ...(privacy === undefined ? [] : [setElement('Sensitivity', sensitivities[privacy])]),
    ...(categories === undefined ? [] : [categoriesWrite(categories ?? [])]),
    ...(reminderMinutes === undefined ? [] : reminderWrites(reminderMinutes)),
    ...(busyStatus === undefined ? [] : [busyStatusWrite(busyStatus)]),
    ...(allowsNewTimeProposals === undefined
      ? []
      : [setElement('AllowNewTimeProposal', String(allowsNewTimeProposals))]),
  ];
}

/** A text, or that there is none. */
export function textWrite(element: WrittenElement, text: string | null, field: string): PropertyWrite {
  return text === null || text === '' ? clearElement(element) : setElement(element, contentXml(text, field));
}

function categoriesWrite(categories: readonly string[]): PropertyWrite {
  if (categories.length === 0) return clearElement('Categories');
  const strings = categories.map((category) => `<t:String>${contentXml(category, 'categories')}</t:String>`);
  return setElement('Categories', strings.join(''));
}

function reminderWrites(minutes: number | null): readonly PropertyWrite[] {
  if (minutes === null) return [setElement('ReminderIsSet', 'false')];
  return [setElement('ReminderIsSet', 'true'), setElement('ReminderMinutesBeforeStart', String(minutes))];
}

function busyStatusWrite(busyStatus: LastingEventContent['busyStatus']): PropertyWrite {
  const write = setElement('LegacyFreeBusyStatus', busyStatuses[busyStatus]);
  return busyStatus === 'workingElsewhere' ? { ...write, since2013: 'busyStatus' } : write;
}

function unsupported(message: string): CalendarError {
  return new CalendarError({ code: 'unsupported', message, provider: 'ews' });
}
