import { describe, expect, it } from 'vitest';
import { primaryCalendar } from './support/graph-answers.ts';
import { connectTo, credential, fakeMicrosoft, tokenAnswer } from './support/fake-microsoft.ts';

const calendars = { json: { value: [primaryCalendar] } };

describe('connection', () => {
  it('lets one caller leave a refresh that others wait for', async () => {
    const fake = fakeMicrosoft();
    const gate = Promise.withResolvers<undefined>();
    fake.on('/token', async () => {
      await gate.promise;
      return { json: tokenAnswer() };
    });
    fake.on('/me/calendars', calendars);
    const connection = connectTo(fake);
    const leaving = new AbortController();

    const left = connection.calendars.list({ signal: leaving.signal }).then(undefined, (reason: unknown) => reason);
    const stayed = connection.calendars.list();
    leaving.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    gate.resolve(undefined);

    expect((await stayed).items).toHaveLength(1);
    expect(fake.tokenRequests()).toHaveLength(1);
  });

  it('ends what is under way when it is closed, and refuses later calls', async () => {
    const fake = fakeMicrosoft();
    const reached = Promise.withResolvers<undefined>();
    fake.on('/me/calendars', () => {
      reached.resolve(undefined);
      return new Promise(() => undefined);
    });
    const connection = connectTo(fake);
    const pending = connection.calendars.list().then(undefined, (reason: unknown) => reason);
    await reached.promise;
    await connection.close();

    expect(await pending).toMatchObject({ code: 'disposed' });
    await expect(connection.events.get({ eventId: 'x' })).rejects.toMatchObject({
      code: 'disposed',
      operation: 'events.get',
    });
    await connection[Symbol.asyncDispose]();
  });

  it('refuses a credential of another provider at once', () => {
    expect(() => connectTo(fakeMicrosoft(), { credential: credential({ provider: 'google' }) })).toThrow(
      expect.objectContaining({ code: 'invalidArgument' }),
    );
  });

  it('says truthfully what it can do', () => {
    const connection = connectTo(fakeMicrosoft());
    expect(connection.capabilities).toMatchObject({
      calendars: { list: true },
      events: { list: true, get: true, recurrenceIdOnExceptions: 'sometimes' },
    });
    expect(connection.account).toEqual(credential().account);
  });
});
