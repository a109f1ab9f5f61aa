import type { AccountIdentity, Fetch } from '@kalends/core';

/** Google takes no longer ones. */
const maxLength = 40;

/**
 * Google counts what a service account asks for as one user's, whomever it acts for. A name for that person makes it count by person, as
 * it does for people who sign in.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/guides/quota | Manage quotas, quotaUser}
 */
export async function quotaUserFetch(fetch: Fetch, { id, address }: AccountIdentity): Promise<Fetch> {
  // A digest: addresses can be longer, and need not stand in the project's statistics.
  const bytes = new TextEncoder().encode((address ?? id).toLowerCase());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const quotaUser = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, maxLength);
  return (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('x-goog-quota-user', quotaUser);
    return fetch(input, { ...init, headers });
  };
}
