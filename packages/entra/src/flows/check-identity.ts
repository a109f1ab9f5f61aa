import { CalendarError } from '@kalends/core';
import type { AccountIdentity, ExchangeCodeOptions } from '@kalends/core';
import type { EntraContext } from '../entra-context.ts';
import type { IdTokenClaimsWire } from '../wire/token-wire.ts';
import { guid, personalAccountsTenant } from './organization-of.ts';

/**
 * Checks that an id token was issued by the configured service, for this application, in a tenant that the settings let in (OpenID Connect Core,
 * section 3.1.3.7). Its nonce was compared by MSAL.
 *
 * @throws CalendarError `signInRefused`.
 */
export function checkIdToken(context: EntraContext, claims: IdTokenClaimsWire): void {
  const { provider } = context;
  const tenant = claims.tid?.toLowerCase();
  const issuer = claims.iss && URL.canParse(claims.iss) ? new URL(claims.iss) : undefined;
  // Emulators issue in the name of the real service.
  const audiences = [claims.aud ?? []].flat().map((audience) => audience.toLowerCase());
  const isOwnHost = !context.isKnownAuthority || issuer?.origin === context.authority;
  if (issuer === undefined || tenant === undefined || !isOwnHost || issuer.pathname !== `/${claims.tid}/v2.0`)
    throw refused(
      provider,
      'The sign-in was answered in the name of another service',
      'Check the authority in the settings.',
    );
  if (!audiences.includes(context.clientId.toLowerCase()))
    throw refused(
      provider,
      'The sign-in was answered for another application',
      'Check the application id in the settings.',
    );
  if (!isTenantAllowed(context.tenantId.toLowerCase(), tenant))
    throw refused(
      provider,
      'The account belongs to an organization that the settings do not let in',
      'Sign in with an account of the configured organization.',
    );
}

/** The error for an id token with the nonce of another sign-in. */
export function anotherSignIn(provider: string): CalendarError {
  return refused(provider, 'The answer belongs to another sign-in', 'Start the sign-in again.');
}

function isTenantAllowed(wanted: string, tenant: string): boolean {
  const isPersonal = tenant === personalAccountsTenant;
  if (wanted === 'common') return true;
  if (wanted === 'organizations') return !isPersonal;
  if (wanted === 'consumers') return isPersonal;
  // A verified domain stands for a tenant whose id is not known here; the service has looked at it.
  return guid.test(wanted) ? tenant === wanted : !isPersonal;
}

/** Who signed in, as the id token says it. */
export function identityOf(context: EntraContext, claims: IdTokenClaimsWire): AccountIdentity {
  const { oid, sub, tid, name } = claims;
  const address = [claims.preferred_username, claims.email].find((candidate) => candidate?.includes('@'));
  const id = oid ?? sub ?? address;
  if (!id)
    throw new CalendarError({
      code: 'invalidResponse',
      message: 'The sign-in service did not say which account signed in',
      provider: context.provider,
    });
  return { id, ...(address ? { address } : {}), ...(name ? { name } : {}), ...(tid ? { tenantId: tid } : {}) };
}

/**
 * Refuses everybody but the account that a sign-in was started for. An id decides alone; an address may be the sign-in name
 * or the mailbox's.
 *
 * @param known - What is known of the account so far; without an id to compare, addresses are compared once all are known.
 * @throws CalendarError `signInRefused`.
 */
export function checkExpectedAccount(
  context: EntraContext,
  expected: ExchangeCodeOptions['expectedAccount'],
  known: { readonly id: string; readonly addresses: readonly (string | undefined)[] },
): void {
  if (expected === undefined || (expected.id === undefined && expected.address === undefined)) return;
  const isSame =
    expected.id === undefined
      ? known.addresses.some((address) => address?.toLowerCase() === expected.address?.toLowerCase())
      : known.id === expected.id;
  if (isSame) return;
  throw refused(
    context.provider,
    'Another account signed in than the one this sign-in was started for',
    'Sign in with the account that is to be connected; choose "use another account" on the page.',
  );
}

function refused(provider: string, message: string, cure: string): CalendarError {
  return new CalendarError({ code: 'signInRefused', message, provider, cure: { text: cure } });
}
