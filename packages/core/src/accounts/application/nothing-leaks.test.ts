import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { dayMs, hourMs, passwordOf, world } from '../__fixtures__/world.ts';
import { refusal } from '../__fixtures__/token-service.ts';
import type { Logger } from '../../runtime/runtime.ts';
import { tokenBroker } from '../broker/token-broker.ts';

/** Everything that a person or a log could get to see of a value. */
function shown(value: unknown): string {
  const json = ((): string => {
    try {
      return JSON.stringify(value) ?? '';
    } catch {
      return '';
    }
  })();
  return `${inspect(value, { depth: 20, showHidden: true })} ${String(value)} ${json}`;
}

test('planted secrets stay out of objects, errors, events, logs and the audit', async () => {
  const here = world();
  const seen: string[] = [];
  const log = (event: string, fields?: object): void => void seen.push(shown([event, fields]));
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const accounts = here.start({ runtime: { clock: here.clock, logger } });
  const see = async (work: Promise<unknown>): Promise<void> => {
    const settled = await here.clock.run(work.catch((error: unknown) => error));
    seen.push(shown(settled));
  };
  const basic = { id: 'eve', ownerId: 'o', role: 'user', credential: passwordOf('eve'), actor: 'form' } as const;
  const broker = tokenBroker({ accounts });
  const ofAda = { consumer: 'userClient', accountId: 'ada', ownerId: 'owner-of-ada', actor: 'client' } as const;

  seen.push(shown(accounts), shown(broker), shown(accounts.vault), shown(accounts.authorization('ada')));
  seen.push(shown(accounts.vault.handle('job', 'refresh')));
  await see(here.connect(accounts));
  await see(accounts.connect(basic));
  await see(accounts.authorization('ada').get());
  await see(accounts.authorization('eve').get());
  await see(accounts.connection('ada'));
  await see(broker.authorize(ofAda));
  await see(broker.exchangeInvalid({ ...ofAda, token: 'access/ada/1/canary' }));
  await see(accounts.vault.handle('ops', 'export').exportCredential({ id: 'eve', purpose: 'test' }));
  await see(accounts.list());
  await see(accounts.maintain());
  // Failures of every part, each with a canary in what it says.
  here.service.failures.push(new Error('POST /token refresh_token=canary'));
  await here.clock.advance(hourMs);
  await see(accounts.authorization('ada').get());
  here.cipher.outage = new Error('unwrap canary');
  await see(accounts.authorization('ada').get());
  here.cipher.outage = undefined;
  here.service.revocation = () => Promise.reject(new Error('token=canary'));
  here.service.failures.push(refusal('policy'));
  await see(accounts.authorization('ada').get());
  await see(accounts.resume('ada'));
  await here.clock.advance(100 * dayMs);
  await see(accounts.authorization('ada').get());
  await see(accounts.disconnect('eve', { actor: 'admin', purpose: 'left' }));
  await see(here.connect(accounts));
  await see(accounts.disconnect('ada', { actor: 'admin', purpose: 'left' }));
  seen.push(shown(await here.events()), shown(here.entries), shown(accounts));

  const all = seen.join('\n');
  // The look works: what is not secret is there.
  expect(all).toContain('ada@example.com');
  expect(all).toContain('account.renewal.failed');
  expect(all).not.toContain('canary');
});

test('a removal leaves nothing of the account in the stores', async () => {
  const here = world();
  const accounts = here.start();
  await here.connect(accounts);
  await here.clock.run(accounts.authorization('ada').get());
  await here.clock.run(accounts.disconnect('ada', { actor: 'admin', purpose: 'left' }));
  const { stores } = here;
  expect([await stores.accounts.get('ada'), await stores.accounts.list(), await stores.secrets.list()]).toEqual([
    undefined,
    [],
    [],
  ]);
});
