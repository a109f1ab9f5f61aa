import { CalendarError, credentialAuthorization, noEventWrites, pagedList, unsupportedGroups } from '@kalends/core';
import type {
  AccountIdentity,
  AuthorizationSource,
  Calendar,
  CalendarConnection,
  CallOptions,
  Capabilities,
  ConnectOptions,
  Credential,
  EventInstance,
  TokenCredential,
} from '@kalends/core';
import type { Entra } from '@kalends/entra';
import { providerId } from './graph-context.ts';
import type { GraphContext } from './graph-context.ts';
import type { GraphSession } from './graph-session.ts';

/** What an account at Microsoft 365 can do through this package. */
export const graphCapabilities: Capabilities = {
  permissionControl: { calendars: true, contacts: true },
  calendars: { list: true },
  events: {
    list: true,
    get: true,
    // Exceptions without `originalStart` were seen; nothing else that can be selected says which occurrence they replace.
    recurrenceIdOnExceptions: 'sometimes',
    absentFields: ['attachments', 'attendees.comment', 'workingLocation'],
    writes: noEventWrites,
  },
  freeBusy: { query: false },
  rooms: { list: false, buildings: false },
  contacts: { sources: [], write: false, changes: false, versionGuard: false },
};

/** What the connections of one provider share. */
export interface GraphApplication {
  readonly context: GraphContext;
  readonly directory: Entra;
}

/** Opens a connection. Vendor modules load at its first call. */
export function connectGraph(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
): CalendarConnection {
  const closing = new AbortController();
  const { account, authorization, isApplication } = authorized({ context, directory }, options, closing.signal);
  let session: Promise<GraphSession> | undefined;

  const withSession = async <T>(
    operation: string,
    call: CallOptions,
    run: (session: GraphSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const disposed = (): CalendarError =>
      new CalendarError({
        code: 'disposed',
        message: 'This connection was closed; open a new one',
        provider: providerId,
        operation,
      });
    if (closing.signal.aborted) throw disposed();
    session ??= import('./graph-session.ts').then(({ createSession }) =>
      createSession({ context, directory, account, authorization, isApplication }),
    );
    const signal = call.signal instanceof AbortSignal ? AbortSignal.any([call.signal, closing.signal]) : closing.signal;
    try {
      return await run(await session, signal);
    } catch (error) {
      if (closing.signal.aborted && CalendarError.is(error) && error.code === 'aborted') throw disposed();
      throw CalendarError.is(error) ? error.withContext({ provider: providerId, operation }) : error;
    }
  };

  const { writes, ...others } = unsupportedGroups(providerId);
  return {
    provider: providerId,
    account,
    capabilities: graphCapabilities,
    calendars: {
      list: (listOptions = {}) => {
        const copy = { ...listOptions };
        return pagedList<Calendar>({
          provider: providerId,
          startAt: copy.pageToken,
          keyOf: (calendar) => calendar.id,
          fetchPage: (token) =>
            withSession('calendars.list', copy, async (open, signal) => {
              const { listCalendars } = await import('./calendars/list-calendars.ts');
              return listCalendars(open, copy, token, signal);
            }),
        });
      },
    },
    events: {
      list: (listOptions) => {
        const copy = { ...listOptions };
        return pagedList<EventInstance>({
          provider: providerId,
          startAt: copy.pageToken,
          keyOf: (event) => event.id,
          fetchPage: (token) =>
            withSession('events.list', copy, async (open, signal) => {
              const { listEvents } = await import('./events/list-events.ts');
              return listEvents(open, copy, token, signal);
            }),
        });
      },
      get: (getOptions) => {
        const copy = { ...getOptions };
        return withSession('events.get', copy, async (open, signal) => {
          const { getEvent } = await import('./events/get-event.ts');
          return getEvent(open, copy, signal);
        });
      },
      getMany: () =>
        Promise.reject(new CalendarError({ code: 'unsupported', message: 'events.getMany is not available' })),
      ...writes,
    },
    ...others,
    diagnose: (diagnoseOptions = {}) => {
      const copy = { ...diagnoseOptions };
      return withSession('diagnose', copy, async (open, signal) => {
        const { diagnoseAccount } = await import('./diagnosis/diagnose-account.ts');
        return diagnoseAccount(open, copy, signal);
      });
    },
    close() {
      closing.abort();
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      await this.close();
    },
  };
}

interface Authorized {
  readonly account: AccountIdentity;
  readonly authorization: AuthorizationSource;
  readonly isApplication: boolean;
}

function authorized(
  { context, directory }: GraphApplication,
  options: ConnectOptions<TokenCredential>,
  closing: AbortSignal,
): Authorized {
  if (!('credential' in options)) {
    const { account, authorization, credentialKind = 'oauth' } = options;
    checkKind(credentialKind, 'credentialKind');
    return { account, authorization, isApplication: credentialKind === 'application' };
  }
  const { credential, policy } = options;
  checkKind(credential.provider === providerId ? credential.kind : undefined, 'credential');
  const authorization = credentialAuthorization({
    credential,
    issuer: directory.tokens,
    clock: context.runtime.clock,
    policy,
    onCredentialChanged:
      options.onCredentialChanged === undefined ? undefined : async (changed) => options.onCredentialChanged?.(changed),
    renewBeforeMs: context.renewBeforeMs,
    closing,
  });
  return { account: credential.account, authorization, isApplication: credential.kind === 'application' };
}

/** @throws CalendarError `invalidArgument` for what gives no access tokens. */
function checkKind(kind: Credential['kind'] | undefined, option: string): void {
  if (kind === 'oauth' || kind === 'password' || kind === 'application') return;
  throw new CalendarError({
    code: 'invalidArgument',
    message: `connect: ${option} must be one of this provider`,
    provider: providerId,
  });
}
