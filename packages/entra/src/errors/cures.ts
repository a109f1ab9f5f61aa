/** What a person has to do about a failed sign-in. */
export type EntraCure = keyof typeof cureTexts;

/** What to tell the person. */
export const cureTexts = {
  signInAgain: 'Sign in again.',
  passwordChanged: 'The password was changed or has expired. Sign in again with the present one.',
  revoked: 'All sessions of the account were ended, by its owner or an administrator. Sign in again.',
  expired: 'The sign-in has expired because it was not used for too long. Sign in again.',
  policy:
    'A policy of the organization ended or blocked this sign-in. Sign in again, or ask an administrator about Conditional Access.',
  multiFactor:
    'The organization asks for another proof of identity. Sign in again in a browser; a service user who signs in with a password has to be exempted by an administrator.',
  accountDisabled: 'The account is disabled, locked, removed or unknown in this organization. Ask an administrator.',
  locked:
    'The account is locked for a while after wrong passwords, or the address the call came from is. Wait some minutes; if it stays, ask an administrator.',
  consent: 'Sign in again and allow the application to use the calendar.',
  adminConsent:
    'An administrator of the organization has to approve this application once; or the administrator lets people consent for themselves, which takes about 30 minutes to be in force.',
  applicationConsent:
    'An administrator of the organization has to add the application permissions to the app registration and consent to them; nobody else can.',
  assignUser: 'An administrator has to assign this person to the application in Entra.',
  registration: 'Correct the app registration in Entra: its id, redirect URIs, platform or permissions.',
  secret: 'Correct the client secret: enter its value, not its id.',
  secretExpired: 'The client secret has expired. Create a new one in the app registration and enter its value.',
  secretMissing: 'This registration is a confidential client: give its client secret or certificate in the settings.',
  secretUnwanted: 'This registration is a public client: leave the client secret and certificate out of the settings.',
  publicClientFlowsOff:
    'Public client flows are off for this app registration. Switch on "Allow public client flows" under Authentication in Entra, or give a client secret or certificate in the settings.',
  certificate:
    'Upload the certificate to the app registration, or correct the certificate and key in the settings, and check the clock of this machine.',
  tenant: 'Use an account of the right organization, or correct the tenant and the client id in the settings.',
  applicationGone:
    'The organization has removed or switched off this application. Its administrator has to allow it again, then everybody signs in again.',
  userToken: 'Send a fresh access token of the signed-in person that was issued for this application.',
  deviceCode: 'Start again and enter the new code before it expires.',
  slowDown: 'The application asks for tokens in a loop. Wait some minutes, then look for what repeats the request.',
} as const;
