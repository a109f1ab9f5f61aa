/**
 * Whether a `claims` request declares the capability `cp1`, meaning that the client understands claims challenges
 * (Entra docs, "Claims challenges, claims requests and client capabilities"). Unreadable requests declare nothing.
 */
export function isChallengeCapable(claims: string | null): boolean {
  if (claims === null) return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(claims);
  } catch {
    return false;
  }
  const values = member(member(member(parsed, 'access_token'), 'xms_cc'), 'values');
  return Array.isArray(values) && values.some((value) => String(value).toLowerCase() === 'cp1');
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
