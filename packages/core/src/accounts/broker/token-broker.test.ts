import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { hourMs, outcomeOf, passwordOf, world } from '../__fixtures__/world.ts';
import type { World } from '../__fixtures__/world.ts';
import { Secret } from '../../runtime/secret.ts';
import type { Credential } from '../../credentials/credential.ts';
import type { AccountRole } from '../account.ts';
import { revealBrokerAnswer } from './broker-answer.ts';
import { brokerMatrix } from './broker-matrix.ts';
import { tokenBroker } from './token-broker.ts';
import type { BrokerRequest, TokenBroker } from './token-broker.ts';

const ofAda: BrokerRequest = { consumer: 'userClient', accountId: 'ada', ownerId: 'owner-of-ada', actor: 'client-1' };

async function brokerOver(here: World): Promise<TokenBroker> {
  const accounts = here.start();
  await here.connect(accounts);
  return tokenBroker({ accounts });
}

/** A credential of each kind, all with the same canary in what is secret. */
function credentialOf(here: World, kind: Credential['kind']): Credential {
  if (kind === 'basic') return passwordOf('x');
  const grant = here.service.grant('x');
  if (kind === 'oauth') return grant;
  const { account, issuedAt, provider } = grant;
  if (kind === 'application') return { kind, provider, account, issuedAt };
  return {
    kind,
    provider,
    account,
    issuedAt,
    scopes: [],
    username: new Secret('u-canary'),
    password: new Secret('p-canary'),
  };
}

describe('the matrix', () => {
  const roles: readonly AccountRole[] = ['user', 'room', 'connector'];
  const consumers = ['userClient', 'room', 'connectorDevice'] as const;
  const kinds: readonly Credential['kind'][] = ['oauth', 'basic', 'password', 'application'];
  const cases = consumers.flatMap((consumer) =>
    roles.flatMap((role) => kinds.map((kind) => [consumer, role, kind] as const)),
  );

  test.each(cases)('a %s asks for the account of a %s with a credential of kind %s', async (consumer, role, kind) => {
    const here = world();
    const accounts = here.start();
    const credential = credentialOf(here, kind);
    await here.clock.run(accounts.connect({ id: 'x', ownerId: 'o', role, credential, actor: 'setup' }));
    const asked = tokenBroker({ accounts }).authorize({ consumer, accountId: 'x', ownerId: 'o', actor: 'client' });
    const answered = await here.clock.run(
      asked.then(
        (answer) => revealBrokerAnswer(answer).kind,
        (error: unknown) => (typeof error === 'object' && error !== null && 'code' in error ? error.code : error),
      ),
    );
    // Written out, so that a slip in the matrix is not agreed with.
    const gets = { oauth: 'accessToken', basic: 'password', application: 'accessToken', password: 'accessToken' }[kind];
    const isOwn = (consumer === 'userClient' && role === 'user') || (consumer === 'room' && role === 'room');
    const isPersonOfServiceUser = consumer === 'userClient' && kind === 'password';
    expect(answered).toBe(isOwn && !isPersonOfServiceUser ? gets : 'accessDenied');
    expect(here.service.issues.length).toBe(answered === 'accessToken' ? 1 : 0);
  });

  test('has one line per consumer and kind, and never a refresh token', () => {
    const lines = brokerMatrix.map(({ consumer, credentialKind }) => `${consumer} ${credentialKind}`);
    expect(new Set(lines).size).toBe(lines.length);
    expect(new Set(brokerMatrix.map(({ receives }) => receives))).toEqual(
      new Set(['accessToken', 'password', 'dataOnly']),
    );
    const devices = brokerMatrix.filter(({ consumer }) => consumer === 'connectorDevice');
    expect(new Set(devices.map(({ receives }) => receives))).toEqual(new Set(['dataOnly']));
  });
});

describe('authorize', () => {
  test('gives a token that prints redacted until it is revealed, and writes it down', async () => {
    const here = world();
    const broker = await brokerOver(here);
    const answer = await here.clock.run(broker.authorize(ofAda));
    expect(inspect(answer) + JSON.stringify(answer)).not.toContain('canary');
    expect(revealBrokerAnswer(answer)).toEqual({
      kind: 'accessToken',
      accountId: 'ada',
      provider: 'fake',
      token: 'access/ada/1/canary',
      expiresAt: '2026-11-16T09:00:00.000Z',
    });
    expect(here.entries.at(-1)).toMatchObject({
      action: 'accessToken.export',
      actor: 'client-1',
      recordId: 'ada',
      purpose: 'userClient',
    });
  });

  test.each<[string, string, Partial<BrokerRequest>]>([
    ['somebody else’s account', 'notFound', { ownerId: 'owner-of-bob' }],
    ['an account that is not there', 'disconnected', { accountId: 'nobody' }],
    ['an unnamed caller', 'invalidArgument', { actor: '' }],
  ])('refuses %s', async (_name, code, change) => {
    const here = world();
    const broker = await brokerOver(here);
    expect(await here.clock.run(outcomeOf(broker.authorize({ ...ofAda, ...change })))).toBe(code);
    expect(here.service.issues).toHaveLength(0);
  });

  test('refuses a token that opens other mailboxes too', async () => {
    const here = world();
    here.service.reach = 'tenant';
    const broker = await brokerOver(here);
    expect(await here.clock.run(outcomeOf(broker.authorize(ofAda)))).toBe('accessDenied');
  });

  test('gives nothing once the account was removed, has ended, or the audit fails', async () => {
    const here = world();
    const accounts = here.start();
    await here.connect(accounts);
    const broker = tokenBroker({ accounts });
    await here.clock.run(broker.authorize(ofAda));
    const mute = tokenBroker({ accounts: here.start({ audit: { record: () => Promise.reject(new Error('full')) } }) });
    expect(await here.clock.run(outcomeOf(mute.authorize(ofAda)))).toBe('auditFailed');
    here.service.end('ada');
    await here.clock.advance(hourMs);
    expect(await here.clock.run(outcomeOf(broker.authorize(ofAda)))).toBe('reauthorizationRequired');
    await here.clock.run(here.start().disconnect('ada', { actor: 'admin', purpose: 'left' }));
    expect(await here.clock.run(outcomeOf(broker.authorize(ofAda)))).toBe('disconnected');
    await accounts.close();
    expect(await here.clock.run(outcomeOf(broker.authorize(ofAda)))).toBe('disposed');
  });
});

describe('exchangeInvalid', () => {
  test('renews once for 50 clients that report the current token', async () => {
    const here = world();
    const broker = await brokerOver(here);
    const answer = revealBrokerAnswer(await here.clock.run(broker.authorize(ofAda)));
    const token = answer.kind === 'accessToken' ? answer.token : '';
    const exchanged = await here.clock.run(
      Promise.all(Array.from({ length: 50 }, () => broker.exchangeInvalid({ ...ofAda, token: new Secret(token) }))),
    );
    const tokens = exchanged.map((each) => JSON.stringify(revealBrokerAnswer(each)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).toContain('access/ada/2/canary');
    expect(here.service.issues).toHaveLength(2);
  });

  test('gives the current token for an older one, and renews nothing', async () => {
    const here = world();
    const broker = await brokerOver(here);
    await here.clock.run(broker.authorize(ofAda));
    const token = 'access/ada/1/canary';
    await here.clock.run(broker.exchangeInvalid({ ...ofAda, token }));
    const answer = await here.clock.run(broker.exchangeInvalid({ ...ofAda, token }));
    expect(revealBrokerAnswer(answer)).toMatchObject({ token: 'access/ada/2/canary' });
    expect(here.service.issues).toHaveLength(2);
  });

  test('passes a claims challenge on', async () => {
    const here = world();
    const broker = await brokerOver(here);
    await here.clock.run(broker.authorize(ofAda));
    const challenged = { ...ofAda, token: 'access/ada/1/canary', claims: '{"c":1}' };
    await here.clock.run(broker.exchangeInvalid(challenged));
    expect(here.service.issues).toEqual([undefined, '{"c":1}']);
  });

  test('of a removed account, of a password and without a token is refused', async () => {
    const here = world();
    const accounts = here.start();
    const broker = tokenBroker({ accounts });
    const connecting = { id: 'ada', ownerId: 'owner-of-ada', role: 'user', actor: 'form' } as const;
    expect(await here.clock.run(outcomeOf(broker.exchangeInvalid({ ...ofAda, token: 't' })))).toBe('disconnected');
    await here.clock.run(accounts.connect({ ...connecting, credential: passwordOf('ada') }));
    expect(await here.clock.run(outcomeOf(broker.exchangeInvalid({ ...ofAda, token: 't' })))).toBe('unsupported');
    expect(await here.clock.run(outcomeOf(broker.exchangeInvalid({ ...ofAda, token: '' })))).toBe('invalidArgument');
  });
});

test('hands out user name and password where there is nothing else, each time with an entry', async () => {
  const here = world();
  const accounts = here.start();
  const connecting = { id: 'ada', ownerId: 'owner-of-ada', role: 'user', actor: 'form' } as const;
  await here.clock.run(accounts.connect({ ...connecting, credential: passwordOf('ada') }));
  const broker = tokenBroker({ accounts });
  here.entries.length = 0;
  for (let times = 0; times < 2; times += 1) {
    expect(revealBrokerAnswer(await here.clock.run(broker.authorize(ofAda)))).toEqual({
      kind: 'password',
      accountId: 'ada',
      provider: 'exchange',
      username: 'CONTOSO\\ada-canary',
      password: 'canary-password',
    });
  }
  expect(here.entries.map(({ action, actor }) => `${action} ${actor}`)).toEqual(
    Array(2).fill('credential.export client-1'),
  );
});

test('no answer ever holds a refresh token', async () => {
  const here = world();
  const broker = await brokerOver(here);
  const answers: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    answers.push(JSON.stringify(revealBrokerAnswer(await here.clock.run(broker.authorize(ofAda)))));
    await here.clock.advance(hourMs);
  }
  expect(answers.join()).toContain('access/ada/5');
  expect(answers.join()).not.toContain('refresh/');
});

test('needs accounts that calendarAccounts made', () => {
  const accounts = { ...world().start() };
  expect(() => tokenBroker({ accounts })).toThrow(expect.objectContaining({ code: 'invalidArgument' }));
});
