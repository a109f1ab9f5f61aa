import type { CalendarConnection } from '../../provider/connection.ts';
import type { Account } from '../account.ts';

interface Opened {
  readonly generation: number;
  readonly connection: CalendarConnection;
}

/** Connections kept for the next call; the least recently used one is let go first, and not closed: somebody may be using it. */
const maxConnections = 1_000;

/** The open connections of one process, one per account. */
export class SharedConnections {
  readonly #opened = new Map<string, Opened>();

  /** The connection of an account, opened when there is none of its generation. */
  async of(account: Account, open: () => CalendarConnection): Promise<CalendarConnection> {
    const { id, generation } = account;
    const present = this.#opened.get(id);
    // Read before the account was connected again, and overtaken by somebody who read it after: kept by nobody.
    if (present !== undefined && present.generation > generation) return open();
    // The most recently used one is the last.
    this.#opened.delete(id);
    if (present?.generation === generation) {
      this.#opened.set(id, present);
      return present.connection;
    }
    const connection = this.#shared(id, open());
    this.#opened.set(id, { generation, connection });
    for (const oldest of this.#opened.keys()) {
      if (this.#opened.size <= maxConnections) break;
      this.#opened.delete(oldest);
    }
    await present?.connection.close().catch(() => undefined);
    return connection;
  }

  /** Lets go of a connection without ending what is under way: its calls say themselves why they fail. */
  drop(id: string): void {
    this.#opened.delete(id);
  }

  /**
   * Ends what is under way on an account's connection.
   *
   * @param untilGeneration - Leaves alone a connection of a later one. Default: whichever there is.
   */
  async close(id: string, untilGeneration: number = Infinity): Promise<void> {
    const opened = this.#opened.get(id);
    if (opened !== undefined && opened.generation <= untilGeneration) await opened.connection.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#opened.keys()].map((id) => this.close(id)));
  }

  /** The same connection for everybody; whoever closes it closes it for all, and the next one who asks gets a new one. */
  #shared(id: string, connection: CalendarConnection): CalendarConnection {
    const close = async (): Promise<void> => {
      if (this.#opened.get(id)?.connection === shared) this.#opened.delete(id);
      await connection.close();
    };
    const shared: CalendarConnection = {
      provider: connection.provider,
      account: connection.account,
      capabilities: connection.capabilities,
      calendars: connection.calendars,
      events: connection.events,
      freeBusy: connection.freeBusy,
      rooms: connection.rooms,
      contacts: connection.contacts,
      diagnose: (options) => connection.diagnose(options),
      close,
      [Symbol.asyncDispose]: close,
    };
    return shared;
  }
}
