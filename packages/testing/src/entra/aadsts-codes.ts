/** The AADSTS numbers the emulator can answer with. @public */
export type EntraErrorCode =
  | 50011
  | 50012
  | 50013
  | 50020
  | 50034
  | 50053
  | 50055
  | 50057
  | 50058
  | 50059
  | 50076
  | 50078
  | 50079
  | 50105
  | 50126
  | 50132
  | 50133
  | 50158
  | 50173
  | 50194
  | 50196
  | 53000
  | 53001
  | 53003
  | 54005
  | 65001
  | 65004
  | 70000
  | 70003
  | 70005
  | 70008
  | 70011
  | 70016
  | 70018
  | 70019
  | 70020
  | 70043
  | 90002
  | 90014
  | 90023
  | 90094
  | 90095
  | 240002
  | 500011
  | 500113
  | 500131
  | 500133
  | 501481
  | 650052
  | 650056
  | 650057
  | 700003
  | 700005
  | 700016
  | 700024
  | 700025
  | 700027
  | 700030
  | 700082
  | 700084
  | 900144
  | 1002012
  | 7000112
  | 7000215
  | 7000218
  | 7000222
  | 9001023
  | 9002313
  | 9002325
  | 9002326
  | 9002327;

type Refusal = readonly [error: string, message: string, suberror?: string];

/**
 * AADSTS numbers with the OAuth error and the sub-error that go with them (Entra docs, "Microsoft Entra authentication and
 * authorization error codes"). Messages are plausible, not literal: clients must not match on them.
 */
export const aadstsCodes: Readonly<Record<EntraErrorCode, Refusal>> = {
  50011: ['invalid_request', 'The redirect URI specified in the request does not match the redirect URIs configured.'],
  50012: ['invalid_client', 'Authentication failed: the client assertion cannot be used.'],
  50013: ['invalid_grant', 'Assertion failed signature validation.'],
  50020: ['invalid_grant', 'The user account from this identity provider does not exist in the tenant.'],
  50034: ['invalid_grant', 'The user account does not exist in this directory.'],
  50053: ['invalid_grant', 'The account is locked: sign-in was tried too many times with a wrong user ID or password.'],
  50055: ['invalid_grant', 'The password is expired.', 'user_password_expired'],
  50057: ['invalid_grant', 'The user account is disabled.'],
  50058: ['login_required', 'A silent sign-in request was sent but no user is signed in.'],
  50059: ['invalid_request', 'No tenant-identifying information found in the request or implied by its credentials.'],
  50076: ['invalid_grant', 'You must use multi-factor authentication to access the resource.', 'basic_action'],
  50078: ['invalid_grant', 'The presented multi-factor authentication has expired.', 'basic_action'],
  50079: ['invalid_grant', 'You must enroll in multi-factor authentication to access the resource.', 'basic_action'],
  50105: ['access_denied', 'The signed in user is not assigned to a role for the application.'],
  50126: ['invalid_grant', 'Error validating credentials due to invalid username or password.'],
  50132: ['invalid_grant', 'The session is not valid because the password has expired or changed.', 'bad_token'],
  50133: ['invalid_grant', 'The session is not valid due to expiration or a recent password change.', 'bad_token'],
  50158: ['invalid_grant', 'External security challenge was not satisfied.', 'basic_action'],
  50173: ['invalid_grant', 'The provided grant has expired due to it being revoked.', 'bad_token'],
  50194: ['invalid_request', 'The application is not configured as multi-tenant: use a tenant-specific endpoint.'],
  50196: ['invalid_grant', 'The server ended the operation because it met a loop while processing the request.'],
  53000: ['invalid_grant', 'The device is not in the required state: not compliant.', 'message_only'],
  53001: ['invalid_grant', 'The device is not in the required state: not joined to a domain.', 'message_only'],
  53003: ['invalid_grant', 'Access has been blocked by Conditional Access policies.', 'message_only'],
  54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'],
  65001: ['invalid_grant', 'The user or administrator has not consented to use the application.', 'consent_required'],
  65004: ['access_denied', 'User declined to consent to access the app.'],
  70000: ['invalid_grant', 'The provided grant is invalid or malformed.'],
  70003: ['unsupported_grant_type', 'The app requested an unsupported grant type.'],
  70005: ['unsupported_response_type', 'The response type is not supported.'],
  70008: ['invalid_grant', 'The provided authorization code or refresh token has expired.'],
  70011: ['invalid_scope', 'The provided value for the input parameter scope is not valid.'],
  70016: ['authorization_pending', 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'],
  70018: ['bad_verification_code', 'The verification code is not valid.'],
  70019: ['expired_token', 'The verification code has expired.'],
  70020: ['expired_token', 'The provided device code has expired.'],
  70043: ['invalid_grant', 'The refresh token has expired due to sign-in frequency checks.', 'bad_token'],
  90002: ['invalid_request', 'The tenant was not found.'],
  90014: ['invalid_request', 'A required field is missing from the credential.'],
  90023: ['invalid_request', 'A value in the request is not valid.'],
  90094: ['access_denied', 'An administrator of the organization has to grant permission to the application.'],
  90095: ['access_denied', 'Administrator consent is required; a request for it has been sent.'],
  240002: ['invalid_request', "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant."],
  500011: ['invalid_resource', 'The resource principal was not found in the tenant.'],
  500113: ['invalid_request', 'No reply address is registered for the application.'],
  500131: ['invalid_grant', 'Assertion audience does not match the application presenting the assertion.'],
  500133: ['invalid_grant', 'Assertion is not within its valid time range.'],
  501481: ['invalid_grant', 'The Code_Verifier does not match the code_challenge of the authorization request.'],
  650052: ['invalid_client', 'The organization has not subscribed to or enabled the service that the app needs.'],
  650056: ['invalid_client', 'Misconfigured application: its registration lists no permissions for the resource.'],
  650057: ['invalid_resource', 'The resource is not listed in the permissions of the registration.'],
  700003: ['invalid_grant', 'The device object was not found in the tenant.', 'bad_token'],
  700005: ['invalid_grant', 'The provided authorization code is intended to use against another tenant.'],
  700016: ['unauthorized_client', 'The application was not found in the directory.'],
  700024: ['invalid_client', 'Client assertion is not within its valid time range.'],
  700025: ['invalid_client', 'Client is public so neither client_assertion nor client_secret should be presented.'],
  700027: ['invalid_client', 'Client assertion failed signature validation, or its key is not registered.'],
  700030: ['invalid_client', 'The subject of the client assertion is not authorized.'],
  700082: ['invalid_grant', 'The refresh token has expired due to inactivity.'],
  700084: ['invalid_grant', 'The refresh token was issued to a single page app, and has a fixed, limited lifetime.'],
  900144: ['invalid_request', 'The request body must contain a required parameter.'],
  1002012: ['invalid_scope', 'The provided value for scope is not valid: client credentials take resource/.default.'],
  7000112: ['unauthorized_client', 'The application is disabled.'],
  7000215: ['invalid_client', 'Invalid client secret provided.'],
  7000218: ['invalid_client', 'The request body must contain client_assertion or client_secret.'],
  7000222: ['invalid_client', 'The provided client secret keys for the application are expired.'],
  9001023: ['invalid_request', 'The grant type is not supported over the /common or /consumers endpoints.'],
  9002313: ['invalid_request', 'Invalid request. Request is malformed or invalid.'],
  9002325: [
    'invalid_request',
    'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
  ],
  9002326: ['invalid_request', "Cross-origin token redemption is for the 'Single-Page Application' client-type only."],
  9002327: ['invalid_request', "Tokens of the 'Single-Page Application' client-type are redeemed cross-origin only."],
};
