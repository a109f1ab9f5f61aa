/**
 * One process of the suite `refresh`: gets its settings and its orders over the channel to its parent, asks the accounts for tokens,
 * and answers with them. It ends when it is killed or its parent is gone.
 */
import { CalendarError, Secret } from '@kalends/core';
import type { BearerAuthorization } from '@kalends/core';
import { Pool } from 'pg';
import { AheadClock, openAccounts } from './open-accounts.ts';
import type { OpenAccounts } from './open-accounts.ts';
import { requestSchema, startSchema } from './worker-messages.ts';
import type { WorkerAnswer, WorkerRequest } from './worker-messages.ts';

const clock = new AheadClock(0);
let opened: Promise<OpenAccounts> | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  const start = startSchema.safeParse(message);
  if (start.success) {
    clock.aheadMs = start.data.aheadMs;
    const pool = new Pool({ ...start.data.database, max: 4, application_name: start.data.name });
    opened = openAccounts(start.data, pool, clock);
    answer({ number: 0 });
    return;
  }
  void handle(requestSchema.parse(message)).then(answer);
});

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}

async function handle(request: WorkerRequest): Promise<WorkerAnswer> {
  const { number } = request;
  if (request.kind === 'time') {
    clock.aheadMs = request.aheadMs;
    return { number };
  }
  try {
    return { number, token: await tokenOf(request) };
  } catch (error) {
    if (!CalendarError.is(error)) return { number, error: { code: `not typed: ${String(error)}` } };
    const { code, reason } = error;
    return { number, error: { code, ...(reason === undefined ? {} : { reason }) } };
  }
}

async function tokenOf({ account, refused }: Extract<WorkerRequest, { kind: 'token' }>): Promise<string> {
  if (opened === undefined) throw new Error('The process was not started');
  const source = (await opened).accounts.authorization(account);
  const authorization =
    refused === undefined ? await source.get() : await source.replace({ refused: bearerOf(refused) });
  if (authorization.kind !== 'bearer') throw new Error('The account has no access token');
  return authorization.token.reveal();
}

function bearerOf(token: string): BearerAuthorization {
  return { kind: 'bearer', token: new Secret(token), expiresAtMs: clock.now() + 60_000 };
}
