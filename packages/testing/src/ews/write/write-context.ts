import type { SchemaVersion } from '../soap/server-versions.ts';
import type { Account } from '../store/account.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';

/** Who writes, and how what is written has to be read. */
export interface WriteContext {
  readonly store: ExchangeStore;
  readonly actor: Account;
  readonly version: SchemaVersion;
  /** IANA zone of TimeZoneContext. */
  readonly timeZone: string | undefined;
  readonly now: number;
  /** Largest item in bytes, attachments included. */
  readonly maxItemBytes: number;
}

/** The same with every property writable. */
export type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
