import type { EmulatorClock } from '../server/emulator.ts';
import type { EntraDirectory } from './entra-directory.ts';
import type { GrantStore } from './grant-store.ts';
import type { MintedValues } from './minted-values.ts';
import type { TokenSigner } from './token-signer.ts';

/** What the endpoints of one Entra emulator share. */
export interface EntraContext {
  readonly clock: EmulatorClock;
  readonly directory: EntraDirectory;
  readonly grants: GrantStore;
  readonly minted: MintedValues;
  readonly signer: TokenSigner;
  /** Origin of the emulator; known only once it listens. */
  origin(): string;
  /** Fixed lifetime of access tokens in seconds. Default: as Entra chooses. */
  readonly accessTokenLifetimeSeconds?: number | undefined;
}
