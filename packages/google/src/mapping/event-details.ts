import type {
  AttachmentInfo,
  BusyStatus,
  EventPrivacy,
  EventPurpose,
  EventStatus,
  WorkingLocation,
} from '@kalends/core';
import type { WireEvent } from '../wire/event.ts';

const purposes: Readonly<Record<string, EventPurpose>> = {
  default: 'default',
  outOfOffice: 'outOfOffice',
  focusTime: 'focusTime',
  workingLocation: 'workingLocation',
  birthday: 'birthday',
  fromGmail: 'fromGmail',
};

/** `confidential` stands for `private` and is kept by Google for old clients only. */
const privacies: Readonly<Record<string, EventPrivacy>> = {
  default: 'default',
  public: 'public',
  private: 'private',
  confidential: 'private',
};

/** A status nobody has heard of yet is no cancellation. */
export function statusOf(event: WireEvent): EventStatus {
  return event.status === 'tentative' || event.status === 'cancelled' ? event.status : 'confirmed';
}

export function purposeOf(event: WireEvent): EventPurpose {
  return lookUp(purposes, event.eventType ?? 'default') ?? 'unknown';
}

/** A visibility that is not known yet is treated as the narrowest. */
export function privacyOf(event: WireEvent): EventPrivacy {
  return lookUp(privacies, event.visibility ?? 'default') ?? 'private';
}

export function busyStatusOf(event: WireEvent): BusyStatus {
  const transparency = event.transparency ?? 'opaque';
  if (transparency === 'transparent') return 'free';
  if (transparency !== 'opaque') return 'unknown';
  return event.eventType === 'outOfOffice' ? 'outOfOffice' : 'busy';
}

export function workingLocationOf(event: WireEvent): WorkingLocation | undefined {
  const properties = event.workingLocationProperties;
  if (properties === null || properties === undefined) return undefined;
  switch (properties.type) {
    case 'homeOffice':
      return { kind: 'home' };
    case 'officeLocation':
      return { kind: 'office', ...labelled(properties.officeLocation?.label) };
    case 'customLocation':
      return { kind: 'custom', ...labelled(properties.customLocation?.label) };
    default:
      return { kind: 'unknown' };
  }
}

/** Minutes of the last reminder that pops up; mails do not count, and the calendar's default is not the event's. */
export function reminderMinutesOf(event: WireEvent): number | undefined {
  if (event.reminders?.useDefault === true) return undefined;
  const minutes = (event.reminders?.overrides ?? [])
    .filter((reminder) => reminder.method === 'popup')
    .map((reminder) => reminder.minutes)
    .filter((value): value is number => Number.isSafeInteger(value));
  return minutes.length === 0 ? undefined : Math.min(...minutes);
}

export function attachmentsOf(event: WireEvent): readonly AttachmentInfo[] {
  return (event.attachments ?? []).map((attachment) => ({
    ...(attachment.title ? { name: attachment.title } : {}),
    ...(attachment.mimeType ? { contentType: attachment.mimeType } : {}),
    ...(attachment.fileUrl ? { url: attachment.fileUrl } : {}),
  }));
}

/** Google writes year 0 where it does not know when an event was made. */
export function timestampOf(value: string | null | undefined): string | undefined {
  const isUsable =
    typeof value === 'string' &&
    /^(19|[2-9]\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(Date.parse(value));
  return isUsable ? value : undefined;
}

function labelled(label: string | null | undefined): { readonly label?: string } {
  return label ? { label } : {};
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
