import { expect, test } from 'vitest';
import { passwordOf, world } from '../src/accounts/__fixtures__/world.ts';

const readWrite = { calendars: 'readWrite', contacts: 'none' } as const;
const update = { policy: readWrite, actor: 'admin' } as const;

test('permissions that an EWS URL does not offer can be set once the account goes through another service', async () => {
  const here = world();
  const accounts = here.start();
  const connecting = { id: 'eve', ownerId: 'owner-of-eve', role: 'user', actor: 'sign-in' } as const;
  await here.clock.run(accounts.connect({ ...connecting, credential: passwordOf('eve') }));
  await expect(here.clock.run(accounts.updatePolicy('eve', update))).rejects.toMatchObject({
    code: 'permissionControlUnavailable',
    cure: { text: expect.stringMatching(/switch off.*EWS URL/i) },
  });

  const credential = here.service.grant('eve', { scopes: ['calendars.readWrite'] });
  await here.clock.run(accounts.connect({ ...connecting, credential }));
  expect(await here.clock.run(accounts.updatePolicy('eve', update))).toMatchObject({
    kind: 'applied',
    account: { provider: 'fake', policy: readWrite },
  });
});
