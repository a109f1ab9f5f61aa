import { CalendarError } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import { callbackError } from '../flows/callback-error.ts';
import type { AdminConsentCallback } from '../flows/entra-sign-in.ts';
import { guid } from '../flows/organization-of.ts';
import { cureTexts } from '../errors/cures.ts';
import { readScopes } from '../resources/resource.ts';
import { adminConsentUrl } from './admin-consent-url.ts';

const maxScopeLength = 8_192;

/** Reads the callback of the admin consent page. */
export function readAdminConsentCallback(
  context: EntraContext,
  parameters: URLSearchParams,
  expected: { readonly state: string },
): AdminConsentCallback {
  const { provider } = context;
  if (expected.state === '' || !isSameText(parameters.get('state') ?? '', expected.state))
    throw new CalendarError({
      code: 'signInRefused',
      message: 'The callback belongs to another request for consent, or to none',
      provider,
      cure: { text: 'Open the consent page again from the application.' },
    });
  // `admin_consent=True` stands on refusals too.
  if (parameters.has('error')) throw refusal(context, parameters);
  const tenant = parameters.get('tenant') ?? '';
  if (parameters.get('admin_consent')?.toLowerCase() !== 'true' || !guid.test(tenant))
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The callback is none of the admin consent page',
      provider,
    });
  return { claimedTenantId: tenant, scopes: readScopes((parameters.get('scope') ?? '').slice(0, maxScopeLength)) };
}

/** Whatever the page names as the reason of a refusal, the organization's consent is what is missing. */
function refusal(context: EntraContext, parameters: URLSearchParams): CalendarError {
  const error = callbackError(context, parameters);
  if (error.code !== 'consentRequired' && error.code !== 'signInRefused') return error;
  return new CalendarError({
    code: 'adminConsentRequired',
    message: 'The administrator did not consent',
    provider: context.provider,
    vendorCode: error.vendorCode,
    cure: { text: cureTexts.adminConsent, url: adminConsentUrl(context) },
  });
}

/** Takes the same time wherever the texts differ. */
function isSameText(text: string, other: string): boolean {
  let difference = text.length ^ other.length;
  for (let index = 0; index < other.length; index += 1)
    difference |= (text.charCodeAt(index) || 0) ^ other.charCodeAt(index);
  return difference === 0;
}
