import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { htmlResponse } from './authorize-response.ts';
import { isChallengeCapable } from './claims-request.ts';
import type { DeviceCode } from './device-code-store.ts';
import type { EntraContext } from './entra-context.ts';
import { describeError, entraError, entraErrorResponse, missingParameter } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import { readScopes } from './grants/grant-request.ts';
import { consentOnPage } from './interactive-consent.ts';
import { interruptionPage } from './sign-in-interruption.ts';
import { deviceCodePage, messagePage } from './sign-in-page.ts';
import { signInStep } from './sign-in-step.ts';
import { deviceCodeLifetimeSeconds } from './token-settings.ts';

/** `POST /{tenant}/oauth2/v2.0/devicecode`, RFC 8628, section 3.1. */
export function handleDeviceCodeRequest(
  context: EntraContext,
  request: RecordedRequest,
  segment: string,
): HandlerResponse {
  const refuse = (error: EntraError): HandlerResponse =>
    entraErrorResponse(error, {
      traceId: context.minted.guid(),
      correlationId: context.minted.guid(),
      now: context.clock.now(),
    });
  const authority = context.directory.authority(segment);
  if (authority === undefined) return refuse(entraError(90002, `Tenant '${segment}' not found.`));
  const form = new URLSearchParams(request.body);
  const clientId = form.get('client_id');
  if (clientId === null || clientId === '') return refuse(missingParameter('client_id'));
  const client = context.directory.client(clientId);
  if (client === undefined) return refuse(entraError(700016));
  const refusal = context.directory.applicationRefusal(client, authority);
  if (refusal !== undefined) return refuse(refusal);
  const scope = form.get('scope');
  if (scope === null || scope.trim() === '') return refuse(missingParameter('scope'));
  const scopes = readScopes(context, scope);
  if ('error' in scopes) return refuse(scopes);

  const device = context.deviceCodes.add({
    clientId,
    scope,
    authority: segment,
    isChallengeCapable: isChallengeCapable(form.get('claims')),
    expiresAt: context.clock.now() + deviceCodeLifetimeSeconds * 1000,
  });
  const uri = `${context.origin()}/common/oauth2/deviceauth`;
  return {
    status: 200,
    headers: { 'cache-control': 'no-store, no-cache', pragma: 'no-cache' },
    body: {
      user_code: device.userCode,
      device_code: device.deviceCode,
      verification_uri: uri,
      expires_in: deviceCodeLifetimeSeconds,
      interval: 5,
      message: `To sign in, use a web browser to open the page ${uri} and enter the code ${device.userCode} to authenticate.`,
    },
  };
}

/** `/common/oauth2/deviceauth`: where the user types the code and signs in. */
export function handleDeviceCodePage(context: EntraContext, request: RecordedRequest): HandlerResponse {
  const form = new URLSearchParams(request.body);
  const userCode = form.get('user_code') ?? request.query.get('user_code') ?? '';
  const show = (problem?: EntraError | string, userName = ''): HandlerResponse =>
    htmlResponse(
      200,
      deviceCodePage({
        action: request.path,
        userCode,
        userName,
        ...(problem === undefined
          ? {}
          : { problem: typeof problem === 'string' ? problem : describeError(context, problem) }),
      }),
    );
  if (request.method !== 'POST') return show();
  const device = context.deviceCodes.byUserCode(userCode);
  if (device === undefined || device.status.kind !== 'pending') return show(entraError(70018));
  if (context.clock.now() >= device.expiresAt) return show(entraError(70019));
  if (form.get('decision') === 'deny') {
    device.status = { kind: 'declined' };
    return htmlResponse(200, messagePage('Sign-in cancelled', 'You can close this window.'));
  }
  return signInWith(context, request, form, device, show);
}

function signInWith(
  context: EntraContext,
  request: RecordedRequest,
  form: URLSearchParams,
  device: DeviceCode,
  show: (problem?: EntraError | string, userName?: string) => HandlerResponse,
): HandlerResponse {
  const authority = context.directory.authority(device.authority);
  const client = context.directory.client(device.clientId);
  const scopes = readScopes(context, device.scope);
  if (authority === undefined || client === undefined || 'error' in scopes) return show(entraError(70018));
  const step = signInStep(context, form, { authority, client, claims: null });
  if (step.kind !== 'signedIn') {
    const action = `${request.path}?user_code=${device.userCode}`;
    return interruptionPage(context, step, action, (userName, problem) => show(problem, userName));
  }
  const { user, signIn } = step;
  if (!consentOnPage(context, client, user, scopes.resources, false)) return show(entraError(90094));
  device.status = { kind: 'approved', objectId: user.objectId, signIn };
  return htmlResponse(200, messagePage('You have signed in', 'Go back to your device and close this window.'));
}
