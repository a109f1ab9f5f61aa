import type { Company } from '../company/company.ts';
import type { FaultPlan } from './faults.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import type { ThrowawayCertificate } from './throwaway-ca.ts';

/** The clock an emulator reads: milliseconds since the Unix epoch. @public */
export interface EmulatorClock {
  /** The current time in milliseconds since the Unix epoch. */
  now(): number;
}

/** Settings that all emulators share. @public */
export interface EmulatorOptions {
  /** Default: the system clock. */
  readonly clock?: EmulatorClock;
  /** People, rooms and meetings to begin with; more can be seeded later. Default: nobody. */
  readonly company?: Company;
  /** TCP port on `host`. Default 0: the system chooses one. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`; anything but loopback is refused. */
  readonly host?: string;
  /** Serve HTTPS with this certificate, see `throwawayCa`. Default: plain HTTP. */
  readonly tls?: ThrowawayCertificate;
}

/** A running emulator. @public */
export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:50123`, without a trailing slash. */
  readonly origin: string;
  /** Everything that was asked and answered since the start, oldest first. */
  readonly exchanges: readonly RecordedExchange[];
  /** Faults to show. */
  readonly faults: FaultPlan;
  /** Adds people, rooms and meetings. Each meeting lands in the mailbox of its organizer and of everybody invited. */
  seed(company: Company): void;
  /** Calls `listener` after each exchange; returns a function that stops it. */
  onExchange(listener: (exchange: RecordedExchange) => void): () => void;
  /** Stops listening and drops open connections. Calling it twice is harmless. */
  close(): Promise<void>;
}
