import type { Session } from './session.ts';

/**
 * Runs one call of a connection: opens the session when it is needed, refuses on a closed connection, and says in every error which
 * operation it was.
 */
export type RunCall = <T>(operation: string, work: (session: Session) => Promise<T>) => Promise<T>;
