import type { EmulatorClock } from '../server/emulator.ts';
import type { AssertionLog } from './client-assertion.ts';
import type { DeviceCodeStore } from './device-code-store.ts';
import type { EntraDirectory } from './entra-directory.ts';
import type { GrantStore } from './grant-store.ts';
import type { LoopDetector } from './loop-detector.ts';
import type { MintedValues } from './minted-values.ts';
import type { PendingSignIns } from './pending-sign-ins.ts';
import type { TokenRequestLog } from './token-request-log.ts';
import type { TokenSettings } from './token-settings.ts';
import type { TokenSigner } from './token-signer.ts';

/** What the endpoints of one Entra emulator share. */
export interface EntraContext {
  readonly clock: EmulatorClock;
  readonly directory: EntraDirectory;
  readonly grants: GrantStore;
  readonly deviceCodes: DeviceCodeStore;
  readonly pendingSignIns: PendingSignIns;
  readonly assertions: AssertionLog;
  readonly loops: LoopDetector | undefined;
  readonly log: TokenRequestLog;
  readonly minted: MintedValues;
  readonly signer: TokenSigner;
  /** What a browser brings back when an administrator has to consent; documents leave it open. */
  readonly adminApprovalError: 'access_denied' | 'consent_required';
  /** Replaced as a whole when settings change. */
  tokens: TokenSettings;
  /** Origin of the emulator; known only once it listens. */
  origin(): string;
}
