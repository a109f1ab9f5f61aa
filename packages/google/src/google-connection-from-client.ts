import { defaultTimeoutMs, resolveRuntime } from '@kalends/core';
import type {
  AccessPolicy,
  AccountIdentity,
  CalendarConnection,
  CalendarError,
  RetryPolicy,
  Runtime,
  TrafficLimits,
} from '@kalends/core';
import { requireCalendarPolicy } from './auth/scopes.ts';
import { googleCapabilities } from './capabilities.ts';
import { checkLimits, invalidSetting } from './check-settings.ts';
import type { GoogleCalendarClient } from './client/google-calendar-client.ts';
import { googleConnection } from './google-connection.ts';
import { googleTraffic } from './traffic.ts';

/** Options of {@link googleConnectionFromClient}. @public */
export interface GoogleConnectionFromClientOptions {
  /** For example `google.calendar({ version: 'v3', auth })` of `googleapis`, or `calendar(…)` of `@googleapis/calendar`. */
  readonly client: GoogleCalendarClient;
  /** Whose client it is. The address decides which attendee is the account itself. */
  readonly account: AccountIdentity;
  /** What the application lets itself do, checked before each request. Default: whatever the client's credentials allow. */
  readonly policy?: AccessPolicy;
  /** Milliseconds for one request with its answer. Default 30,000. */
  readonly timeoutMs?: number;
  /** When reads and writes are tried again; the client's own retries are switched off. Default: three tries, waits of at most 30 s. */
  readonly retry?: RetryPolicy;
  /** Requests at once, of this connection. Default: 5 (`perMailbox`). */
  readonly traffic?: Partial<TrafficLimits>;
  /** Clock, random source and logger. The client keeps its own transport: `fetch` is not used. */
  readonly runtime?: Partial<Omit<Runtime, 'fetch'>>;
}

const optionNames = new Set(['client', 'account', 'policy', 'timeoutMs', 'retry', 'traffic', 'runtime']);

/**
 * Opens a connection on a Calendar client that the application already has, with the credentials and the transport that
 * client was given. Token refresh, allowed hosts, TLS settings and answer sizes are then the client's affair.
 *
 * @throws CalendarError `invalidArgument` naming an option that is missing, wrong or unknown, `permissionControlUnavailable` for a
 *   policy with contacts.
 * @public
 */
export function googleConnectionFromClient(options: GoogleConnectionFromClientOptions): CalendarConnection {
  const { client, account, policy, retry, timeoutMs = defaultTimeoutMs } = options;
  for (const name of Object.keys(options)) if (!optionNames.has(name)) throw invalid(`there is no option ${name}`);
  if (!isCalendarClient(client)) throw invalid('client needs to be a Calendar v3 client');
  if (typeof account?.id !== 'string' || account.id === '') throw invalid('account needs an id');
  if (policy !== undefined) requireCalendarPolicy(policy);
  checkLimits('googleConnectionFromClient', options);
  const runtime = resolveRuntime(options.runtime);
  const traffic = googleTraffic('googleConnectionFromClient', options, runtime.clock);
  return googleConnection({
    account,
    // What the client's credentials were granted is not known here; a refusal comes as `consentRequired`.
    capabilities: googleCapabilities(undefined),
    scopes: undefined,
    // A calendar client reaches calendars only.
    contacts: undefined,
    rooms: undefined,
    diagnosis: {
      clock: runtime.clock,
      serverClock: noServerClock,
      scopes: undefined,
      policy,
      isPolicyElsewhere: false,
    },
    openSession: async (closeSignal) => {
      const [{ clientAccess }, { createSession }] = await Promise.all([
        import('./client/client-access.ts'),
        import('./session.ts'),
      ]);
      const access = clientAccess({ client, clock: runtime.clock, timeoutMs, policy });
      const session = createSession({ account, canListCalendars: true, access, runtime, traffic, retry, closeSignal });
      return { session, close: () => access.close() };
    },
  });
}

/** The client's answers are read without their headers. */
const noServerClock = { skewMs: (): undefined => undefined };

/** A client without one of the calls would fail in the middle of the work, with an error that says nothing. */
function isCalendarClient(client: GoogleCalendarClient | undefined): boolean {
  return (
    hasCalls(client?.calendarList, ['list', 'get']) &&
    hasCalls(client?.events, ['list', 'get', 'instances', 'insert', 'patch', 'delete', 'move']) &&
    hasCalls(client?.freebusy, ['query'])
  );
}

function hasCalls<Resource extends object>(
  resource: Resource | undefined,
  names: readonly (keyof Resource)[],
): boolean {
  return resource !== undefined && names.every((name) => typeof resource[name] === 'function');
}

function invalid(what: string): CalendarError {
  return invalidSetting('googleConnectionFromClient', what);
}
