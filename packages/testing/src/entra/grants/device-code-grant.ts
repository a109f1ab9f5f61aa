import { entraError, missingParameter } from '../entra-error.ts';
import { issueForUser, readScopes } from './grant-request.ts';
import type { GrantOutcome, GrantRequest } from './grant-request.ts';

/** `grant_type=urn:ietf:params:oauth:grant-type:device_code`, RFC 8628, section 3.4; also in its short form. */
export function redeemDeviceCode(grant: GrantRequest): GrantOutcome {
  const { context, form, client } = grant;
  const text = form.get('device_code');
  if (text === null || text === '') return { error: missingParameter('device_code') };
  const device = context.deviceCodes.byDeviceCode(text);
  if (device === undefined || device.clientId !== client.clientId) return { error: entraError(70018) };
  const { status } = device;
  if (status.kind === 'redeemed') return { error: entraError(54005, 'The device code was already redeemed.') };
  if (context.clock.now() >= device.expiresAt) return { error: entraError(70020) };
  if (status.kind === 'pending') return { error: entraError(70016) };
  if (status.kind === 'declined') return { error: { ...entraError(65004), error: 'authorization_declined' } };
  const user = context.directory.userByObjectId(status.objectId);
  if (user === undefined) return { error: entraError(50034) };
  const scopes = readScopes(context, device.scope);
  if ('error' in scopes) return { user, error: scopes };
  const outcome = issueForUser(grant, {
    user,
    signIn: status.signIn,
    scopes,
    isChallengeCapable: device.isChallengeCapable,
  });
  if ('answer' in outcome) device.status = { kind: 'redeemed' };
  return outcome;
}
