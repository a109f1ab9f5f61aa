import type { EntraContext } from '../entra/entra-context.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import type { GraphCaller } from './graph-caller.ts';
import type { GraphDirectory } from './graph-directory.ts';
import type { Mailbox } from './mailbox.ts';
import type { MailboxGate } from './mailbox-gate.ts';
import type { Preferences } from './preferences.ts';

/** What the Graph side of an emulator is made of. */
export interface GraphContext {
  readonly entra: EntraContext;
  readonly directory: GraphDirectory;
  readonly gate: MailboxGate | undefined;
  readonly omitOriginalStart: boolean;
}

/** One request, let in and pointed at a mailbox. */
export interface MailboxRequest {
  readonly context: GraphContext;
  readonly request: RecordedRequest;
  readonly caller: GraphCaller;
  readonly mailbox: Mailbox;
  readonly preferences: Preferences;
  /** `http://127.0.0.1:50123/v1.0` */
  readonly graphBaseUrl: string;
}
