import type { GoogleQuota } from '../api/quota.ts';
import type { ApiName } from '../api/api-service.ts';
import type { GoogleFreeBusyFailure } from '../google-state.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { projectOf } from '../oauth/project-of.ts';

/** An API of Google as it is enabled in a project. @public */
export type GoogleApi = 'calendar' | 'people' | 'admin';

/** A mailing list that can be asked for free/busy. @public */
export interface GoogleGroup {
  readonly address: string;
  /** Addresses of people and rooms. */
  readonly members: readonly string[];
}

/** What administrators and projects switch on and off, and what the service allows. @public */
export interface GoogleServiceControls {
  /**
   * Switches the Calendar service of an account off or on. Without it the account lives on: its tokens work, its calls to
   * the Calendar API are refused with 403 `notACalendarUser`, its calendar is hidden from others, and invitations don't
   * reach it.
   *
   * @throws RangeError for an unknown person.
   */
  setCalendarService(personId: string, isOn: boolean): void;
  /**
   * Enables or disables an API in the project of a client. Calls to a disabled one are refused with 403
   * `accessNotConfigured`. Default: all are enabled.
   *
   * @param application - OAuth client id, or the numeric client id of a service account.
   */
  setApiEnabled(application: string, api: GoogleApi, isEnabled: boolean): void;
  /** Sets how much may be asked within a minute and at once; without arguments as much as anybody likes, the default. */
  setQuota(quota?: GoogleQuota): void;
  /** Adds a group or replaces the one with this address. */
  addGroup(group: GoogleGroup): void;
  /**
   * Lets `freebusy.query` fail for one calendar: with an error, or by leaving it out of the answer. `undefined` ends it.
   *
   * @throws RangeError for an unknown calendar.
   */
  failFreeBusy(calendarId: string, failure: GoogleFreeBusyFailure | undefined): void;
  /**
   * Makes an account an administrator of its domain, who may read rooms and buildings, or takes that away.
   *
   * @throws RangeError for an unknown person.
   */
  setAdministrator(personId: string, isAdministrator: boolean): void;
}

const apiNames: Readonly<Record<GoogleApi, ApiName>> = {
  calendar: 'calendar-json.googleapis.com',
  people: 'people.googleapis.com',
  admin: 'admin.googleapis.com',
};

/** Creates the controls. */
export function serviceControls(context: OAuthContext): GoogleServiceControls {
  const { state } = context;
  return {
    setCalendarService(personId, isOn) {
      const account = state.account(personId);
      account.hasCalendarService = isOn;
      for (const calendar of state.ownCalendars(account)) calendar.isSwitchedOff = !isOn;
    },
    setApiEnabled(application, api, isEnabled) {
      const entry = `${projectOf(context, application)} ${apiNames[api]}`;
      if (isEnabled) state.disabledApis.delete(entry);
      else state.disabledApis.add(entry);
    },
    setQuota(quota = {}) {
      state.quota.limits = quota;
    },
    addGroup: ({ address, members }) => void state.groups.set(address.toLowerCase(), members),
    failFreeBusy(calendarId, failure) {
      const id = calendarId.toLowerCase();
      if (!state.calendars.has(id)) throw new RangeError(`There is no calendar ${calendarId}`);
      if (failure === undefined) state.freeBusyFailures.delete(id);
      else state.freeBusyFailures.set(id, failure);
    },
    setAdministrator(personId, isAdministrator) {
      state.account(personId).isAdministrator = isAdministrator;
    },
  };
}
