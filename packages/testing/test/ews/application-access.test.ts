import { describe, expect, it } from 'vitest';
import { manualClock } from '../../src/clock/manual-clock.ts';
import type { ExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { startTidewater } from './exchange-fixture.ts';
import { ask, codeOf } from './soap-client.ts';

const getCalendar =
  '<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="calendar"/></m:FolderIds></m:GetFolder>';
const asBo =
  '<t:ExchangeImpersonation><t:ConnectingSID><t:PrimarySmtpAddress>bo@tidewater.example</t:PrimarySmtpAddress></t:ConnectingSID></t:ExchangeImpersonation>';

const clientId = 'app-1';

/** Asks for the calendar of somebody as an application does; the answer is the code. */
function asking(emulator: ExchangeEmulator, roles?: readonly string[]): (who: string) => Promise<string> {
  const { accessToken } = emulator.issueTokens({
    appOnly: true,
    clientId,
    lifetimeSeconds: 86_400,
    ...(roles === undefined ? {} : { roles }),
  });
  return async (who) => {
    const headers = asBo.replace('bo@', `${who}@`);
    return codeOf(await ask(emulator, getCalendar, { bearer: accessToken, headers }));
  };
}

describe('access of applications', () => {
  it('is limited to a group, or to all but a group', async () => {
    const emulator = await startTidewater([], {
      applicationAccess: { policies: [{ clientId, accessRight: 'RestrictAccess', members: ['ada', 'bo'] }] },
    });
    const as = asking(emulator);
    expect([await as('ada'), await as('bo'), await as('adrian')]).toEqual([
      'NoError',
      'NoError',
      'ErrorImpersonateUserDenied',
    ]);
    emulator.setApplicationAccess({
      policies: [
        { clientId, accessRight: 'RestrictAccess', members: ['ada', 'bo'] },
        { clientId, accessRight: 'DenyAccess', members: ['ada'] },
      ],
    });
    expect([await as('ada'), await as('bo')]).toEqual(['ErrorImpersonateUserDenied', 'NoError']);
    emulator.setApplicationAccess({ policies: [{ clientId, accessRight: 'DenyAccess', members: ['ada'] }] });
    expect([await as('ada'), await as('adrian')]).toEqual(['ErrorImpersonateUserDenied', 'NoError']);
    emulator.setApplicationAccess({ policies: [{ clientId: 'app-2', accessRight: 'DenyAccess', members: ['ada'] }] });
    expect(await as('ada')).toBe('NoError');
  });

  it.each([45, 90])('changes %d minutes after it was changed, in both directions', async (minutes) => {
    const clock = manualClock('2026-06-01T08:00:00Z');
    const emulator = await startTidewater([], { clock });
    const as = asking(emulator);
    const effect = { effectiveAfterMs: minutes * 60_000 };
    const test = (): string => emulator.testApplicationAccess({ clientId, mailbox: 'ada' }).accessCheckResult;
    emulator.setApplicationAccess({ policies: [{ clientId, accessRight: 'DenyAccess', members: ['ada'] }] }, effect);
    expect([test(), await as('ada')]).toEqual(['Denied', 'NoError']);
    await clock.advance(minutes * 60_000 - 1);
    expect(await as('ada')).toBe('NoError');
    await clock.advance(1);
    expect(await as('ada')).toBe('ErrorImpersonateUserDenied');
    emulator.setApplicationAccess({}, effect);
    expect([test(), await as('ada')]).toEqual(['Granted', 'ErrorImpersonateUserDenied']);
    await clock.advance(minutes * 60_000);
    expect(await as('ada')).toBe('NoError');
  });

  it('is tested as the cmdlet does, with the ids of the mailbox', async () => {
    const emulator = await startTidewater();
    expect(emulator.testApplicationAccess({ clientId, mailbox: 'ada' })).toEqual({
      appId: clientId,
      mailbox: 'ada@tidewater.example',
      mailboxId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      mailboxSid: expect.stringMatching(/^S-1-5-21-\d+-\d+-\d+-\d+$/),
      accessCheckResult: 'Granted',
    });
    expect(() => emulator.testApplicationAccess({ clientId, mailbox: 'eve' })).toThrow(RangeError);
  });

  it('can come from a role with a scope, without a permission in the token', async () => {
    const emulator = await startTidewater([], {
      applicationAccess: {
        policies: [{ clientId, accessRight: 'DenyAccess', members: ['lagoon'] }],
        roleAssignments: [{ clientId, mailboxes: ['lagoon', 'reef@tidewater.example'] }],
      },
    });
    const byRole = asking(emulator, []);
    expect([await byRole('lagoon'), await byRole('reef'), await byRole('ada')]).toEqual([
      'NoError',
      'NoError',
      'ErrorImpersonateUserDenied',
    ]);
    // A permission in the token is added to the role, and a policy limits that permission only.
    const byBoth = asking(emulator);
    expect([await byBoth('lagoon'), await byBoth('ada')]).toEqual(['NoError', 'NoError']);
  });
});
