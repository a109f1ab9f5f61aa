import type { Session } from './ews-session.ts';

/**
 * Runs one call of a group: opens the session, gives it a signal that ends with the caller's and with the connection, and
 * names provider and operation in what it throws.
 */
export type RunCall = <T>(
  operation: string,
  signal: AbortSignal | undefined,
  action: (session: Session, signal: AbortSignal) => Promise<T>,
) => Promise<T>;
