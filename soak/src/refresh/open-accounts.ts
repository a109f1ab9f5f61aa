import { Secret, systemClock } from '@kalends/core';
import type { Clock, Fetch } from '@kalends/core';
import { calendarAccounts } from '@kalends/core/accounts';
import type { AccountStores, CalendarAccounts } from '@kalends/core/accounts';
import { nodeFetch } from '@kalends/core/node';
import { credentialCipher, parseKeyRing } from '@kalends/crypto';
import { google } from '@kalends/google';
import { pgClient, postgresAudit, postgresStores } from '@kalends/postgres';
import type { Pool } from 'pg';
import type { WorkerStart } from './worker-messages.ts';

/** The accounts as one process has them. */
export interface OpenAccounts {
  readonly accounts: CalendarAccounts;
  readonly stores: AccountStores;
}

/** A clock that is ahead of the real one, and whose short pauses are shorter. */
export class AheadClock implements Clock {
  aheadMs: number;

  constructor(aheadMs: number) {
    this.aheadMs = aheadMs;
  }

  now(): number {
    return systemClock.now() + this.aheadMs;
  }

  /** Pauses between two looks cost most of the run; time limits and leases stay as they are. */
  sleep(ms: number, options?: { readonly signal?: AbortSignal }): Promise<void> {
    return systemClock.sleep(ms <= 1_000 ? ms / 5 : ms, options);
  }
}

/** Opens the accounts, the way a program does that has several processes. */
export async function openAccounts(
  start: Omit<WorkerStart, 'kind' | 'aheadMs'>,
  pool: Pool,
  clock: Clock,
): Promise<OpenAccounts> {
  const client = pgClient(pool);
  const stores = postgresStores({ client });
  const send = nodeFetch();
  const fetch: Fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('x-worker', start.name);
    return send(input, { ...init, headers });
  };
  const runtime = { clock };
  const provider = google({
    clientId: start.clientId,
    clientSecret: new Secret(start.clientSecret),
    endpoints: { tokenUrl: start.tokenUrl },
    allowInsecureLoopback: true,
    runtime: { ...runtime, fetch },
  });
  // Leases under the process's own name, so that those of a killed one can be told from the others.
  const { leases } = stores;
  const named: AccountStores = {
    ...stores,
    leases: {
      acquire: (name, _owner, ttlMs) => leases.acquire(name, start.name, ttlMs),
      renew: (lease, ttlMs) => leases.renew(lease, ttlMs),
      release: (lease) => leases.release(lease),
    },
  };
  const accounts = calendarAccounts({
    stores: named,
    cipher: credentialCipher(await parseKeyRing(start.keyRing)),
    providers: [provider],
    audit: postgresAudit({ client }),
    runtime,
  });
  return { accounts, stores };
}
