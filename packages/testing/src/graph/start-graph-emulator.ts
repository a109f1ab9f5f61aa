import { systemClock } from '../clock/system-clock.ts';
import type { Company } from '../company/company.ts';
import { demoEntraClient } from '../entra/entra-client.ts';
import type { EntraClient } from '../entra/entra-client.ts';
import type { EntraContext } from '../entra/entra-context.ts';
import { EntraDirectory } from '../entra/entra-directory.ts';
import { handleEntraRequest } from '../entra/entra-service.ts';
import { GrantStore } from '../entra/grant-store.ts';
import { mintAppToken, mintDelegatedTokens } from '../entra/mint-tokens.ts';
import { mintedValues } from '../entra/minted-values.ts';
import { parseScopes } from '../entra/scopes.ts';
import { tokenSigner } from '../entra/token-signer.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { GraphContext } from './graph-context.ts';
import { GraphDirectory } from './graph-directory.ts';
import type { GraphEmulator, GraphEmulatorOptions, IssuedTokens, IssueTokensOptions } from './graph-emulator.ts';
import { handleGraphRequest } from './graph-service.ts';
import { MailboxGate } from './mailbox-gate.ts';
import { seedMeetings } from './seed-company.ts';
import { handleUserInfo } from './user-info.ts';

const defaultTenantId = '7a1f2c3e-54d6-4b8a-9c0d-1e2f3a4b5c6d';
const defaultScopes = ['openid', 'profile', 'offline_access', 'User.Read', 'Calendars.Read', 'MailboxSettings.Read'];

/**
 * Starts an emulator of Entra ID (`/{tenant}/oauth2/v2.0/...`) and of Microsoft Graph's calendars (`/v1.0/...`) on
 * loopback, for reading.
 *
 * @throws RangeError when a seeded meeting cannot be expressed in Graph.
 * @public
 */
export async function startGraphEmulator(options: GraphEmulatorOptions = {}): Promise<GraphEmulator> {
  const tenantId = options.tenantId ?? defaultTenantId;
  const clock = options.clock ?? systemClock;
  const directoryIds = mintedValues(tenantId);
  const signer = await tokenSigner(directoryIds.guidOf('signing-key').replaceAll('-', ''));
  const users = new EntraDirectory(tenantId, options.clients ?? [demoEntraClient]);
  let origin = '';
  const entra: EntraContext = {
    clock,
    directory: users,
    grants: new GrantStore(),
    minted: directoryIds,
    signer,
    origin: () => origin,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
  };
  const mailboxes = new GraphDirectory(directoryIds);
  const graph: GraphContext = {
    entra,
    directory: mailboxes,
    gate: options.mailboxConcurrency === undefined ? undefined : new MailboxGate(options.mailboxConcurrency),
    omitOriginalStart: options.omitOriginalStart ?? false,
  };
  let version = 0;
  const seedContext = {
    directory: mailboxes,
    clock,
    hiddenAttendeeMeetings: new Set(options.hiddenAttendeeMeetings),
    nextVersion: (): number => {
      version += 1;
      return version;
    },
  };
  const seed = (company: Company): void => {
    users.addDomain(company.domain);
    for (const person of company.people) {
      const { objectId } = mailboxes.addPerson(person);
      users.addUser({
        personId: person.id,
        objectId,
        userPrincipalName: person.address,
        displayName: person.name,
        password: person.password,
      });
    }
    for (const room of company.rooms) mailboxes.addRoom(room, company.timeZone);
    seedMeetings(seedContext, company);
  };
  if (options.company !== undefined) seed(options.company);

  const server = await startLoopbackServer({
    handler: (request) => handle(graph, request),
    port: options.port,
    host: options.host,
    tls: options.tls,
  });
  origin = server.origin;

  return {
    origin,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
    seed,
    tenantId,
    authority: `${origin}/${tenantId}`,
    graphBaseUrl: `${origin}/v1.0`,
    issueTokens: (request) => issueTokens(entra, request),
    issueAppToken: (request = {}) => {
      const client = registeredClient(entra, request.clientId);
      const roles = request.roles ?? client.applicationPermissions ?? [];
      const answer = mintAppToken(entra, client, 'https://graph.microsoft.com', roles);
      return { accessToken: answer.access_token, expiresInSeconds: answer.expires_in };
    },
    expireAccessTokens: () => entra.grants.expireAccessTokens(),
    revokeSessions: (personId) => entra.grants.revokeSessions(personId),
    withdrawConsent: (personId) => entra.grants.withdrawConsent(personId),
    registerClient: (client) => users.registerClient(client),
    registerRedirectUri: (redirectUri, clientId) => users.registerRedirectUri(redirectUri, clientId),
    objectIdOf: (companyId) => {
      const mailbox = mailboxes.byCompanyId(companyId);
      if (mailbox === undefined) throw new RangeError(`Nobody is called '${companyId}'`);
      return mailbox.objectId;
    },
  };
}

function handle(graph: GraphContext, request: RecordedRequest): HandlerResponse | Promise<HandlerResponse> {
  const path = request.path.toLowerCase();
  if (path === '/v1.0' || path.startsWith('/v1.0/')) return handleGraphRequest(graph, request);
  if (path === '/oidc/userinfo') return handleUserInfo(graph, request);
  return (
    handleEntraRequest(graph.entra, request) ?? { status: 404, headers: { 'content-type': 'text/html' }, body: '' }
  );
}

function issueTokens(entra: EntraContext, options: IssueTokensOptions): IssuedTokens {
  const user = entra.directory.user(options.person);
  if (user === undefined) throw new RangeError(`Nobody is called '${options.person}'`);
  const client = registeredClient(entra, options.clientId);
  const scopes = parseScopes((options.scopes ?? defaultScopes).join(' '), entra.origin());
  if ('problem' in scopes) throw new RangeError(scopes.problem);
  entra.grants.consent(client.clientId, user.personId, scopes.permissions);
  const answer = mintDelegatedTokens(entra, {
    client,
    user,
    scopes,
    isChallengeCapable: options.isChallengeCapable ?? false,
    wantsClientInfo: false,
  });
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token === undefined ? {} : { refreshToken: answer.refresh_token }),
    ...(answer.id_token === undefined ? {} : { idToken: answer.id_token }),
    scope: answer.scope ?? '',
    expiresInSeconds: answer.expires_in,
  };
}

function registeredClient(entra: EntraContext, clientId: string | undefined): EntraClient {
  const client = clientId === undefined ? entra.directory.defaultClient() : entra.directory.client(clientId);
  if (client === undefined) throw new RangeError('No such client is registered');
  return client;
}
