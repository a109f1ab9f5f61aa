import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { OneConnection } from './ntlm-client.ts';
import { ask, codeOf, envelope, postRaw, textOf, one } from './soap-client.ts';

const getCalendar = getFolderOf();
const right = 'ada@tidewater.example:ada-secret';
const wrong = 'ada@tidewater.example:wrong';

function getFolderOf(mailbox?: string): string {
  const owner =
    mailbox === undefined ? '' : `<t:Mailbox><t:EmailAddress>${mailbox}@tidewater.example</t:EmailAddress></t:Mailbox>`;
  return `<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar">${owner}</t:DistinguishedFolderId></m:FolderIds></m:GetFolder>`;
}

async function statusWith(emulator: ExchangeEmulator, basic: string): Promise<number> {
  return (await postRaw(emulator, envelope(getCalendar), { basic })).status;
}

describe('wrong passwords', () => {
  it('lock the account for a while, for the right password too', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock, lockout: { threshold: 3, durationMs: 60_000 } });
    const statuses = [];
    for (const basic of [wrong, wrong, wrong, wrong, right]) statuses.push(await statusWith(emulator, basic));
    expect(statuses).toEqual([401, 401, 401, 456, 456]);
    expect(await statusWith(emulator, 'bo@tidewater.example:pässword:ü')).toBe(200);
    await clock.advance(60_000);
    expect(await statusWith(emulator, right)).toBe(200);
  });

  it('count in a row, whichever way they come', async () => {
    const emulator = await startTidewater([], { lockout: { threshold: 2, durationMs: 60_000 } });
    expect([await statusWith(emulator, wrong), await statusWith(emulator, right)]).toEqual([401, 200]);
    using connection = new OneConnection(emulator.ewsUrl);
    const identity = { domain: 'TIDEWATER', userName: 'ada', password: 'wrong' };
    expect((await connection.signIn(envelope(getCalendar), identity)).status).toBe(401);
    expect((await connection.signIn(envelope(getCalendar), identity)).status).toBe(401);
    expect((await connection.signIn(envelope(getCalendar), { ...identity, password: 'ada-secret' })).status).toBe(456);
  });

  it('lock nobody by default', async () => {
    const emulator = await startTidewater();
    for (let count = 0; count < 20; count += 1) await statusWith(emulator, wrong);
    expect(await statusWith(emulator, right)).toBe(200);
  });
});

describe('a password', () => {
  it('can be changed: the old one is refused, and a lock is lifted', async () => {
    const emulator = await startTidewater([], { lockout: { threshold: 1, durationMs: 60_000 } });
    expect([await statusWith(emulator, wrong), await statusWith(emulator, right)]).toEqual([401, 456]);
    emulator.changePassword('ada', 'new-secret');
    expect(await statusWith(emulator, 'ada@tidewater.example:new-secret')).toBe(200);
    expect(await statusWith(emulator, right)).toBe(401);
    expect(() => emulator.changePassword('eve', 'x')).toThrow(RangeError);
  });

  it('can expire, until it is changed', async () => {
    const emulator = await startTidewater([], { lockout: { threshold: 1, durationMs: 60_000 } });
    emulator.expirePassword('ada');
    expect([await statusWith(emulator, right), await statusWith(emulator, right)]).toEqual([401, 401]);
    using connection = new OneConnection(emulator.ewsUrl);
    const identity = { domain: 'TIDEWATER', userName: 'ada', password: 'ada-secret' };
    expect((await connection.signIn(envelope(getCalendar), identity)).status).toBe(401);
    emulator.changePassword('ada', 'ada-secret');
    expect(await statusWith(emulator, right)).toBe(200);
  });
});

describe('a service account', () => {
  const serviceAccounts = [
    { id: 'sync', name: 'Sync', address: 'sync@tidewater.example', password: 'sync-secret' },
  ] as const;
  const basic = 'TIDEWATER\\sync:sync-secret';

  it('has no mailbox: a folder has to name its owner, and nobody can act as the account', async () => {
    const emulator = await startTidewater([], {
      serviceAccounts,
      permissions: [{ mailbox: 'bo', grantee: 'sync', level: 'Editor' }],
      impersonators: ['ada'],
    });
    expect(codeOf(await ask(emulator, getCalendar, { basic }))).toBe('ErrorMissingEmailAddress');
    const opened = await ask(emulator, getFolderOf('bo'), { basic });
    expect(textOf(one(opened.body, 'CalendarFolder'), 'DisplayName')).toBe('Calendar');
    expect(codeOf(await ask(emulator, getFolderOf('ada'), { basic }))).toBe('ErrorFolderNotFound');
    expect(codeOf(await ask(emulator, getFolderOf('sync'), { basic }))).toBe('ErrorNonExistentMailbox');
    const headers =
      '<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>sync@tidewater.example</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';
    expect(codeOf(await ask(emulator, getCalendar, { headers }))).toBe('ErrorNonExistentMailbox');
  });

  it('signs in with a token, and is no second name for somebody', async () => {
    const emulator = await startTidewater([], { serviceAccounts });
    const { accessToken } = emulator.issueTokens({ person: 'sync' });
    expect(codeOf(await ask(emulator, getCalendar, { bearer: accessToken }))).toBe('ErrorMissingEmailAddress');
    const taken = [{ ...serviceAccounts[0], address: 'ada@tidewater.example' }];
    await expect(startTidewater([], { serviceAccounts: taken })).rejects.toThrow(RangeError);
  });

  it('impersonates within the scope of its role', async () => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], {
      clock,
      serviceAccounts,
      impersonators: [{ who: 'sync', mailboxes: ['lagoon', 'reef'] }],
    });
    const as = async (who: string): Promise<string> => {
      const headers = `<t:ExchangeImpersonation><t:ConnectingSID><t:SmtpAddress>${who}@tidewater.example</t:SmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>`;
      return codeOf(await ask(emulator, getCalendar, { basic, headers }));
    };
    expect([await as('lagoon'), await as('ada')]).toEqual(['NoError', 'ErrorImpersonateUserDenied']);
    emulator.setImpersonators([{ who: 'sync' }], { effectiveAfterMs: 60_000 });
    expect(await as('ada')).toBe('ErrorImpersonateUserDenied');
    await clock.advance(60_000);
    expect(await as('ada')).toBe('NoError');
    await expect(startTidewater([], { version: '15.20', impersonators: ['ada'] })).rejects.toThrow(RangeError);
  });

  it('finds a mailbox by its security identifier', async () => {
    const emulator = await startTidewater([], { impersonators: ['ada'] });
    const { mailboxSid } = emulator.testApplicationAccess({ clientId: 'any', mailbox: 'bo' });
    const headers = `<t:ExchangeImpersonation><t:ConnectingSID><t:SID>${mailboxSid}</t:SID></t:ConnectingSID></t:ExchangeImpersonation>`;
    expect(codeOf(await ask(emulator, getCalendar, { headers }))).toBe('NoError');
  });
});
