import type { EntraContext } from '../entra/entra-context.ts';
import type { FaultAction } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { ApplicationAccess } from './application-access.ts';
import type { DeltaTokens } from './delta/delta-tokens.ts';
import type { UploadSession } from './events/attachments/upload-session.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphDirectory } from './graph-directory.ts';
import type { PostOffice } from './mail/post-office.ts';
import type { Mailbox } from './mailbox.ts';
import type { MailboxGate } from './mailbox-gate.ts';
import type { MailboxPermission } from './mailbox-seed.ts';
import type { Preferences } from './preferences.ts';
import type { TaskQueue } from './task-queue.ts';
import type { Versions } from './versions.ts';

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
  readonly repeatedTransaction: 'existing' | 'conflict';
  /** How long it takes until a new online meeting has its link. */
  readonly onlineMeetingDelayMs: number;
  readonly versions: Versions;
  readonly tasks: TaskQueue;
  readonly mail: PostOffice;
  readonly deltaTokens: DeltaTokens;
  /** Large files on their way, by the token in their address. */
  readonly uploads: Map<string, UploadSession>;
  /** The fault that an item of a batch meets. */
  takeFault(request: RecordedRequest): FaultAction | undefined;
}

/** Which calendar a path speaks of: any (`/me/events`), the default one (`/me/calendar`), or one by id. */
export type CalendarScope =
  | { readonly kind: 'any' }
  | { readonly kind: 'default' }
  | { readonly kind: 'id'; readonly id: string };

/** One request, let in and pointed at a tenant. */
export interface TenantRequest {
  readonly context: GraphContext;
  readonly tenant: GraphTenant;
  readonly request: RecordedRequest;
  readonly caller: GraphCaller;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
}

/** One request, let in and pointed at a mailbox. */
export interface MailboxRequest extends TenantRequest {
  /** Lower-case permissions that count in this mailbox. */
  readonly permissions: ReadonlySet<string>;
  readonly mailbox: Mailbox;
  readonly calendar: CalendarScope;
  /** Ids in the path, by the name they have in its pattern. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly preferences: Preferences;
}
