import { CalendarError } from '@kalends/core';
import type {
  AccountIdentity,
  AuthorizationSource,
  CalendarConnection,
  CalendarGroup,
  ContactGroup,
  FreeBusyGroup,
  RoomGroup,
  Capabilities,
  Credential,
  Diagnosis,
  DiagnoseOptions,
  EventGroup,
} from '@kalends/core';
import { PolicyPropagation } from './access-policy/propagation.ts';
import type { AccessTarget } from './access-target.ts';
import { ewsCalendarGroup } from './calendars/calendar-group.ts';
import { capabilitiesOf } from './capabilities.ts';
import { ewsContactGroup } from './contacts/contact-group.ts';
import type { CheckFolderPermissionsOptions, FolderPermissionsReport } from './delegation/folder-permissions-report.ts';
import { ewsEventGroup } from './events/event-group.ts';
import type { Session } from './ews-session.ts';
import type { ResolvedSettings } from './ews-settings.ts';
import { ewsFreeBusyGroup } from './free-busy/free-busy-group.ts';
import type { RetirementNotice } from './online/retirement-notice.ts';
import { ewsRoomGroup } from './rooms/room-group.ts';
import type { RunCall } from './run-call.ts';
import type { ExchangeVersion } from '@kalends/core';

/** A mailbox reached through Exchange Web Services. @public */
export interface EwsCalendarConnection extends CalendarConnection {
  /** Version of the server that answered last for this mailbox; absent before the first answer. */
  readonly serverVersion: ExchangeVersion | undefined;
  /**
   * Looks which rights on the folders of a mailbox are missing for the account that signs in, or for another one. Reads only.
   * Exchange shows everybody's rights to the owner of a folder, so the answer is complete for a connection that owns or
   * impersonates the mailbox; the account itself learns of its rights only in part.
   *
   * @throws CalendarError as any call, when the server cannot be asked; missing rights are the answer, not an error.
   */
  checkFolderPermissions(options: CheckFolderPermissionsOptions): Promise<FolderPermissionsReport>;
}

/** What a connection is made from. */
export interface EwsConnectionOptions {
  readonly settings: ResolvedSettings;
  readonly account: AccountIdentity;
  readonly target: AccessTarget;
  /** Made once, with the signal that ends it. */
  readonly authorization: (closing: AbortSignal) => AuthorizationSource;
  /** Absent: not known. */
  readonly credentialKind: Credential['kind'] | undefined;
  /** Name the account signs in with, where there is one. */
  readonly principal: string | undefined;
  readonly notice: RetirementNotice;
}

/** One mailbox. Everything that works is in the {@link Session}, which loads at the first call. */
export class EwsConnection implements EwsCalendarConnection {
  readonly provider = 'ews';
  readonly account: AccountIdentity;
  readonly capabilities: Capabilities;
  readonly calendars: CalendarGroup;
  readonly events: EventGroup;
  readonly freeBusy: FreeBusyGroup;
  readonly rooms: RoomGroup;
  readonly contacts: ContactGroup;

  readonly #options: EwsConnectionOptions;
  readonly #closed = new AbortController();
  readonly #propagation: PolicyPropagation | undefined;
  #authorization: AuthorizationSource | undefined;
  #session: Promise<Session> | undefined;
  #serverVersion: ExchangeVersion | undefined;

  constructor(options: EwsConnectionOptions) {
    this.#options = options;
    this.#authorization = options.authorization(this.#closed.signal);
    this.account = options.account;
    this.capabilities = capabilitiesOf(options.target.mailbox !== undefined);
    const { impersonated } = options.target;
    this.#propagation = impersonated === undefined ? undefined : this.#newPropagation(impersonated);
    const run: RunCall = (operation, signal, action) => this.#run(operation, signal, action);
    this.calendars = ewsCalendarGroup(run);
    this.events = ewsEventGroup(run);
    this.freeBusy = ewsFreeBusyGroup(run);
    this.rooms = ewsRoomGroup(run);
    this.contacts = ewsContactGroup(run);
  }

  get serverVersion(): ExchangeVersion | undefined {
    return this.#serverVersion;
  }

  diagnose(options: DiagnoseOptions = {}): Promise<Diagnosis> {
    // Findings say what is refused and why; the guard of the application's own must not hide it.
    return this.#unguarded('diagnose', options.signal, async (session, signal) => {
      const { diagnose } = await import('./diagnosis/diagnose.ts');
      const { settings, principal, credentialKind } = this.#options;
      return diagnose(
        { session, settings, principal, credentialKind, propagationFor: (mailbox) => this.#propagationFor(mailbox) },
        options,
        signal,
      );
    });
  }

  checkFolderPermissions(options: CheckFolderPermissionsOptions): Promise<FolderPermissionsReport> {
    return this.#unguarded('checkFolderPermissions', options.signal, async (session, signal) => {
      const { checkFolderPermissions, checkedOptions } = await import('./delegation/check-folder-permissions.ts');
      const named = checkedOptions({ ...options, principal: options.principal ?? this.#options.principal });
      if (session.target.impersonated === undefined) {
        return checkFolderPermissions(session.exchange.for(undefined), named, signal);
      }
      if (named.principal === undefined) throw principalNeeded();
      // Whoever is impersonated sees the folders as their owner.
      return withPropagation(this.#propagationFor(named.mailbox), async () => {
        const { client, transport } = session.impersonating(named.mailbox);
        try {
          return await checkFolderPermissions(client.for(undefined), named, signal);
        } finally {
          await transport.close();
        }
      });
    });
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#authorization = undefined;
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    await session?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run<T>(
    operation: string,
    signal: AbortSignal | undefined,
    action: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#unguarded(operation, signal, (session, ending) =>
      withPropagation(this.#propagation, () => action(session, ending)),
    );
  }

  /** Of the own mailbox it remembers how long was waited; of others there is nothing to remember. */
  #propagationFor(mailbox: string): PolicyPropagation | undefined {
    const isOwn = mailbox.toLowerCase() === this.#options.target.impersonated?.toLowerCase();
    return isOwn ? this.#propagation : this.#newPropagation(mailbox);
  }

  /** Access policies are about tokens of the application's own, which impersonate. */
  #newPropagation(mailbox: string): PolicyPropagation | undefined {
    const { settings, credentialKind, target } = this.#options;
    const { testedAccess, runtime } = settings;
    const applies = credentialKind === 'application' && target.impersonated !== undefined;
    return testedAccess === undefined || !applies
      ? undefined
      : new PolicyPropagation({ clock: runtime.clock, mailbox, testedAccess });
  }

  async #unguarded<T>(
    operation: string,
    signal: AbortSignal | undefined,
    action: (session: Session, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      const session = await this.#open();
      const closed = this.#closed.signal;
      return await action(session, signal === undefined ? closed : AbortSignal.any([closed, signal]));
    } catch (error) {
      if (this.#closed.signal.aborted) throw disposed(operation);
      throw CalendarError.is(error) ? error.withContext({ provider: this.provider, operation }) : error;
    }
  }

  #open(): Promise<Session> {
    const authorization = this.#authorization;
    if (authorization === undefined) throw disposed(undefined);
    this.#session ??= this.#createSession(authorization);
    return this.#session;
  }

  async #createSession(authorization: AuthorizationSource): Promise<Session> {
    const { openSession } = await import('./ews-session.ts');
    const { settings, account, target, credentialKind, notice } = this.#options;
    return openSession({
      settings,
      account,
      target,
      authorization,
      isApplication: credentialKind === 'application',
      principal: account.id,
      onServerVersion: (version, client) => {
        this.#serverVersion = version;
        if (client.isOnline) notice.give(settings.runtime.logger, { id: account.id, host: settings.url.host });
      },
    });
  }
}

/** Asks nothing of a mailbox that the policies deny, and explains refusals of one that they grant. */
async function withPropagation<T>(propagation: PolicyPropagation | undefined, action: () => Promise<T>): Promise<T> {
  propagation?.requireNotDenied();
  try {
    const result = await action();
    propagation?.settled();
    return result;
  } catch (error) {
    throw propagation?.explain(error) ?? error;
  }
}

function principalNeeded(): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: 'checkFolderPermissions: principal is needed, impersonation has none of its own',
    provider: 'ews',
  });
}

function disposed(operation: string | undefined): CalendarError {
  return new CalendarError({ code: 'disposed', message: 'The connection was closed', provider: 'ews', operation });
}
