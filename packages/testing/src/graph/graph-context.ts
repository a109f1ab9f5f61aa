import type { EntraContext } from '../entra/entra-context.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphDirectory } from './graph-directory.ts';
import type { ApplicationAccess } from './application-access.ts';
import type { Mailbox } from './mailbox.ts';
import type { MailboxGate } from './mailbox-gate.ts';
import type { MailboxPermission } from './mailbox-seed.ts';
import type { Preferences } from './preferences.ts';

/** What Graph knows about one tenant. */
export interface GraphTenant {
  readonly tenantId: string;
  readonly directory: GraphDirectory;
  readonly access: ApplicationAccess;
  /** Replaced as a whole when permissions change. */
  mailboxPermissions: readonly MailboxPermission[];
}

/** What the Graph side of an emulator is made of. */
export interface GraphContext {
  readonly entra: EntraContext;
  readonly tenants: ReadonlyMap<string, GraphTenant>;
  /** Claims challenges are preceded by one for proof-of-possession tokens. */
  readonly offersProofOfPossession: boolean;
  readonly gate: MailboxGate | undefined;
  readonly omitOriginalStart: boolean;
}

/** One request, let in and pointed at a mailbox. */
export interface MailboxRequest {
  readonly context: GraphContext;
  readonly request: RecordedRequest;
  readonly caller: GraphCaller;
  /** Lower-case permissions that count in this mailbox. */
  readonly permissions: ReadonlySet<string>;
  readonly mailbox: Mailbox;
  readonly preferences: Preferences;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
}
