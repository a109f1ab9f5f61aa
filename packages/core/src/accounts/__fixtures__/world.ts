import type { AuditEntry, AuditSink } from '../../runtime/runtime.ts';
import { systemRandom } from '../../runtime/default-runtime.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Account } from '../account.ts';
import type { AccountEvent } from '../account-event.ts';
import type { AccountStores } from '../account-store.ts';
import { calendarAccounts } from '../application/calendar-accounts.ts';
import type { CalendarAccounts, CalendarAccountsOptions } from '../application/calendar-accounts.ts';
import { memoryAccountStores } from '../memory/memory-account-stores.ts';
import { fakeExchange, fakeProvider } from './fake-provider.ts';
import { TestCipher } from './test-cipher.ts';
import { testClock } from './test-clock.ts';
import type { TestClock } from './test-clock.ts';
import { TokenService } from './token-service.ts';

/** One store, one token service, one clock, and any number of processes. */
export interface World {
  readonly clock: TestClock;
  readonly stores: AccountStores;
  readonly cipher: TestCipher;
  readonly service: TokenService;
  readonly entries: AuditEntry[];
  readonly audit: AuditSink;
  /** Starts a process. */
  readonly start: (more?: Partial<CalendarAccountsOptions>) => CalendarAccounts;
  /** Signs somebody in and connects the account, under the id `ada` unless another one is given. */
  readonly connect: (accounts: CalendarAccounts, id?: string) => Promise<Account>;
  /** Takes all events out of the outbox. */
  readonly events: () => Promise<readonly AccountEvent[]>;
}

/** Makes an empty {@link World}. */
export function world(): World {
  const clock = testClock();
  const stores = memoryAccountStores({ clock });
  const cipher = new TestCipher();
  const service = new TokenService(clock);
  const entries: AuditEntry[] = [];
  const audit: AuditSink = {
    record: async (entry) => {
      entries.push(entry);
    },
  };
  const here: World = {
    clock,
    stores,
    cipher,
    service,
    entries,
    audit,
    start: (more) =>
      calendarAccounts({
        stores,
        cipher,
        audit,
        providers: [fakeProvider(service), fakeExchange()],
        runtime: { clock, random: systemRandom },
        ...more,
      }),
    connect: (accounts, id = 'ada') =>
      clock.run(
        accounts.connect({ id, ownerId: `owner-of-${id}`, role: 'user', credential: service.grant(id), actor: 'sign-in' }),
      ),
    async events() {
      const events: AccountEvent[] = [];
      await clock.run(here.start().deliverEvents((event) => void events.push(event)));
      return events;
    },
  };
  return here;
}

/** A credential with user name and password. */
export function passwordOf(id: string, password = 'canary-password'): Parameters<CalendarAccounts['connect']>[0]['credential'] {
  return {
    kind: 'basic',
    provider: 'exchange',
    account: { id, address: `${id}@example.com` },
    username: new Secret(`CONTOSO\\${id}-canary`),
    password: new Secret(password),
    issuedAt: '2026-11-16T08:00:00Z',
  };
}

/** The text of an access token. */
export async function tokenFrom(accounts: CalendarAccounts, id = 'ada'): Promise<string> {
  const authorization = await accounts.authorization(id).get();
  if (authorization.kind !== 'bearer') throw new Error('a bearer token was expected');
  return authorization.token.reveal();
}

/** What a promise came to: `ok`, or the code of its error. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: unknown) => {
      if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
      return String(error);
    },
  );
}

/** Half an hour, hours and days in milliseconds. */
export const minuteMs = 60_000;
export const hourMs: number = 60 * minuteMs;
export const dayMs: number = 24 * hourMs;
