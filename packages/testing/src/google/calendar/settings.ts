import type { ChangeStamps } from './calendar-store.ts';

/** A setting of an account, read only. */
export interface Setting {
  readonly id: string;
  readonly value: string;
  readonly etag: string;
  /** Place in the change log. */
  readonly position: number;
}

/** Defaults of the settings (Google Calendar API, "Settings"). */
const defaults: Readonly<Record<string, string>> = {
  autoAddHangouts: 'false',
  dateFieldOrder: 'MDY',
  defaultEventLength: '60',
  format24HourTime: 'false',
  hideInvitations: 'false',
  hideWeekends: 'false',
  locale: 'en',
  remindOnRespondedEventsOnly: 'false',
  showDeclinedEvents: 'true',
  timezone: 'Etc/GMT',
  useKeyboardShortcuts: 'true',
  weekStart: '0',
};

/** The settings of a new account in `timeZone`. */
export function createSettings(timeZone: string, stamps: ChangeStamps): readonly Setting[] {
  return Object.entries({ ...defaults, timezone: timeZone }).map(([id, value]) => {
    const { etag, position } = stamps.next();
    return { id, value, etag, position };
  });
}

/** A setting on the wire. */
export function settingResource({ id, value, etag }: Setting): object {
  return { kind: 'calendar#setting', etag, id, value };
}
