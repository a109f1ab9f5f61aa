import { sign, constants } from 'node:crypto';
import { nestedAppTokenVerifier, tokenPermissions } from '../src/index.ts';
import type { NestedAppTokenSettings, NestedAppTokenVerifier } from '../src/index.ts';
import { describe, expect, it, test } from 'vitest';
import { failureOf } from './support/fake-entra.ts';
import { confidential, publicApplication, redirectUri, startRig } from './support/rig.ts';
import type { Rig } from './support/rig.ts';
import { passphrase, testCertificates } from './support/test-certificates.ts';

const { certificate, key, anotherKey, file } = testCertificates;
const reading = { calendars: 'read', contacts: 'none' } as const;

describe('the authorization code flow', () => {
  it('leads from the page to a credential that is renewed', async () => {
    const rig = await startRig();
    const directory = rig.application();
    const credential = await rig.signIn(directory);
    expect(credential).toMatchObject({
      kind: 'oauth',
      provider: 'graph',
      account: {
        id: rig.emulator.objectIdOf('ada'),
        address: 'ada@harbour.example',
        name: 'Ada Quay',
        tenantId: rig.emulator.tenantId,
      },
    });
    const issued = await directory.tokens.issue({ credential });
    expect(tokenPermissions(issued.accessToken)?.scopes).toContain('Calendars.Read');
    expect(issued.refreshToken?.reveal()).not.toBe(credential.refreshToken.reveal());
    // As the first one keeps working, a lost answer locks nobody out.
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
  });

  test.each([
    ['freeBusy', 'none'],
    ['freeBusy', 'read'],
    ['read', 'none'],
    ['read', 'read'],
    ['read', 'readWrite'],
    ['readWrite', 'none'],
    ['readWrite', 'read'],
    ['readWrite', 'readWrite'],
  ] as const)('grants what a policy of %s and %s asks for', async (calendars, contacts) => {
    const rig = await startRig();
    const directory = rig.application();
    const policy = { calendars, contacts };
    const credential = await rig.signIn(directory, { url: { policy } });
    expect(directory.signIn.grantedAccess(credential.scopes)).toEqual(policy);
    const asked = rig.emulator.exchanges.find(({ request }) => request.path.endsWith('/authorize'));
    const scope = asked?.request.query
      .get('scope')
      ?.split(' ')
      .filter((name) => name.includes('.'));
    expect(scope).toEqual(directory.signIn.scopesFor(policy).filter((name) => name.includes('.')));
  });

  it('refuses another account than the one that started it', async () => {
    const rig = await startRig();
    const expectedAccount = { address: 'ada@harbour.example' };
    const walk = rig.signIn(rig.application(), { person: 'bo', expectedAccount });
    await expect(walk).rejects.toMatchObject({ code: 'signInRefused' });
  });

  it('names a refusal on the page', async () => {
    const rig = await startRig();
    await expect(
      rig.signIn(rig.application(), {
        fields: { username: 'ada@harbour.example', password: 'tide-1', decision: 'deny' },
      }),
    ).rejects.toMatchObject({ code: 'consentRequired', vendorCode: 'AADSTS65004' });
  });

  test.each([
    ['a certificate', { kind: 'pem', certificate, privateKey: key }],
    ['a container', { kind: 'pfx', pfx: { file: file('legacy.pfx') }, passphrase }],
    [
      'a key elsewhere',
      {
        kind: 'signer',
        certificate,
        sign: (data: Uint8Array) =>
          Promise.resolve(sign('sha256', data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })),
      },
    ],
  ] as const)('takes %s for the application’s proof', async (_case, proof) => {
    const { clientSecret: _, ...client } = confidential;
    const rig = await startRig({ clients: [{ ...client, certificates: [certificate] }] });
    const directory = rig.application({ certificate: proof });
    const credential = await rig.signIn(directory);
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
  });

  it('is told when the certificate is not the registered one', async () => {
    const { clientSecret: _, ...client } = confidential;
    const rig = await startRig({ clients: [{ ...client, certificates: [testCertificates.elliptic] }] });
    const directory = rig.application({ certificate: { kind: 'pem', certificate, privateKey: key } });
    await expect(rig.signIn(directory)).rejects.toMatchObject({
      code: 'invalidConfiguration',
      vendorCode: 'AADSTS700027',
      cure: { text: expect.stringContaining('Upload the certificate') },
    });
    const mismatched = rig.application({ certificate: { kind: 'pem', certificate, privateKey: anotherKey } });
    await expect(rig.signIn(mismatched)).rejects.toMatchObject({ reason: 'keyMismatch' });
  });
});

describe('an organization where people may not consent', () => {
  it('sends them to their administrator, whose consent lets everybody in silently', async () => {
    const rig = await startRig({ userConsent: 'disabled' });
    const directory = rig.application({ usersMayConsent: false, adminConsentRedirectUri: redirectUri });
    // Without knowing of the switch, a person would have ended here.
    const unaware = await rig.signIn(rig.application()).then(undefined, (error: unknown) => error);
    expect(unaware).toMatchObject({ code: 'adminConsentRequired', retryAfterMs: 1_800_000 });
    const refused = await failureOf(rig.signIn(directory));
    expect(refused.code).toBe('adminConsentRequired');

    const { userName: username, password } = rig.emulator.administrator();
    const url = directory.signIn.createAdminConsentUrl({ redirectUri, state: 'consent-1' });
    const callback = await rig.walk(url, { fields: { username, password } });
    const { claimedTenantId } = directory.signIn.readAdminConsentCallback(callback, { state: 'consent-1' });
    expect(await directory.signIn.confirmAdminConsent({ tenantId: claimedTenantId })).toMatchObject({
      tenantId: rig.emulator.tenantId,
    });
    const credential = await rig.signIn(directory, { person: 'bo', url: { hasAdminConsented: true } });
    expect(credential.account.address).toBe('bo@harbour.example');
  });

  it('says that it is the administrator who refused', async () => {
    const rig = await startRig({ userConsent: 'disabled' });
    const { signIn } = rig.application();
    const { userName: username, password } = rig.emulator.administrator();
    const url = signIn.createAdminConsentUrl({ redirectUri, state: 'consent-1' });
    const callback = await rig.walk(url, { fields: { username, password, decision: 'deny' } });
    expect(callback.get('admin_consent')).toBe('True');
    expect(() => signIn.readAdminConsentCallback(callback, { state: 'consent-1' })).toThrow(
      expect.objectContaining({ code: 'adminConsentRequired' }),
    );
  });

  it('is waited for half an hour when the switch is turned', async () => {
    const rig = await startRig({ userConsent: 'disabled' });
    rig.emulator.setUserConsent('allowed', { effectiveAfterMs: 30 * 60_000 });
    await rig.clock.advance(29 * 60_000);
    const early = await failureOf(rig.signIn(rig.application()));
    expect(early.code).toBe('adminConsentRequired');
    await rig.clock.advance(early.retryAfterMs ?? 0);
    await expect(rig.signIn(rig.application())).resolves.toMatchObject({ kind: 'oauth' });
  });
});

describe('the application in its own name', () => {
  it('connects a mailbox once its permissions are consented to', async () => {
    const rig = await startRig({ clients: [{ ...confidential, applicationConsent: 'required' }] });
    const directory = rig.application();
    const missing = await failureOf(directory.signIn.application({ mailbox: 'pier@harbour.example' }));
    expect(missing).toMatchObject({
      code: 'adminConsentRequired',
      missingScopes: ['Calendars.Read'],
      // People cannot consent to these.
      cure: { text: expect.stringContaining('nobody else can'), url: expect.stringContaining('.default') },
    });
    const { userName: username, password } = rig.emulator.administrator();
    const url = directory.signIn.createAdminConsentUrl({ redirectUri, state: 's', permissions: 'application' });
    await rig.walk(url, { fields: { username, password } });
    const credential = await directory.signIn.application({ mailbox: 'pier@harbour.example' });
    expect(credential).toEqual({
      kind: 'application',
      provider: 'graph',
      account: { id: 'pier@harbour.example', address: 'pier@harbour.example', tenantId: rig.emulator.tenantId },
      issuedAt: '2026-12-01T10:00:00.000Z',
    });
    const issued = await directory.tokens.issue({ credential });
    expect(tokenPermissions(issued.accessToken)?.roles).toContain('Calendars.Read');
  });

  it('gets tokens for Exchange', async () => {
    const rig = await startRig();
    const directory = rig.application({ resource: 'exchange' });
    const credential = await directory.signIn.application({ mailbox: 'pier@harbour.example' });
    expect(credential.provider).toBe('ews');
    const issued = await directory.tokens.issue({ credential });
    expect(tokenPermissions(issued.accessToken)?.roles).toEqual(['full_access_as_app']);
  });

  it('is content with a token without roles when Exchange grants them', async () => {
    const rig = await startRig({ clients: [{ ...confidential, applicationPermissions: [] }] });
    const { signIn } = rig.application();
    const mailbox = 'pier@harbour.example';
    await expect(signIn.application({ mailbox })).rejects.toMatchObject({ code: 'adminConsentRequired' });
    await expect(signIn.application({ mailbox, grantedBy: 'exchange' })).resolves.toMatchObject({
      kind: 'application',
    });
  });

  it.each([
    ['deleted', (rig: Rig) => rig.emulator.deleteApplication(), 'AADSTS700016'],
    ['disabled', (rig: Rig) => rig.emulator.disableApplication(), 'AADSTS7000112'],
    ['lost with its tenant', (rig: Rig) => rig.emulator.deleteTenant(), 'AADSTS90002'],
  ])('is told that it was %s, for a mailbox as for a person', async (_case, remove, vendorCode) => {
    const rig = await startRig();
    const directory = rig.application();
    const credentials = [
      await directory.signIn.application({ mailbox: 'pier@harbour.example' }),
      await rig.signIn(directory),
    ];
    remove(rig);
    for (const credential of credentials)
      await expect(directory.tokens.issue({ credential })).rejects.toMatchObject({
        code: 'tenantAccessRevoked',
        vendorCode,
        retryable: false,
      });
    // Nobody had been connected: then it is the settings that are wrong.
    await expect(directory.signIn.application({ mailbox: 'pier@harbour.example' })).rejects.toMatchObject({
      code: 'invalidConfiguration',
    });
  });

  it('asks in the tenant it is told', async () => {
    const rig = await startRig();
    const { signIn } = rig.application({ tenantId: 'organizations' });
    const mailbox = 'pier@harbour.example';
    await expect(signIn.application({ mailbox })).rejects.toMatchObject({ code: 'invalidConfiguration' });
    await expect(signIn.application({ mailbox, tenantId: rig.emulator.tenantId })).resolves.toBeDefined();
    await expect(signIn.application({ mailbox: 'not an address' })).rejects.toMatchObject({ code: 'invalidArgument' });
  });
});

describe('a service user with a password', () => {
  const service = { clientId: 'service', redirectUris: [], allowsPublicClientFlows: true };
  const person = { username: 'ada@harbour.example', password: 'tide-1' };

  it('signs in, and is signed in again with each token', async () => {
    const rig = await startRig({ clients: [service] });
    const directory = publicApplication(rig, 'service');
    await expect(directory.signIn.signInWithPassword(person)).rejects.toMatchObject({ code: 'consentRequired' });
    rig.emulator.grantAdminConsent({ clientId: 'service', scopes: ['Calendars.Read', 'offline_access'] });
    const credential = await directory.signIn.signInWithPassword(person);
    expect(credential).toMatchObject({
      kind: 'password',
      account: { id: rig.emulator.objectIdOf('ada'), address: 'ada@harbour.example' },
      issuedAt: '2026-12-01T10:00:00.000Z',
    });
    expect([credential.username.reveal(), credential.password.reveal()]).toEqual(Object.values(person));
    expect(JSON.stringify(credential)).not.toContain('tide-1');
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
    rig.emulator.changePassword('ada', 'tide-3');
    await expect(directory.tokens.issue({ credential })).rejects.toMatchObject({
      code: 'reauthorizationRequired',
      reason: 'credentialRejected',
    });
  });

  it('is told that the password is wrong, once', async () => {
    const rig = await startRig({ clients: [service] });
    const { signIn } = publicApplication(rig, 'service', { retry: { maxAttempts: 5 } });
    await expect(signIn.signInWithPassword({ ...person, password: 'wrong' })).rejects.toMatchObject({
      code: 'authenticationFailed',
      vendorCode: 'AADSTS50126',
    });
    expect(rig.emulator.tokenRequests).toHaveLength(1);
  });

  it('is told that public client flows are off', async () => {
    const rig = await startRig({ clients: [{ ...service, allowsPublicClientFlows: false }] });
    await expect(publicApplication(rig, 'service').signIn.signInWithPassword(person)).rejects.toMatchObject({
      code: 'invalidConfiguration',
      vendorCode: 'AADSTS7000218',
      cure: { text: expect.stringContaining('Public client flows are off') },
    });
  });

  it.each([
    ['a second factor', { conditionalAccess: 'requireMfa' }, { reason: 'multiFactorRequired' }],
    ['a locked account', { isLocked: true }, { reason: 'accountDisabled' }],
    ['a disabled account', { isEnabled: false }, { reason: 'accountDisabled' }],
    ['an expired password', { isPasswordExpired: true }, { reason: 'passwordChanged' }],
  ] as const)('is told of %s', async (_case, change, expected) => {
    const rig = await startRig({ clients: [service] });
    rig.emulator.updateUser('ada', change);
    const error = await failureOf(publicApplication(rig, 'service').signIn.signInWithPassword(person));
    expect(error).toMatchObject({ code: 'signInRefused', ...expected });
  });

  it.each([
    ['username', { username: '' }],
    ['password', { password: '' }],
  ])('needs a %s', async (name, change) => {
    const rig = await startRig({ clients: [service] });
    const call = publicApplication(rig, 'service').signIn.signInWithPassword({ ...person, ...change });
    await expect(call).rejects.toMatchObject({ code: 'invalidArgument', message: expect.stringContaining(name) });
  });
});

describe('on behalf of a person', () => {
  const api = { ...confidential, exposedScopes: ['access_as_user'], requestedAccessTokenVersion: 2 } as const;
  const front = { clientId: 'front-end', redirectUris: [redirectUri] };

  it('exchanges the front end’s token for a lasting grant', async () => {
    const rig = await startRig({ clients: [{ ...api, knownClientApplications: ['front-end'] }, front] });
    const { accessToken } = rig.emulator.issueTokens({
      person: 'ada',
      clientId: 'front-end',
      scopes: [`api://${api.clientId}/access_as_user`],
    });
    rig.emulator.grantAdminConsent({ clientId: api.clientId });
    const directory = rig.application();
    const credential = await directory.signIn.onBehalfOf({ userToken: accessToken, policy: reading });
    expect(credential).toMatchObject({ kind: 'oauth', account: { id: rig.emulator.objectIdOf('ada') } });
    await expect(directory.tokens.issue({ credential })).resolves.toBeDefined();
  });

  it('verifies the front end’s token with the service’s own keys first', async () => {
    const rig = await startRig({ clients: [api, front] });
    const ask = { person: 'ada', clientId: 'front-end', scopes: [`api://${api.clientId}/access_as_user`] };
    const { accessToken } = rig.emulator.issueTokens(ask);
    const verifierOf = (settings: Partial<NestedAppTokenSettings>): NestedAppTokenVerifier =>
      nestedAppTokenVerifier({
        clientId: api.clientId,
        tenants: [rig.emulator.tenantId],
        requiredScopes: ['access_as_user'],
        authority: rig.emulator.origin,
        allowInsecureLoopback: true,
        runtime: { clock: rig.clock },
        ...settings,
      });
    expect(await verifierOf({ clients: ['front-end'] }).verify(accessToken)).toMatchObject({
      accountId: rig.emulator.objectIdOf('ada'),
      tenantId: rig.emulator.tenantId,
      clientId: 'front-end',
      scopes: ['access_as_user'],
    });
    // For Graph, of another cloud, too old: each is somebody else's or nobody's any more.
    const { accessToken: forGraph } = rig.emulator.issueTokens({ person: 'ada' });
    await expect(verifierOf({}).verify(forGraph)).rejects.toMatchObject({ code: 'authenticationFailed' });
    await expect(verifierOf({ cloud: 'usGov' }).verify(accessToken)).rejects.toMatchObject({
      code: 'authenticationFailed',
      message: expect.stringContaining('issued by somebody else'),
    });
    await rig.clock.advance(25 * 3_600_000);
    await expect(verifierOf({}).verify(accessToken)).rejects.toMatchObject({
      message: expect.stringContaining('has expired'),
    });
  });

  it('relays the claims that the front end has to sign in again with', async () => {
    const rig = await startRig({ clients: [api, front] });
    const { accessToken } = rig.emulator.issueTokens({
      person: 'ada',
      clientId: 'front-end',
      scopes: [`api://${api.clientId}/access_as_user`],
    });
    rig.emulator.grantAdminConsent({ clientId: api.clientId });
    rig.emulator.updateUser('ada', { conditionalAccess: 'requireMfa' });
    const error = await failureOf(rig.application().signIn.onBehalfOf({ userToken: accessToken }));
    expect(error).toMatchObject({ code: 'signInRefused', reason: 'multiFactorRequired' });
    expect(JSON.parse(error.claims ?? '')).toHaveProperty('access_token');
    const url = await rig.application().signIn.createAuthorizationUrl({
      redirectUri,
      state: 's',
      codeChallenge: 'c'.repeat(43),
      claims: error.claims ?? '',
    });
    expect(JSON.parse(new URL(url).searchParams.get('claims') ?? '')).toMatchObject(JSON.parse(error.claims ?? ''));
  });

  it('refuses a token that is for somebody else', async () => {
    const rig = await startRig({ clients: [api] });
    const { accessToken } = rig.emulator.issueTokens({ person: 'ada' });
    const { signIn } = rig.application();
    await expect(signIn.onBehalfOf({ userToken: accessToken })).rejects.toMatchObject({
      code: 'signInRefused',
      cure: { text: expect.stringContaining('issued for this application') },
    });
    await expect(signIn.onBehalfOf({ userToken: '' })).rejects.toMatchObject({ code: 'invalidArgument' });
    const publicClient = publicApplication(rig, api.clientId);
    await expect(publicClient.signIn.onBehalfOf({ userToken: accessToken })).rejects.toMatchObject({
      code: 'invalidConfiguration',
    });
  });
});
