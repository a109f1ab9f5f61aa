import type { CalendarErrorCode, CalendarErrorReason, Cure } from '@kalends/core';
import { describeKeyProblem } from '../service-account/private-key-unavailable.ts';

/** Where an OAuth error came up: the same word means different things there. */
export type OAuthStep = 'callback' | 'exchange' | 'refresh' | 'assertion';

/** One line of the OAuth mapping. The first that fits counts. */
export interface OAuthErrorRow {
  /** `error_subtype`, or else `error`. */
  readonly vendorCode: string;
  /** Only at these steps. Default: at all. */
  readonly steps?: readonly OAuthStep[];
  /**
   * Only with such an `error_description`: Google has one `invalid_grant` for a wrong clock, a wrong key and a wrong person.
   * Default: with any, and with none.
   */
  readonly description?: RegExp;
  readonly code: CalendarErrorCode;
  readonly reason?: CalendarErrorReason;
  /** Our words, where those of the code say too little. */
  readonly message?: string;
  readonly cure?: Cure;
  /** Milliseconds after which it may have passed, where somebody's act needs time to arrive. */
  readonly retryAfterMs?: number;
  /** What is wrong is one of the things that only the assertion's maker can name. */
  readonly concerns?: 'delegation' | 'clock';
}

/** Administrators' changes take minutes, at times a day; asking more often than this helps nobody. */
const propagationMs = 30 * 60_000;

const consoleClients = 'https://console.cloud.google.com/auth/clients';
const serviceAccounts = 'https://console.cloud.google.com/iam-admin/serviceaccounts';

const checkClient: Cure = {
  text: 'Compare client id, client secret and redirect URIs with the OAuth client in the Google Cloud console.',
  url: consoleClients,
};
const askAdmin: Cure = {
  text: 'An administrator of the Google Workspace organization has to allow this app under API controls.',
  url: 'https://admin.google.com/ac/owl',
};
const agree: Cure = { text: 'Start again and agree on the Google consent page.' };
const connectAgain: Cure = {
  text: 'The permission was withdrawn, has expired or was replaced. Connect the Google account again; while the app is in testing, Google ends it after seven days.',
};
const deletedKey = describeKeyProblem('keyMismatch');

type Rest = Omit<OAuthErrorRow, 'vendorCode'>;
const rows = (vendorCodes: readonly string[], rest: Rest): readonly OAuthErrorRow[] =>
  vendorCodes.map((vendorCode) => ({ vendorCode, ...rest }));

/**
 * What the token endpoint says to a service account's assertion.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/service-account#jwt-error-codes | JWT error codes}
 */
const assertionRows: readonly OAuthErrorRow[] = rowsAt(
  ['assertion'],
  [
    {
      vendorCode: 'unauthorized_client',
      code: 'adminConsentRequired',
      message: 'The organization does not let this service account act for its people, or not with these scopes',
      retryAfterMs: propagationMs,
      concerns: 'delegation',
    },
    {
      vendorCode: 'access_denied',
      code: 'adminConsentRequired',
      message: 'The organization lets this service account act for its people, but not with all of these scopes',
      retryAfterMs: propagationMs,
      concerns: 'delegation',
    },
    {
      vendorCode: 'invalid_grant',
      description: /not a valid email|invalid email or user id/i,
      code: 'mailboxUnavailable',
      message: 'There is no such person in the organization that authorized the service account',
      cure: {
        text: "Check the mailbox's address: it has to be a person's address, not a group's or an alias of another domain.",
      },
    },
    {
      vendorCode: 'invalid_grant',
      description: /reasonable timeframe|short-lived token/i,
      code: 'invalidConfiguration',
      message: "Google does not accept the times in the assertion: this machine's clock is wrong",
      cure: { text: "Set this machine's clock, and keep it right with a time service (NTP)." },
      concerns: 'clock',
    },
    {
      vendorCode: 'invalid_grant',
      description: /signature/i,
      code: 'privateKeyUnavailable',
      reason: 'keyMismatch',
      message: deletedKey.message,
      cure: { text: deletedKey.cure, url: serviceAccounts },
    },
    {
      vendorCode: 'invalid_grant',
      description: /audience/i,
      code: 'invalidConfiguration',
      message: 'The assertion was made out to another token endpoint',
      cure: { text: 'Leave endpoints.tokenUrl at its default, unless requests go to an emulator.' },
    },
    {
      vendorCode: 'invalid_grant',
      description: /account not found/i,
      code: 'invalidConfiguration',
      message: 'Google does not know this service account',
      cure: {
        text: "Compare serviceAccount.clientEmail with the Google Cloud console; a deleted account's key is of no use.",
        url: serviceAccounts,
      },
    },
    {
      vendorCode: 'invalid_scope',
      code: 'invalidConfiguration',
      message: 'Google does not know one of the scopes that were asked for',
      cure: { text: 'Enable the Google Calendar API in the project of the service account.', url: serviceAccounts },
    },
    ...rows(['disabled_client', 'deleted_client'], {
      code: 'invalidConfiguration',
      message: 'The service account was disabled or deleted',
      cure: {
        text: 'Enable the service account again, or create another one and authorize its client id.',
        url: serviceAccounts,
      },
    }),
  ],
);

/**
 * Errors of the token endpoint (flat bodies) and of the callback. A refresh token that Google refuses with anything but
 * `invalid_grant` or a rule of the organization is still good.
 *
 * @see {@link https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors | OAuth 2.0 for web server applications}
 * @see {@link https://developers.google.com/identity/protocols/oauth2#expiration | Refresh token expiration}
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.2 | RFC 6749, error response}
 */
export const oauthErrorTable: readonly OAuthErrorRow[] = [
  ...assertionRows,
  // A session length that a Google Cloud policy sets has run out: nothing is lost, the person has to sign in.
  ...rows(['invalid_rapt', 'rapt_required'], {
    code: 'reauthorizationRequired',
    reason: 'policy',
    cure: { text: "The organization's session length has run out. Sign in to the Google account again." },
  }),
  {
    vendorCode: 'invalid_grant',
    steps: ['refresh', 'assertion'],
    description: /account\b.*\b(?:deleted|disabled|suspended)/i,
    code: 'reauthorizationRequired',
    reason: 'accountDisabled',
    message: 'The Google account was disabled or deleted',
    cure: { text: 'Restore the account, or connect another one.' },
  },
  {
    vendorCode: 'invalid_grant',
    steps: ['exchange'],
    code: 'signInRefused',
    cure: { text: 'Start the sign-in again.' },
  },
  {
    vendorCode: 'invalid_grant',
    steps: ['assertion'],
    code: 'invalidConfiguration',
    message: "Google does not accept the service account's assertion",
    cure: { text: 'Check the service account and its key in the Google Cloud console.', url: serviceAccounts },
  },
  { vendorCode: 'invalid_grant', code: 'reauthorizationRequired', reason: 'revoked', cure: connectAgain },
  {
    vendorCode: 'admin_policy_enforced',
    steps: ['refresh'],
    code: 'reauthorizationRequired',
    reason: 'policy',
    message: "The organization's administrator has restricted this application",
    cure: askAdmin,
  },
  { vendorCode: 'admin_policy_enforced', code: 'adminConsentRequired', cure: askAdmin, retryAfterMs: propagationMs },
  {
    vendorCode: 'org_internal',
    steps: ['callback', 'exchange'],
    code: 'signInRefused',
    cure: { text: 'This app is limited to accounts of its own organization. Choose such an account.' },
  },
  {
    vendorCode: 'org_internal',
    code: 'invalidConfiguration',
    message: 'The application was limited to accounts of its own organization',
    cure: { text: "Set the audience of the project's consent screen to External.", url: consoleClients },
  },
  ...rows(['access_denied', 'interaction_required', 'login_required', 'account_selection_required'], {
    code: 'signInRefused',
    cure: agree,
  }),
  {
    vendorCode: 'consent_required',
    code: 'consentRequired',
    cure: { text: 'Connect the Google account again and leave every calendar box on the consent page ticked.' },
  },
  ...rows(
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
    { code: 'invalidConfiguration', cure: checkClient },
  ),
  ...rows(['server_error', 'temporarily_unavailable', 'internal_failure'], { code: 'serviceUnavailable' }),
];

function rowsAt(steps: readonly OAuthStep[], at: readonly OAuthErrorRow[]): readonly OAuthErrorRow[] {
  return at.map((row) => ({ ...row, steps }));
}
