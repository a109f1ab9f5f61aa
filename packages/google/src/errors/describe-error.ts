import type { CalendarErrorCode, Cure } from '@kalends/core';

const texts: Partial<Record<CalendarErrorCode, string>> = {
  invalidArgument: 'Google refused a parameter of the request',
  invalidConfiguration: "Google does not accept the application's registration or its settings",
  reauthorizationRequired: 'Google no longer accepts the connection; the person has to connect again',
  consentRequired: 'Access to the calendar was not granted',
  adminConsentRequired: "The organization's administrator does not allow this application",
  signInRefused: 'Google did not complete the sign-in',
  accessDenied: 'The account is not allowed to do this in the calendar',
  serviceDisabled: 'Google Calendar is switched off for this account',
  notFound: 'The calendar or event does not exist, or this account cannot see it',
  conflict: 'The event was changed in the meantime, or its id is taken',
  cursorExpired: 'Google no longer knows this place in the stream of changes; a full pass is needed',
  rateLimited: 'Google Calendar is asked too often',
  quotaExceeded: 'A usage limit of Google Calendar is reached',
  serviceUnavailable: 'Google Calendar failed for the moment',
};

/** What a request was about. */
export type ErrorSubject = 'calendars' | 'contacts' | 'rooms';

/** Where the words for calendars would be wrong. */
const textsBySubject: Readonly<Record<Exclude<ErrorSubject, 'calendars'>, typeof texts>> = {
  contacts: {
    consentRequired: 'Access to the contacts was not granted',
    accessDenied: 'The account is not allowed to do this with contacts',
    notFound: 'The contact does not exist, or this account cannot see it',
    conflict: 'The contact was changed in the meantime',
    rateLimited: 'The contacts of this account are asked for too often',
    quotaExceeded: 'A usage limit of the People API is reached',
    serviceUnavailable: 'The People API failed for the moment',
  },
  rooms: {
    consentRequired: 'Access to the rooms of the organization was not granted',
    accessDenied: 'The rooms of the organization are shown to administrators only',
    notFound: 'The organization or the building does not exist, or this account cannot see it',
    rateLimited: 'The directory of the organization is asked too often',
    quotaExceeded: 'A usage limit of the Admin SDK is reached',
    serviceUnavailable: 'The Admin SDK failed for the moment',
  },
};

/** Our words for an error: Google's own quote the request. */
export function describeError(code: CalendarErrorCode, subject: ErrorSubject = 'calendars'): string {
  const special = subject === 'calendars' ? undefined : textsBySubject[subject][code];
  return special ?? texts[code] ?? 'Google answered in an unexpected way';
}

/** The same for what a person must do. */
const curesBySubject: Readonly<Record<Exclude<ErrorSubject, 'calendars'>, Partial<Record<CalendarErrorCode, Cure>>>> = {
  contacts: {
    consentRequired: { text: 'Connect the Google account again and leave every box on the consent page ticked.' },
    invalidConfiguration: {
      text: 'Enable the People API in the Google Cloud project of this client id.',
      url: 'https://console.cloud.google.com/apis/library/people.googleapis.com',
    },
    quotaExceeded: {
      text: "A usage limit of the People API is reached. It lifts by itself; the project's quotas can be raised in the Google Cloud console.",
      url: 'https://console.cloud.google.com/iam-admin/quotas',
    },
  },
  rooms: {
    accessDenied: {
      text: 'Connect an administrator whose role may read buildings and resources, or let the service account act for one.',
      url: 'https://admin.google.com/ac/roles',
    },
    consentRequired: { text: 'Connect the Google account again and leave every box on the consent page ticked.' },
    invalidConfiguration: {
      text: 'Enable the Admin SDK API in the Google Cloud project of this client id.',
      url: 'https://console.cloud.google.com/apis/library/admin.googleapis.com',
    },
    quotaExceeded: {
      text: "A usage limit of the Admin SDK is reached. It lifts by itself; the project's quotas can be raised in the Google Cloud console.",
      url: 'https://console.cloud.google.com/iam-admin/quotas',
    },
  },
};

/** What to do about an error that was not about calendars; `undefined`: what the error table says. */
export function cureBySubject(code: CalendarErrorCode, subject: ErrorSubject = 'calendars'): Cure | undefined {
  return subject === 'calendars' ? undefined : curesBySubject[subject][code];
}
