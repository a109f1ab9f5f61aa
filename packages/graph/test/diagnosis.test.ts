import { CalendarError, calendarErrorCodes, findingCodes, Secret } from '@kalends/core';
import type { ApplicationCredential, Diagnosis, TokenCredential } from '@kalends/core';
import { demoEntraClient, graphFaults } from '@kalends/testing';
import { describe, expect, it, test } from 'vitest';
import type { Company } from '@kalends/testing';
import type { GraphSettings } from '../src/index.ts';
import { setUp } from './support/harbour.ts';
import type { Setup } from './support/harbour.ts';

const { clientId } = demoEntraClient;

function roomOf({ emulator }: Setup): ApplicationCredential {
  const address = 'pier@harbour.example';
  return {
    kind: 'application',
    provider: 'graph',
    account: { id: address, address, tenantId: emulator.tenantId },
    issuedAt: '2026-03-20T08:00:00Z',
  };
}

async function diagnose(
  setup: Setup,
  credential: TokenCredential,
  settings: Partial<GraphSettings> = {},
): Promise<Diagnosis> {
  return setup.providerWith(settings).connect({ credential }).diagnose();
}

const codesOf = ({ findings }: Diagnosis): readonly string[] => findings.map(({ code }) => code);

describe('diagnose', () => {
  it('finds nothing wrong with what works, and says what it looked at', async () => {
    const setup = await setUp();
    for (const credential of [setup.credentialOf('ada'), roomOf(setup)])
      expect(await diagnose(setup, credential)).toEqual({
        provider: 'graph',
        checkedAt: '2026-03-20T08:00:00.000Z',
        checks: ['clientCredential', 'accessToken', 'permissions', 'calendar', 'clock', 'roomMailbox'],
        findings: [],
      });
  });

  it.each<[string, string, (setup: Setup) => void, Partial<GraphSettings>]>([
    ['consent taken back', 'consentMissing', ({ emulator }) => emulator.withdrawConsent('ada'), {}],
    ['sessions ended', 'reauthorizationRequired', ({ emulator }) => emulator.revokeSessions('ada'), {}],
    [
      'a disabled account',
      'reauthorizationRequired',
      ({ emulator }) => emulator.updateUser('ada', { isEnabled: false }),
      {},
    ],
    ['a deleted application', 'applicationNotFound', ({ emulator }) => emulator.deleteApplication(), {}],
    ['a disabled application', 'applicationDisabled', ({ emulator }) => emulator.disableApplication(), {}],
    ['a deleted tenant', 'tenantNotFound', ({ emulator }) => emulator.deleteTenant(), {}],
    ['a wrong secret', 'clientSecretWrong', () => undefined, { clientSecret: 'the id of the secret' }],
    ['a mailbox on a server', 'mailboxMissing', ({ emulator }) => emulator.setMailboxHosting('ada', 'onPremises'), {}],
    ['no licence', 'mailboxMissing', ({ emulator }) => emulator.setMailboxHosting('ada', 'none'), {}],
    [
      'a broken service',
      'serviceUnreachable',
      ({ emulator }) => emulator.faults.add(graphFaults.internalServerError()),
      {},
    ],
  ])('finds %s', async (_case, code, arrange, settings) => {
    const setup = await setUp();
    const credential = setup.credentialOf('ada');
    arrange(setup);
    const diagnosis = await diagnose(setup, credential, settings);
    expect(codesOf(diagnosis)).toEqual([code]);
    expect(diagnosis.findings[0]).toMatchObject({ severity: 'error', cure: { text: expect.any(String) } });
  });

  it('finds a secret that has ended', async () => {
    const setup = await setUp({ clients: [{ ...demoEntraClient, clientSecretExpiresAt: '2026-03-01T00:00:00Z' }] });
    expect(codesOf(await diagnose(setup, roomOf(setup)))).toEqual(['clientSecretExpired']);
  });

  it('finds a certificate that cannot be used, and says it once', async () => {
    const setup = await setUp();
    const diagnosis = await diagnose(setup, roomOf(setup), {
      certificate: {
        kind: 'pem',
        certificate: { file: '/nowhere/certificate.pem' },
        privateKey: { file: '/nowhere/key.pem' },
      },
    });
    expect(codesOf(diagnosis)).toEqual(['certificateKeyUnusable']);
    expect(JSON.stringify(diagnosis)).not.toContain('nowhere');
    expect(setup.emulator.exchanges).toEqual([]);
  });

  it('finds public client flows that are off', async () => {
    const setup = await setUp({ clients: [{ clientId: 'service', redirectUris: [] }] });
    const credential: TokenCredential = {
      kind: 'password',
      provider: 'graph',
      account: { id: 'x', address: 'ada@harbour.example' },
      username: new Secret('ada@harbour.example'),
      password: new Secret('tide-1'),
      scopes: ['Calendars.Read'],
      issuedAt: '2026-03-20T08:00:00Z',
    };
    const diagnosis = await setup.publicProvider('service').connect({ credential }).diagnose();
    expect(codesOf(diagnosis)).toEqual(['publicClientFlowsOff']);
  });

  it('finds the scopes that a wider policy lacks', async () => {
    const setup = await setUp();
    const policy = { calendars: 'readWrite', contacts: 'read' } as const;
    const { findings } = await diagnose(setup, setup.credentialOf('ada'), { policy });
    expect(findings.map(({ code, evidence }) => [code, evidence['missing']])).toEqual([
      ['scopeMissing', ['Calendars.ReadWrite']],
      ['scopeMissing', ['Contacts.Read']],
    ]);
    const credential = setup.credentialOf('ada');
    expect((await setup.providerWith({ policy }).checkPermissions({ credential })).map(({ code }) => code)).toEqual([
      'scopeMissing',
      'scopeMissing',
    ]);
  });

  it('says once that reading was never granted', async () => {
    const setup = await setUp();
    const { findings } = await diagnose(setup, setup.credentialOf('ada', ['Contacts.Read']));
    expect(findings.map(({ code, evidence }) => [code, evidence['missing']])).toEqual([
      ['scopeMissing', ['Calendars.Read']],
    ]);
  });

  it('finds the roles that an application lacks', async () => {
    const setup = await setUp({ clients: [{ ...demoEntraClient, applicationPermissions: ['User.Read.All'] }] });
    const { findings } = await diagnose(setup, roomOf(setup));
    expect(findings.map(({ code, evidence }) => [code, evidence['missing']])).toEqual([
      ['roleMissing', ['Calendars.Read']],
    ]);
    const found = await setup.provider.checkPermissions({ credential: roomOf(setup) });
    expect(found).toEqual([
      expect.objectContaining({ code: 'roleMissing', evidence: { missing: ['Calendars.Read'] } }),
    ]);
    const enough = await setUp();
    expect(await enough.provider.checkPermissions({ credential: roomOf(enough) })).toEqual([]);
  });

  it('tells a rule that denies from one that is on its way', async () => {
    const policies = [{ clientId, accessRight: 'DenyAccess', members: ['pier'] }] as const;
    const setup = await setUp({ applicationAccessPolicies: policies });
    expect(codesOf(await diagnose(setup, roomOf(setup)))).toEqual(['accessPolicyDenied']);
    const { findings } = await diagnose(setup, roomOf(setup), { testedAccess: () => 'granted' });
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([['accessPolicyPropagating', 'warning']]);
  });

  it('finds a clock that is wrong', async () => {
    const setup = await setUp();
    const clock = { now: () => setup.clock.now() + 3_600_000, sleep: setup.clock.sleep.bind(setup.clock) };
    const fast = await diagnose(setup, roomOf(setup), { runtime: { clock } });
    expect(fast.findings).toEqual([
      expect.objectContaining({ code: 'clockSkew', severity: 'warning', evidence: { differenceSeconds: 3_600 } }),
    ]);
  });

  test.each([
    ['http://app.harbour.example/notifications', 'https:'],
    ['https://10.1.2.3/notifications', 'not on the internet'],
  ])('finds that %s cannot be called', async (webhookUrl, why) => {
    const setup = await setUp();
    const connection = setup.provider.connect({ credential: setup.credentialOf('ada') });
    const { findings } = await connection.diagnose({ webhookUrl });
    expect(findings.map(({ code, evidence }) => [code, evidence['problem']])).toEqual([
      ['webhookUnreachable', expect.stringContaining(why)],
    ]);
  });

  it('has nothing against a webhook address with the right form', async () => {
    const setup = await setUp();
    const connection = setup.provider.connect({ credential: setup.credentialOf('ada') });
    const { findings, checks } = await connection.diagnose({ webhookUrl: 'https://app.harbour.example/notifications' });
    expect([findings, checks[0]]).toEqual([[], 'webhookUrl']);
  });

  it.each([
    ['webhookUrl', { webhookUrl: 7 }],
    ['mailboxes', { mailboxes: 'pier@harbour.example' }],
    ['mailboxes', { mailboxes: Array.from({ length: 101 }, (_, index) => `m${index}@harbour.example`) }],
    ['mailboxes', { mailboxes: ['no address'] }],
  ])('refuses options it cannot use: %s', async (name, options) => {
    const setup = await setUp();
    const connection = setup.provider.connect({ credential: setup.credentialOf('ada') });
    // Programs without types pass anything.
    await expect(connection.diagnose(options as Parameters<typeof connection.diagnose>[0])).rejects.toMatchObject({
      code: 'invalidArgument',
      message: expect.stringContaining(name),
    });
  });

  it('ends when its caller leaves, and after close', async () => {
    const setup = await setUp();
    const connection = setup.provider.connect({ credential: setup.credentialOf('ada') });
    await expect(connection.diagnose({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await connection.close();
    await expect(connection.diagnose()).rejects.toMatchObject({ code: 'disposed', operation: 'diagnose' });
  });
});

describe('diagnose, a room', () => {
  const privateTalk: Company = {
    name: 'Harbour Office',
    domain: 'harbour.example',
    timeZone: 'Europe/Berlin',
    people: [],
    rooms: [],
    meetings: [
      {
        id: 'talk',
        title: 'Talk about wages',
        description: 'Between the two of us',
        organizer: 'ada',
        invitees: [{ who: 'pier', response: 'accepted' }],
        when: { kind: 'timed', start: '2026-03-24T09:00:00', end: '2026-03-24T10:00:00', timeZone: 'Europe/Berlin' },
        privacy: 'private',
      },
    ],
  };

  it('finds nothing wrong where all settings are right', async () => {
    const setup = await setUp();
    setup.emulator.seed(privateTalk);
    expect((await diagnose(setup, roomOf(setup))).findings).toEqual([]);
  });

  test.each([
    [
      'the organizer in place of the subject',
      { addOrganizerToSubject: true, deleteSubject: true },
      'subjectReplaced',
      '-DeleteSubject $false',
    ],
    [
      'the organizer before the subject',
      { addOrganizerToSubject: true },
      'subjectReplaced',
      '-AddOrganizerToSubject $false',
    ],
    ['empty bodies', { deleteComments: true }, 'bodyEmpty', '-DeleteComments $false'],
    ['a lost private flag', { removePrivateProperty: true }, 'privateFlagLost', '-RemovePrivateProperty $false'],
  ] as const)('finds %s', async (_case, processing, symptom, command) => {
    const setup = await setUp({ mailboxes: { pier: { processing } } });
    setup.emulator.seed(privateTalk);
    const { findings } = await diagnose(setup, roomOf(setup));
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'roomMailboxSettings',
        evidence: expect.objectContaining({ symptom, mailbox: 'pier@harbour.example' }),
        cure: expect.objectContaining({ commands: [expect.stringContaining(command)] }),
      }),
    ]);
  });

  it('leaves the mailbox of a blocked organizer alone', async () => {
    const setup = await setUp({ mailboxes: { pier: { processing: { removePrivateProperty: true } } } });
    setup.emulator.seed(privateTalk);
    const provider = setup.providerWith({ blockedMailboxes: ['ada@harbour.example'] });
    const { findings } = await provider.connect({ credential: roomOf(setup) }).diagnose();
    expect(findings).toEqual([]);
    const paths = setup.emulator.exchanges.map(({ request }) => decodeURIComponent(request.path));
    expect(paths.filter((path) => path.includes('ada@harbour.example'))).toEqual([]);
  });

  it('takes nobody’s own calendar for one', async () => {
    const setup = await setUp();
    setup.emulator.seed({
      ...privateTalk,
      meetings: [
        {
          id: 'daily',
          title: 'Ada Quay asks',
          organizer: 'ada',
          invitees: [{ who: 'bo' }],
          when: { kind: 'timed', start: '2026-03-21T09:00:00', end: '2026-03-21T09:10:00', timeZone: 'Europe/Berlin' },
          series: { rule: 'FREQ=DAILY;COUNT=25' },
        },
      ],
    });
    const { findings } = await diagnose(setup, setup.credentialOf('bo'));
    expect(findings).toEqual([]);
  });
});

describe('diagnose, a service account with mailboxes of others', () => {
  const mailboxes = ['pier@harbour.example'];
  const rightsOf = async (rights: readonly ('FullAccess' | 'SendAs')[]): Promise<readonly unknown[]> => {
    const mailboxPermissions = rights.length === 0 ? [] : [{ mailbox: 'pier', delegate: 'ada', rights }];
    const setup = await setUp({ mailboxPermissions });
    const credential = setup.credentialOf('ada', ['Calendars.ReadWrite.Shared']);
    const { findings } = await setup.provider.connect({ credential }).diagnose({ mailboxes });
    return findings.map(({ evidence, severity }) => [evidence['right'], severity]);
  };

  // Whether it may send as somebody is shown to nobody; it stands as an open point in each case.
  test.each([
    [
      'none',
      [],
      [
        ['FullAccess', 'error'],
        ['SendAs', 'info'],
      ],
    ],
    [
      'one that cannot be seen',
      ['SendAs'],
      [
        ['FullAccess', 'error'],
        ['SendAs', 'info'],
      ],
    ],
    ['one that can', ['FullAccess'], [['SendAs', 'info']]],
    ['both', ['FullAccess', 'SendAs'], [['SendAs', 'info']]],
  ] as const)('with %s of the rights', async (_case, rights, expected) => {
    expect(await rightsOf(rights)).toEqual(expected);
  });

  it('names the commands for the administrator', async () => {
    const setup = await setUp();
    const credential = setup.credentialOf('ada', ['Calendars.Read.Shared']);
    const { findings } = await setup.provider.connect({ credential }).diagnose({ mailboxes });
    expect(findings.flatMap(({ cure }) => cure.commands ?? [])).toEqual([
      "Add-MailboxPermission -Identity 'pier@harbour.example' -User 'ada@harbour.example' -AccessRights 'FullAccess' -AutoMapping $false",
      "Add-RecipientPermission -Identity 'pier@harbour.example' -Trustee 'ada@harbour.example' -AccessRights 'SendAs'",
    ]);
  });

  it('of an application are looked at one by one', async () => {
    const policies = [{ clientId, accessRight: 'DenyAccess', members: ['bo'] }] as const;
    const setup = await setUp({ applicationAccessPolicies: policies });
    const connection = setup.provider.connect({ credential: roomOf(setup) });
    const { findings } = await connection.diagnose({
      mailboxes: ['ada@harbour.example', 'bo@harbour.example', 'nobody@harbour.example'],
    });
    expect(findings.map(({ code, evidence }) => [code, evidence['mailbox']])).toEqual([
      ['accessPolicyDenied', 'bo@harbour.example'],
      ['mailboxMissing', 'nobody@harbour.example'],
    ]);
  });

  it('are judged by what is known of each, not of the application’s own mailbox', async () => {
    const policies = [{ clientId, accessRight: 'DenyAccess', members: ['ada', 'bo'] }] as const;
    const setup = await setUp({ applicationAccessPolicies: policies });
    const provider = setup.providerWith({
      testedAccess: (mailbox) => (mailbox === 'bo@harbour.example' ? 'denied' : 'granted'),
    });
    const { findings } = await provider
      .connect({ credential: roomOf(setup) })
      .diagnose({ mailboxes: ['ada@harbour.example', 'bo@harbour.example'] });
    expect(findings.map(({ code, evidence }) => [code, evidence['mailbox']])).toEqual([
      ['accessPolicyDenied', 'bo@harbour.example'],
      ['accessPolicyPropagating', 'ada@harbour.example'],
    ]);
  });

  it.each([
    ['an application', roomOf],
    ['a service account', (setup: Setup) => setup.credentialOf('ada', ['Calendars.ReadWrite.Shared'])],
  ])('are not asked for by %s when they are blocked', async (_case, credentialIn) => {
    const setup = await setUp();
    const provider = setup.providerWith({ blockedMailboxes: ['bo@harbour.example'] });
    const { findings } = await provider
      .connect({ credential: credentialIn(setup) })
      .diagnose({ mailboxes: ['bo@harbour.example'] });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({ code: 'accessPolicyDenied', message: expect.stringContaining('nothing was sent') }),
    ]);
    const paths = setup.emulator.exchanges.map(({ request }) => decodeURIComponent(request.path));
    expect(paths.filter((path) => path.includes('bo@harbour.example'))).toEqual([]);
  });
});

test('every finding that can be made of an error is one of core’s list', async () => {
  const { findingOfError } = await import('../src/diagnosis/finding-of-error.ts');
  for (const code of calendarErrorCodes)
    expect(findingCodes).toContain(findingOfError(new CalendarError({ code, message: 'x' })).code);
});
