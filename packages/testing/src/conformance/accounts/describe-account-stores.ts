import { afterEach, beforeEach, describe } from 'vitest';
import type { AccountStoresOptions, AccountStoresSubject } from './account-stores-suite.ts';
import { describeAccountChanges } from './describe-account-changes.ts';
import { describeAccountEnds } from './describe-account-ends.ts';
import { describeAccountLists } from './describe-account-lists.ts';
import { describeAccounts } from './describe-accounts.ts';
import { describeEventOutbox } from './describe-event-outbox.ts';
import { describeLeases } from './describe-leases.ts';
import { describeOddTexts } from './describe-odd-texts.ts';
import { describePolicies } from './describe-policies.ts';
import { describeSecrets } from './describe-secrets.ts';

/**
 * Runs the conformance suite over the stores of `@kalends/core/accounts`: what their descriptions promise, also to many callers at
 * once. Every store passes the same tests; a third party can run it over stores of its own.
 *
 * @example
 * ```ts
 * import type { AccountStores } from '@kalends/core/accounts';
 * import { describeAccountStores } from '@kalends/testing/conformance';
 *
 * declare function openAcmeStores(clock: { now(): number }): Promise<AccountStores>;
 *
 * describeAccountStores({
 *   name: 'acme',
 *   async open() {
 *     let now = 0;
 *     const stores = await openAcmeStores({ now: () => now });
 *     return {
 *       stores,
 *       passTime: (ms) => Promise.resolve(void (now += ms)),
 *       close: () => Promise.resolve(),
 *     };
 *   },
 * });
 * ```
 * @public
 */
export function describeAccountStores({ name, open }: AccountStoresOptions): void {
  describe(`${name} conforms`, () => {
    let subject: AccountStoresSubject;
    beforeEach(async () => {
      subject = await open();
    });
    afterEach(() => subject.close());

    const tested = { stores: () => subject.stores, passTime: (ms: number) => subject.passTime(ms) };
    describeAccounts(tested);
    describeAccountLists(tested);
    describeAccountChanges(tested);
    describeAccountEnds(tested);
    describeSecrets(tested);
    describeLeases(tested);
    describeEventOutbox(tested);
    describePolicies(tested);
    describeOddTexts(tested);
  });
}
