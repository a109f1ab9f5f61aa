import type { CalendarErrorCode, Cure } from '@kalends/core';

/** One line of a vendor error mapping. */
export interface ErrorRow {
  /** Google's reason, canonical status or OAuth error. */
  readonly vendorCode: string;
  /** Only with this HTTP status. Default: any. */
  readonly status?: number;
  readonly code: CalendarErrorCode;
  readonly cure?: Cure;
}

/** One line of the OAuth mapping. */
export interface OAuthErrorRow extends ErrorRow {
  /** What it means while a callback's code is exchanged, where that differs from a refresh. */
  readonly onExchange?: CalendarErrorCode;
}

const connectAgain: Cure = { text: 'Connect the Google account again.' };
const grantAgain: Cure = {
  text: 'Connect the Google account again and leave every calendar box on the consent page ticked.',
};
const waitForQuota: Cure = {
  text: "A usage limit of Google Calendar or of the project's daily quota is reached. It lifts by itself after hours or days; the project's quotas can be raised in the Google Cloud console.",
  url: 'https://console.cloud.google.com/iam-admin/quotas',
};
const enableApi: Cure = {
  text: 'Enable the Google Calendar API in the Google Cloud project of this client id.',
  url: 'https://console.cloud.google.com/apis/library/calendar-json.googleapis.com',
};
const turnOnCalendar: Cure = {
  text: 'An administrator of the Google Workspace organization has to turn the Calendar service on for this person.',
  url: 'https://admin.google.com/ac/appslist/core',
};
const checkClient: Cure = {
  text: 'Compare client id, client secret and redirect URIs with the OAuth client in the Google Cloud console.',
  url: 'https://console.cloud.google.com/auth/clients',
};
const askAdmin: Cure = {
  text: 'An administrator of the Google Workspace organization has to allow this app under API controls.',
  url: 'https://admin.google.com/ac/owl',
};

const rows = (code: CalendarErrorCode, vendorCodes: readonly string[], cure?: Cure): readonly ErrorRow[] =>
  vendorCodes.map((vendorCode) => ({ vendorCode, code, ...(cure === undefined ? {} : { cure }) }));

/**
 * Reasons of Calendar API errors, `error.errors[].reason` or `error.details[].reason`.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/guides/errors | Handle API errors}
 */
export const apiErrorTable: readonly ErrorRow[] = [
  ...rows('reauthorizationRequired', ['authError'], connectAgain),
  // "Login Required": the header was missing or no token stood in it. Elsewhere the reason is about a parameter.
  { vendorCode: 'required', status: 401, code: 'reauthorizationRequired', cure: connectAgain },
  ...rows('rateLimited', ['rateLimitExceeded', 'userRateLimitExceeded', 'RATE_LIMIT_EXCEEDED']),
  ...rows('quotaExceeded', ['quotaExceeded', 'calendarUsageLimitsExceeded', 'dailyLimitExceeded'], waitForQuota),
  ...rows('consentRequired', ['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'], grantAgain),
  ...rows('invalidConfiguration', ['accessNotConfigured', 'SERVICE_DISABLED'], enableApi),
  ...rows('serviceDisabled', ['notACalendarUser'], turnOnCalendar),
  ...rows('accessDenied', [
    'forbidden',
    'requiredAccessLevel',
    'forbiddenForNonOrganizer',
    'forbiddenForServiceAccounts',
    'cannotChangeOrganizer',
    'cannotChangeOrganizerOfInstance',
    'cannotChangeOwnAcl',
    'cannotChangeOwnerAcl',
    'cannotChangeOwnPrimarySubscription',
    'cannotDeletePrimaryCalendar',
  ]),
  // The second DELETE of an event; a read of a deleted one answers 200.
  ...rows('notFound', ['notFound', 'deleted']),
  ...rows('cursorExpired', ['fullSyncRequired', 'updatedMinTooLongAgo']),
  ...rows('conflict', ['conditionNotMet', 'duplicate', 'conflict']),
  ...rows('serviceUnavailable', ['backendError', 'internalError']),
  ...rows('invalidArgument', [
    'badRequest',
    'cannotUseDefaultRemindersAndSpecifyOverride',
    'channelIdNotUnique',
    'eventDurationExceedsLimit',
    'eventRemindersCountExceedsLimit',
    'eventTypeRestriction',
    'invalid',
    'invalidParameter',
    'invalidScopeValue',
    'malformedFocusTimeEvent',
    'malformedOutOfOfficeEvent',
    'malformedWorkingLocationEvent',
    'participantIsNeitherOrganizerNorAttendee',
    'push.channelTypeNotSupported',
    'push.webhookUrlNotHttps',
    'push.webhookUrlUnauthorized',
    'pushNotSupportedForRequestedResource',
    'required',
    'syncTokenWithRequestRestrictions',
    'timeRangeEmpty',
    'timeRangeTooLong',
  ]),
];

/**
 * What an HTTP status means when no reason is known. Canonical names (`error.status`) add nothing to it: `PERMISSION_DENIED`
 * stands for quota, scope and permission alike.
 */
export const statusTable: Readonly<Record<number, CalendarErrorCode>> = {
  400: 'invalidArgument',
  401: 'reauthorizationRequired',
  403: 'accessDenied',
  404: 'notFound',
  408: 'serviceUnavailable',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  413: 'invalidArgument',
  414: 'invalidArgument',
  429: 'rateLimited',
};

/**
 * Errors of the token endpoint (flat bodies) and of the callback. A subtype comes before the error it belongs to.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors | OAuth 2.0 for web server applications}
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 | RFC 6749, error response}
 */
export const oauthErrorTable: readonly OAuthErrorRow[] = [
  // A session length that a Google Cloud policy sets has run out: nothing is lost, the person has to sign in.
  ...rows('reauthorizationRequired', ['invalid_rapt', 'rapt_required'], {
    text: "The organization's session length has run out. Sign in to the Google account again.",
  }),
  {
    vendorCode: 'invalid_grant',
    code: 'reauthorizationRequired',
    onExchange: 'signInRefused',
    cure: {
      text: 'The permission was withdrawn, has expired or was replaced. Connect the Google account again; while the app is in testing, Google ends it after seven days.',
    },
  },
  ...rows(
    'invalidConfiguration',
    [
      'invalid_client',
      'unauthorized_client',
      'redirect_uri_mismatch',
      'invalid_request',
      'invalid_scope',
      'unsupported_grant_type',
      'unsupported_response_type',
      'deleted_client',
      'disabled_client',
      'disallowed_useragent',
      'origin_mismatch',
    ],
    checkClient,
  ),
  ...rows('adminConsentRequired', ['admin_policy_enforced'], askAdmin),
  ...rows('signInRefused', ['org_internal'], {
    text: 'This app is limited to accounts of its own organization. Choose such an account.',
  }),
  ...rows('signInRefused', ['access_denied', 'interaction_required', 'login_required'], {
    text: 'Start again and agree on the Google consent page.',
  }),
  ...rows('consentRequired', ['consent_required'], grantAgain),
  ...rows('serviceUnavailable', ['server_error', 'temporarily_unavailable', 'internal_failure']),
];
