/**
 * Whether a `claims` request declares the capability `cp1`, meaning that the client understands claims challenges
 * (Entra docs, "Claims challenges, claims requests and client capabilities"). Unreadable requests declare nothing.
 */
export function isChallengeCapable(claims: string | null): boolean {
  const values = member(member(accessTokenClaims(claims), 'xms_cc'), 'values');
  return Array.isArray(values) && values.some((value) => String(value).toLowerCase() === 'cp1');
}

/** Whether a `claims` request hands on the demand of a Conditional Access policy for a second factor. */
export function demandsMultiFactor(claims: string | null): boolean {
  const asked = accessTokenClaims(claims);
  return member(asked, 'capolids') !== undefined || member(asked, 'acrs') !== undefined;
}

/** The claims request that a Conditional Access policy hands to the client. */
export function policyClaims(policyId: string): string {
  return JSON.stringify({ access_token: { capolids: { essential: true, values: [policyId] } } });
}

/** Whether text can be read as a claims request at all. */
export function isClaimsRequest(claims: string): boolean {
  return typeof parsed(claims) === 'object';
}

function accessTokenClaims(claims: string | null): unknown {
  return claims === null ? undefined : member(parsed(claims), 'access_token');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
