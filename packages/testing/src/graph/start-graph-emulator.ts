import { systemClock } from '../clock/system-clock.ts';
import { administerEntra } from '../entra/administer-entra.ts';
import type { TenantChoice } from '../entra/entra-administration.ts';
import { handleEntraRequest } from '../entra/entra-service.ts';
import { issueAppToken, issueTokens } from '../entra/issue-tokens.ts';
import { startEntra } from '../entra/start-entra.ts';
import { answerGate } from '../server/answer-gate.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import type { HandlerResponse } from '../server/loopback-server.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { ApplicationAccess } from './application-access.ts';
import { DeltaTokens } from './delta/delta-tokens.ts';
import { handleUpload, isUpload } from './events/attachments/upload-session.ts';
import type { GraphContext, GraphTenant } from './graph-context.ts';
import { GraphDirectory } from './graph-directory.ts';
import type { GraphEmulator, GraphEmulatorOptions } from './graph-emulator.ts';
import { controlMailboxes } from './graph-mailbox-controls.ts';
import { handleGraphRequest } from './graph-service.ts';
import { PostOffice } from './mail/post-office.ts';
import { MailboxGate } from './mailbox-gate.ts';
import type { Mailbox } from './mailbox.ts';
import { TenantSeeder } from './seed-tenant.ts';
import { TaskQueue } from './task-queue.ts';
import { handleUserInfo } from './user-info.ts';
import { Versions } from './versions.ts';

/**
 * Starts an emulator of Entra ID (`/{tenant}/oauth2/v2.0/...`) and of Microsoft Graph's calendars, contacts and places
 * (`/v1.0/...`) on loopback.
 *
 * @throws RangeError when a seeded meeting cannot be expressed in Graph, or two tenants have the same id.
 * @public
 */
export async function startGraphEmulator(options: GraphEmulatorOptions = {}): Promise<GraphEmulator> {
  const clock = options.clock ?? systemClock;
  let origin = '';
  const entra = await startEntra(options, clock, () => origin);
  const { tenantId } = entra.directory.home;
  const graphTenant = (id: string): GraphTenant => ({
    tenantId: id,
    directory: new GraphDirectory(entra.minted),
    access: new ApplicationAccess(clock),
    mailboxPermissions: id === tenantId ? (options.mailboxPermissions ?? []) : [],
  });
  const tenantIds = [tenantId, ...(options.tenants ?? []).map((tenant) => tenant.tenantId)];
  const versions = new Versions(clock);
  const tasks = new TaskQueue(clock);
  const graph: GraphContext = {
    entra,
    tenants: new Map(tenantIds.map((id) => [id, graphTenant(id)])),
    gate: options.mailboxConcurrency === undefined ? undefined : new MailboxGate(options.mailboxConcurrency),
    omitOriginalStart: options.omitOriginalStart ?? false,
    offersProofOfPossession: options.offersProofOfPossession ?? false,
    repeatedTransaction: options.repeatedTransaction ?? 'existing',
    onlineMeetingDelayMs: options.onlineMeetingDelayMs ?? 0,
    versions,
    tasks,
    mail: new PostOffice(tasks, clock, options.mailDelayMs ?? 0),
    deltaTokens: new DeltaTokens(entra.minted),
    uploads: new Map(),
    takeFault: (request) => server.faults.take(request),
  };
  const tenantOf = (choice: TenantChoice = {}): GraphTenant => findTenant(graph, choice.tenantId ?? tenantId);
  const seeder = new TenantSeeder(entra, options, versions);
  if (options.company !== undefined) seeder.seed(tenantOf(), options.company);
  for (const tenant of options.tenants ?? []) {
    if (tenant.company !== undefined) seeder.seed(tenantOf(tenant), tenant.company);
  }
  tenantOf().access.policies.set(options.applicationAccessPolicies ?? []);
  tenantOf().access.assignments.set(options.applicationRoleAssignments ?? []);

  const gate = answerGate();
  const server = await startLoopbackServer({
    handler: async (request) => {
      const answer = await handle(graph, request);
      await gate.pass(request);
      return answer;
    },
    port: options.port,
    host: options.host,
    tls: options.tls,
    now: () => clock.now(),
  });
  origin = server.origin;
  const close = (): Promise<void> => {
    gate.releaseAll();
    return server.close();
  };

  return {
    ...administerEntra(entra, gate),
    ...controlMailboxes(graph, gate, (companyId, choice) => findMailbox(tenantOf(choice), companyId)),
    get sentMails() {
      tasks.runDue();
      return graph.mail.sent;
    },
    get tokenRequests() {
      return entra.log.describe(server.exchanges);
    },
    administrator: (choice) => seeder.administrator(tenantOf(choice)),
    origin,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    close,
    [Symbol.asyncDispose]: close,
    seed: (company, choice) => seeder.seed(tenantOf(choice), company),
    tenantId,
    authority: `${origin}/${tenantId}`,
    graphBaseUrl: `${origin}/v1.0`,
    issueTokens: (request) => issueTokens(entra, request),
    issueAppToken: (request) => issueAppToken(entra, request),
    objectIdOf: (companyId, choice) => findMailbox(tenantOf(choice), companyId).objectId,
    setMailboxHosting: (companyId, hosting, choice) => {
      findMailbox(tenantOf(choice), companyId).hosting = hosting;
    },
    setMailboxPermissions: (permissions, choice) => {
      tenantOf(choice).mailboxPermissions = permissions;
    },
    setApplicationAccessPolicies: (policies, { effectiveAfterMs, ...choice } = {}) =>
      tenantOf(choice).access.policies.set(policies, effectiveAfterMs),
    setApplicationRoleAssignments: (assignments, { effectiveAfterMs, ...choice } = {}) =>
      tenantOf(choice).access.assignments.set(assignments, effectiveAfterMs),
    testApplicationAccess: (clientId, companyId, choice) => {
      const tenant = tenantOf(choice);
      const isDenied = tenant.access.isGoingToBeBlocked(clientId, findMailbox(tenant, companyId));
      return isDenied ? 'Denied' : 'Granted';
    },
  };
}

function handle(graph: GraphContext, request: RecordedRequest): HandlerResponse | Promise<HandlerResponse> {
  const path = request.path.toLowerCase();
  if (path === '/v1.0' || path.startsWith('/v1.0/')) return handleGraphRequest(graph, request);
  if (isUpload(request)) return handleUpload(graph, request);
  if (path === '/oidc/userinfo') return handleUserInfo(graph, request);
  return (
    handleEntraRequest(graph.entra, request) ?? { status: 404, headers: { 'content-type': 'text/html' }, body: '' }
  );
}

function findTenant(graph: GraphContext, tenantId: string): GraphTenant {
  const tenant = graph.tenants.get(tenantId);
  if (tenant === undefined) throw new RangeError('The emulator has no such tenant');
  return tenant;
}

function findMailbox({ directory }: GraphTenant, companyId: string): Mailbox {
  const mailbox = directory.byCompanyId(companyId);
  if (mailbox === undefined) throw new RangeError(`Nobody is called '${companyId}'`);
  return mailbox;
}
