import type { AccountStores } from '@kalends/core/accounts';

/** Empty stores under test. @public */
export interface AccountStoresSubject {
  readonly stores: AccountStores;
  /** Lets so many milliseconds pass by the store's own clock, the one that leases and hidden events go by. */
  passTime(ms: number): Promise<void>;
  /** Gives back what was opened. */
  close(): Promise<void>;
}

/** What {@link describeAccountStores} needs. @public */
export interface AccountStoresOptions {
  /** What the stores are called in the names of the tests. */
  readonly name: string;
  /** Opens stores that hold nothing; called for every test. */
  readonly open: () => Promise<AccountStoresSubject>;
}

/** What the parts of the suite share: the stores of the running test. */
export interface StoresUnderTest {
  stores(): AccountStores;
  passTime(ms: number): Promise<void>;
}
