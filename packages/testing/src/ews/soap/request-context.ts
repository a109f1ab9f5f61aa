import type { Account } from '../store/account.ts';
import type { SchemaVersion } from './server-versions.ts';

/** Who asks, and in which dialect. */
export interface RequestContext {
  /** Whose rights count: the caller, or whom the caller impersonates. */
  readonly actor: Account;
  readonly version: SchemaVersion;
  /** IANA zone of TimeZoneContext: instants are written in it, and zoneless times are read in it. */
  readonly timeZone: string | undefined;
  readonly withMilliseconds: boolean;
}
