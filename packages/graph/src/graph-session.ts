import type { AccountIdentity, AuthorizationSource, RequiredPermission } from '@kalends/core';
import type { Entra } from '@kalends/entra';
import { readCalendar } from './calendars/read-calendar.ts';
import { graphClient } from './client/graph-client.ts';
import { graphExchange } from './client/graph-exchange.ts';
import { graphReader } from './client/graph-reader.ts';
import type { GraphReader } from './client/graph-reader.ts';
import { graphWriter } from './client/graph-writer.ts';
import type { GraphWriter } from './client/graph-writer.ts';
import { pathSegment } from './client/path-segment.ts';
import { mailboxRules } from './errors/mailbox-rules.ts';
import type { MailboxRules } from './errors/mailbox-rules.ts';
import type { GraphContext } from './graph-context.ts';
import type { Holder } from './mapping/holder.ts';

/** What the calls of one connection share. Loads everything heavy; the connection makes it at its first call. */
export interface GraphSession {
  readonly context: GraphContext;
  readonly directory: Entra;
  readonly account: AccountIdentity;
  /** The application works in its own name: nobody is signed in. */
  readonly isApplication: boolean;
  readonly authorization: AuthorizationSource;
  readonly reader: GraphReader;
  readonly writer: GraphWriter;
  readonly rules: MailboxRules;
  /** `/me`, or `/users/{address}` where nobody is signed in. */
  readonly mailboxPath: string;
  /**
   * Asks whether the policy allows what a call is about to do, before any request of it.
   *
   * @throws CalendarError `policyDenied`.
   */
  permit(permission: RequiredPermission, signal: AbortSignal): Promise<void>;
  /** The id of the mailbox's default calendar, asked for once. */
  primaryCalendarId(operation: string, signal: AbortSignal): Promise<string>;
  /** Whose events the calendars hold that were asked about, by calendar id. */
  readonly holders: Map<string, Holder>;
}

/** Options of {@link createSession}. */
export interface GraphSessionOptions {
  readonly context: GraphContext;
  readonly directory: Entra;
  readonly account: AccountIdentity;
  readonly isApplication: boolean;
  readonly authorization: AuthorizationSource;
}

/** Creates a {@link GraphSession}. */
export function createSession(options: GraphSessionOptions): GraphSession {
  const { context, account, isApplication, authorization } = options;
  const mailboxPath = isApplication ? `/users/${pathSegment(account.address ?? account.id)}` : '/me';
  const rules = mailboxRules({ context, account, isApplication });
  const exchange = graphExchange({
    context,
    authorization,
    mailbox: account.address ?? account.id,
    rules,
    client: graphClient({ baseUrl: context.graphBaseUrl, fetch: context.fetch }),
  });
  const reader = graphReader({ context, exchange });
  const holders = new Map<string, Holder>();
  let primaryCalendarId: string | undefined;
  return {
    ...options,
    reader,
    writer: graphWriter({ context, exchange }),
    rules,
    mailboxPath,
    async permit(permission, signal) {
      await authorization.get({ permission, signal });
    },
    async primaryCalendarId(operation, signal) {
      primaryCalendarId ??= (await readCalendar(reader, { mailboxPath, operation, signal })).id;
      holders.set(primaryCalendarId, { isSelf: true, address: account.address });
      return primaryCalendarId;
    },
    holders,
  };
}
