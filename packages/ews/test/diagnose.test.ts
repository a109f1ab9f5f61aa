import { Secret } from '@kalends/core';
import type { BasicCredential, Diagnosis, Finding, TokenCredential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import type { ExchangeEmulator, ExchangeEmulatorOptions, IssueTokensRequest } from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { ews, passwordAuthorization } from '../src/index.ts';
import type { EwsCalendarConnection, EwsConnectOptions, EwsOAuth, EwsSettings } from '../src/index.ts';
import { answerOf, failure, fakeExchange, fault, folderAnswer, success } from './support/fake-exchange.ts';
import type { SentRequest } from './support/fake-exchange.ts';
import { room, scriptedIssuer } from './support/token-issuer.ts';

const ada = 'ada@tidewater.example';
const ben = 'ben@tidewater.example';
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function start(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const emulator = await startExchangeEmulator({
    clock: manualClock(conformanceNow),
    company: conformanceCompany,
    ...options,
  });
  running.push(emulator);
  return emulator;
}

const basic = (username: string, password: string, address = username): BasicCredential => ({
  kind: 'basic',
  provider: 'ews',
  account: { id: address, address },
  username: new Secret(username),
  password: new Secret(password),
  issuedAt: conformanceNow,
});
const adaOwn = basic(ada, 'ada-password-9c1f');
const benAtAda = basic(ben, 'ben-password-41d0', ada);
const application = (mailbox: string): TokenCredential => ({
  kind: 'application',
  provider: 'ews',
  account: { id: mailbox, address: mailbox },
  issuedAt: conformanceNow,
});

function connect(
  emulator: ExchangeEmulator,
  options: EwsConnectOptions,
  settings: Partial<EwsSettings> = {},
): EwsCalendarConnection {
  const runtime = { clock: manualClock(conformanceNow) };
  const all = { url: emulator.ewsUrl, allowInsecureLoopback: true, retry: { maxAttempts: 1 }, runtime, ...settings };
  const connection = ews(all).connect(options);
  running.push(connection);
  return connection;
}

/** Tokens that the emulator itself issues. */
function tokensOf(emulator: ExchangeEmulator, request: IssueTokensRequest): EwsOAuth {
  const tokens = {
    ...scriptedIssuer(),
    issue: () =>
      Promise.resolve({ accessToken: new Secret(emulator.issueTokens(request).accessToken), expiresIn: 3_600 }),
  };
  return { tokens };
}

const found = ({ findings }: Diagnosis, code: Finding['code']): Finding | undefined =>
  findings.find((finding) => finding.code === code);

describe('diagnose', () => {
  it('finds nothing where nothing is wrong', async () => {
    const diagnosis = await connect(await start(), { credential: adaOwn }).diagnose();
    expect(diagnosis).toEqual({
      provider: 'ews',
      checkedAt: conformanceNow,
      checks: ['mailbox.open', 'server.version', 'server.clock', 'ews.retirement'],
      findings: [],
    });
  });

  it.each([
    ['a domain and a user name', String.raw`TIDEWATER\ada`],
    ['the address', ada],
  ])('one’s own mailbox needs no rights from anybody: signed in with %s', async (_name, username) => {
    const emulator = await start();
    const credential = basic(username, 'ada-password-9c1f', ada);
    expect((await connect(emulator, { credential }).diagnose({ mailboxes: [ada.toUpperCase()] })).findings).toEqual([]);
    // Somebody else keeps the credential, and whose name signs in is not known.
    const authorization = passwordAuthorization(credential);
    const { account } = credential;
    expect((await connect(emulator, { account, authorization }).diagnose()).findings).toEqual([]);
  });

  it('one’s own mailbox needs no rights from anybody: signed in with a name that looks like another address', async () => {
    const set =
      '<t:PermissionSet><t:CalendarPermissions><t:CalendarPermission><t:UserId><t:DistinguishedUser>Default</t:DistinguishedUser></t:UserId><t:CalendarPermissionLevel>None</t:CalendarPermissionLevel></t:CalendarPermission></t:CalendarPermissions></t:PermissionSet>';
    const answer = ({ operation, body }: SentRequest): Response =>
      operation === 'GetDelegate'
        ? fault('ErrorAccessDenied')
        : folderAnswer('F=', body.includes('PermissionSet') ? set : '');
    const fake = fakeExchange(answer, {}, basic('ada.brandt@corp.tidewater.example', 'ada-password-9c1f', ada));
    expect((await fake.connection.diagnose()).findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('tells an owner’s rights in somebody else’s mailbox from those in one’s own', async () => {
    const emulator = await start({ permissions: [{ mailbox: ada, grantee: ben, level: 'Owner' }] });
    const authorization = passwordAuthorization(benAtAda);
    const diagnosis = await connect(emulator, { account: benAtAda.account, authorization }).diagnose();
    expect(diagnosis.checks).toContain('folders.permissions');
    expect(found(diagnosis, 'privateItemsHidden')).toMatchObject({ evidence: { mailbox: ada } });
    emulator.grantPermission({ mailbox: ada, grantee: ben, level: 'Owner', viewPrivateItems: true });
    const mended = await connect(emulator, { account: benAtAda.account, authorization }).diagnose();
    expect(found(mended, 'privateItemsHidden')).toBeUndefined();
  });

  it('is not stopped by a guard of the application’s own', async () => {
    const emulator = await start();
    const policy = { calendars: 'freeBusy', contacts: 'none' } as const;
    expect((await connect(emulator, { credential: adaOwn, policy }).diagnose()).findings).toEqual([]);
  });

  it('EWS that is switched off', async () => {
    const emulator = await start();
    emulator.setBlocked(true);
    const diagnosis = await connect(emulator, { credential: adaOwn }).diagnose();
    expect(found(diagnosis, 'ewsBlocked')).toMatchObject({
      severity: 'error',
      evidence: { status: 403, reason: 'ewsBlocked' },
    });
    expect(found(diagnosis, 'serverVersionUnknown')).toMatchObject({ severity: 'info' });
    expect(diagnosis.findings.map(({ severity }) => severity)).toEqual(['error', 'info']);
  });

  it('the end of EWS in Exchange Online', async () => {
    const emulator = await start({ version: '15.20' });
    const oauth = tokensOf(emulator, { appOnly: true, roles: ['full_access_as_app'] });
    const diagnosis = await connect(emulator, { credential: application(ada) }, { oauth }).diagnose();
    expect(diagnosis.findings).toMatchObject([
      { code: 'ewsRetirement', severity: 'warning', evidence: { status: 'available' } },
    ]);
  });

  it('a refused password', async () => {
    const diagnosis = await connect(await start(), { credential: basic(ada, 'guess') }).diagnose();
    expect(found(diagnosis, 'reauthorizationRequired')?.evidence).toMatchObject({ reason: 'credentialRejected' });
    expect(JSON.stringify(diagnosis)).not.toContain('guess');
  });

  it.each([
    [3_600_000, 3_600],
    [-301_000, -301],
    [300_000, undefined],
  ])('a clock that is %i ms ahead', async (aheadMs, differenceSeconds) => {
    const emulator = await start();
    const clock = manualClock(new Date(Date.parse(conformanceNow) + aheadMs).toISOString());
    const diagnosis = await connect(emulator, { credential: adaOwn }, { runtime: { clock } }).diagnose();
    expect(found(diagnosis, 'clockSkew')?.evidence).toEqual(
      differenceSeconds === undefined ? undefined : { differenceSeconds },
    );
  });

  it('a clock is not judged without the time of the server', async () => {
    for (const date of [undefined, '120', 'yesterday']) {
      const fake = fakeExchange(() => {
        const response = folderAnswer();
        if (date !== undefined) response.headers.set('date', date);
        return response;
      });
      expect((await fake.connection.diagnose()).findings).toEqual([]);
    }
  });

  it('impersonation that the kind of credential forbids', async () => {
    const fake = fakeExchange(() => fault('ErrorInvalidExchangeImpersonationHeaderData'));
    expect((await fake.connection.diagnose()).findings[0]).toMatchObject({
      code: 'impersonationDenied',
      cure: { text: expect.stringContaining('credentialKind') },
    });
  });

  it('a code of the server’s that means nothing', async () => {
    const fake = fakeExchange(() => fault('constructor'));
    expect((await fake.connection.diagnose()).findings[0]?.code).toBe('urlWrong');
  });

  it('a role that is missing in the token', async () => {
    const emulator = await start();
    const oauth = tokensOf(emulator, { appOnly: true, roles: [] });
    const diagnosis = await connect(emulator, { credential: application(ada) }, { oauth }).diagnose();
    expect(found(diagnosis, 'roleMissing')?.evidence).toMatchObject({
      vendorCode: '2000008',
      missingScopes: ['full_access_as_app'],
    });
  });

  describe('application access policies', () => {
    const clientId = '0f1e2d3c-0000-4000-8000-000000000001';
    const request: IssueTokensRequest = { appOnly: true, clientId, roles: ['full_access_as_app'] };
    const restricted = (members: readonly string[]): ExchangeEmulatorOptions['applicationAccess'] => ({
      policies: [{ clientId, accessRight: 'RestrictAccess', members }],
    });

    it('that deny the mailbox, and one of several', async () => {
      const emulator = await start({ applicationAccess: restricted([ada]) ?? {} });
      const oauth = tokensOf(emulator, request);
      const denied = await connect(emulator, { credential: application(ben) }, { oauth }).diagnose();
      expect(found(denied, 'accessPolicyDenied')?.evidence).toMatchObject({ mailbox: ben });
      const others = await connect(emulator, { credential: application(ada) }, { oauth }).diagnose({
        mailboxes: [ben],
      });
      expect(others.findings).toMatchObject([{ code: 'accessPolicyDenied', evidence: { mailbox: ben } }]);
    });

    it('are asked about the mailbox in question, not about that of the connection', async () => {
      const emulator = await start({ applicationAccess: restricted([ada]) ?? {} });
      const testedAccess = (mailbox: string): 'granted' | 'unknown' => (mailbox === ada ? 'granted' : 'unknown');
      const settings: Partial<EwsSettings> = { oauth: tokensOf(emulator, request), testedAccess };
      const connection = connect(emulator, { credential: application(ada) }, settings);
      // Ben is refused for good, whatever is granted for Ada.
      const { findings } = await connection.diagnose({ mailboxes: [ben] });
      expect(findings).toMatchObject([{ code: 'accessPolicyDenied', severity: 'error', evidence: { mailbox: ben } }]);
      const check = connection.checkFolderPermissions({ mailbox: ben, profile: 'wide', principal: ada });
      await expect(check).rejects.toMatchObject({ code: 'accessDenied', operation: 'checkFolderPermissions' });
    });

    it('that deny another mailbox keep this one from asking for it', async () => {
      const emulator = await start();
      const testedAccess = (mailbox: string): 'granted' | 'denied' => (mailbox === ben ? 'denied' : 'granted');
      const settings: Partial<EwsSettings> = { oauth: tokensOf(emulator, request), testedAccess };
      const connection = connect(emulator, { credential: application(ada) }, settings);
      const check = connection.checkFolderPermissions({ mailbox: ben, profile: 'wide', principal: ada });
      await expect(check).rejects.toMatchObject({ code: 'accessDenied' });
      const { findings } = await connection.diagnose({ mailboxes: [ben] });
      expect(findings).toMatchObject([{ code: 'accessPolicyDenied', evidence: { mailbox: ben } }]);
      const bodies = emulator.exchanges.map((exchange) => exchange.request.body);
      expect(bodies.length).toBeGreaterThan(0);
      expect(bodies.filter((body) => body.includes(ben))).toEqual([]);
    });

    it.each([45, 90])('that grant it and are not felt for %i minutes', async (minutes) => {
      const clock = manualClock(conformanceNow);
      const emulator = await start({ clock, applicationAccess: restricted([]) ?? {} });
      const testedAccess = (mailbox: string): 'granted' | 'denied' =>
        emulator.testApplicationAccess({ clientId, mailbox }).accessCheckResult === 'Granted' ? 'granted' : 'denied';
      const settings: Partial<EwsSettings> = { oauth: tokensOf(emulator, request), testedAccess, runtime: { clock } };
      emulator.setApplicationAccess(restricted([ada]) ?? {}, { effectiveAfterMs: minutes * 60_000 });
      const connection = connect(emulator, { credential: application(ada) }, settings);
      const codes: string[] = [];
      for (let passed = 0; passed <= minutes; passed += 15) {
        const call = connection.calendars.list().then(
          () => 'answered',
          ({ code }: { code: string }) => code,
        );
        codes.push(await call);
        const { findings } = await connection.diagnose();
        codes.push(findings.map(({ code, severity }) => `${severity} ${code}`).join());
        await clock.advance(15 * 60_000);
      }
      const waiting = ['policyPropagating', 'warning accessPolicyPropagating,info serverVersionUnknown'];
      expect(codes.slice(0, 2)).toEqual(waiting);
      expect(codes.slice(0, -2).filter((_code, index) => index % 2 === 0)).toEqual(
        Array.from({ length: minutes / 15 }, () => 'policyPropagating'),
      );
      expect(codes.slice(-2)).toEqual(['answered', '']);
    });

    it.each([45, 90])('that deny it and are not felt for %i minutes: nothing is asked any more', async (minutes) => {
      const clock = manualClock(conformanceNow);
      const emulator = await start({ clock });
      emulator.setApplicationAccess(restricted([]) ?? {}, { effectiveAfterMs: minutes * 60_000 });
      const testedAccess = (mailbox: string): 'granted' | 'denied' =>
        emulator.testApplicationAccess({ clientId, mailbox }).accessCheckResult === 'Granted' ? 'granted' : 'denied';
      const settings: Partial<EwsSettings> = { oauth: tokensOf(emulator, request), testedAccess, runtime: { clock } };
      const connection = connect(emulator, { credential: application(ada) }, settings);
      await expect(connection.calendars.list()).rejects.toMatchObject({ code: 'accessDenied' });
      expect(found(await connection.diagnose(), 'accessPolicyDenied')).toBeDefined();
      expect(emulator.exchanges).toEqual([]);
    });
  });

  it('impersonation without the role on premises', async () => {
    const diagnosis = await connect(await start(), { credential: benAtAda }, { useImpersonation: true }).diagnose();
    expect(found(diagnosis, 'impersonationDenied')).toMatchObject({ evidence: { mailbox: ada } });
  });

  it('a service user without a mailbox', async () => {
    const emulator = await start({
      serviceAccounts: [{ id: 'svc', name: 'Service', address: 'svc@tidewater.example', password: 'svc-password-1' }],
      permissions: [{ mailbox: ada, grantee: 'svc', level: 'Editor', viewPrivateItems: true }],
    });
    const credential = basic('svc@tidewater.example', 'svc-password-1', ada);
    const diagnosis = await connect(emulator, { credential }).diagnose();
    expect(found(diagnosis, 'mailboxMissing')?.evidence).toMatchObject({
      vendorCode: 'ErrorMissingEmailAddress',
      mailbox: 'svc@tidewater.example',
    });
    expect(diagnosis.checks).toContain('principal.inbox');
  });

  it('rights that are missing, private items that are hidden', async () => {
    const emulator = await start({
      permissions: [{ mailbox: ada, grantee: ben, folder: 'calendar', level: 'Reviewer' }],
    });
    const own = await connect(emulator, { credential: benAtAda }).diagnose();
    expect(found(own, 'folderRightsMissing')).toMatchObject({
      evidence: { mailbox: ada, principal: ben, missing: ['calendar: CreateItems', 'drafts: FolderVisible'] },
      cure: { commands: expect.arrayContaining([expect.stringContaining('MailboxFolderPermission')]) },
    });
    expect(found(own, 'privateItemsHidden')).toMatchObject({ severity: 'warning', evidence: { mailbox: ada } });
  });

  it('a mailbox of others that may not be seen at all', async () => {
    const diagnosis = await connect(await start(), { credential: adaOwn }).diagnose({ mailboxes: [ben] });
    expect(found(diagnosis, 'folderRightsMissing')?.evidence).toMatchObject({ mailbox: ben });
  });

  it('rights that somebody else was given, naming both', async () => {
    const permission = (address: string, level: string): string =>
      `<t:CalendarPermission><t:UserId><t:PrimarySmtpAddress>${address}</t:PrimarySmtpAddress></t:UserId><t:CalendarPermissionLevel>${level}</t:CalendarPermissionLevel></t:CalendarPermission>`;
    const set = `<t:DisplayName>Kalender</t:DisplayName><t:PermissionSet><t:CalendarPermissions>${permission('old-service@tidewater.example', 'Editor')}${permission(ada, 'Reviewer')}</t:CalendarPermissions></t:PermissionSet>`;
    const fake = fakeExchange((request) => {
      if (request.operation === 'GetDelegate') return fault('ErrorAccessDenied');
      return folderAnswer('F=', request.body.includes('PermissionSet') ? set : '');
    });
    const diagnosis = await fake.connection.diagnose({ mailboxes: ['pier@tidewater.example'] });
    expect(found(diagnosis, 'principalMismatch')).toMatchObject({
      message: expect.stringMatching(/ada@tidewater\.example.*old-service@tidewater\.example/),
      evidence: { principal: ada, granted: ['old-service@tidewater.example'] },
    });
    expect(found(diagnosis, 'folderRightsMissing')?.cure.commands?.[0]).toContain(
      String.raw`pier@tidewater.example:\Kalender`,
    );
  });

  it.each<[string, Response, Finding['code']]>([
    ['nothing at the URL', new Response('', { status: 404 }), 'urlWrong'],
    ['a sign-in page', new Response('<!DOCTYPE html><html/>'), 'urlWrong'],
    ['an outage', new Response('', { status: 503 }), 'serviceUnreachable'],
    ['a mailbox nobody has', fault('ErrorNonExistentMailbox'), 'mailboxMissing'],
    ['a server that is too old', fault('ErrorInvalidServerVersion'), 'serverVersionTooOld'],
  ])('%s', async (_name, response, code) => {
    const fake = fakeExchange(() => response.clone());
    expect((await fake.connection.diagnose()).findings[0]?.code).toBe(code);
  });

  it('a server whose version says that it is too old', async () => {
    const old = await folderAnswer().text();
    const fake = fakeExchange(
      () => new Response(old.replace('MajorVersion="15" MinorVersion="2"', 'MajorVersion="14" MinorVersion="0"')),
    );
    expect(found(await fake.connection.diagnose(), 'serverVersionTooOld')).toMatchObject({
      evidence: { product: 'Exchange Server 2010', version: '14.0.2562.46' },
    });
  });

  it.each<[string, string, Finding['code']]>([
    ['AADSTS7000215', 'invalidConfiguration', 'clientSecretWrong'],
    ['AADSTS7000218', 'invalidConfiguration', 'publicClientFlowsOff'],
    ['AADSTS700016', 'invalidConfiguration', 'applicationNotFound'],
    ['AADSTS700027', 'privateKeyUnavailable', 'certificateKeyUnusable'],
  ])('what Entra says of the registration: %s', async (vendorCode, code, finding) => {
    const { CalendarError } = await import('@kalends/core');
    const refusing = {
      ...scriptedIssuer(),
      // One of the closed list, as the table above says.
      issue: () =>
        Promise.reject(new CalendarError({ code: code as 'invalidConfiguration', message: 'refused', vendorCode })),
    };
    const fake = fakeExchange(() => folderAnswer(), { oauth: { tokens: refusing } }, room);
    expect((await fake.connection.diagnose()).findings[0]).toMatchObject({ code: finding, evidence: { vendorCode } });
  });

  it.each([
    ['http://app.example/notify', true],
    ['https://localhost/notify', true],
    ['https://app.example/notify', false],
  ])('a callback at %s', async (webhookUrl, isWrong) => {
    const diagnosis = await fakeExchange(() => folderAnswer()).connection.diagnose({ webhookUrl });
    expect(found(diagnosis, 'webhookUnreachable') !== undefined).toBe(isWrong);
    expect(diagnosis.checks).toContain('webhook.url');
  });

  it('throws for what is no finding', async () => {
    const fake = fakeExchange(() =>
      answerOf('GetFolder', [failure('GetFolder', 'ErrorAccessDenied'), success('GetFolder', '')]),
    );
    await expect(fake.connection.diagnose({ mailboxes: ['nobody'] })).rejects.toMatchObject({
      code: 'invalidArgument',
    });
    await expect(fake.connection.diagnose({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await fake.connection.close();
    await expect(fake.connection.diagnose()).rejects.toMatchObject({ code: 'disposed' });
  });
});
