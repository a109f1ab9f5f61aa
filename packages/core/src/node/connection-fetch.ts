import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Client } from 'undici';
import type { Fetch } from '../runtime/runtime.ts';
import { fetchThrough } from './send.ts';
import type { NodeFetchOptions } from './transport-options.ts';

/** Settings of {@link connectionFetch}. @public */
export interface ConnectionFetchOptions extends NodeFetchOptions {
  /** Where the connection leads, for example `https://mail.example.com`. */
  readonly origin: string;
}

/** A `fetch` whose requests share one connection. @public */
export interface ConnectionFetch {
  /** Sends over the connection, one request after the other; a connection that ended is replaced at the next request. */
  readonly fetch: Fetch;
  /** How many connections were opened so far: when it changes between two requests, they did not share one. */
  readonly connectionCount: number;
  /** DER of the certificate that the server showed last; absent before the first connection and without TLS. */
  readonly serverCertificate: Uint8Array | undefined;
  /** Ends the connection and what is under way on it. */
  close(): Promise<void>;
}

/**
 * Creates a `fetch` bound to one kept-alive HTTP/1.1 connection, for authentication that belongs to the connection and not to
 * the request (NTLM). TLS as with `nodeFetch`. Nothing is opened before the first request.
 *
 * @public
 */
export function connectionFetch(options: ConnectionFetchOptions): ConnectionFetch {
  return new BoundConnection(options);
}

class BoundConnection implements ConnectionFetch {
  readonly fetch: Fetch;
  connectionCount = 0;
  serverCertificate: Uint8Array | undefined;
  readonly #options: ConnectionFetchOptions;
  #client: Promise<{ readonly client: Client; readonly send: Fetch }> | undefined;
  #isClosed = false;

  constructor(options: ConnectionFetchOptions) {
    this.#options = options;
    this.fetch = async (input, init) => {
      if (this.#isClosed) throw new TypeError('The connection was closed by its owner');
      this.#client ??= this.#open();
      const { send } = await this.#client;
      return send(input, init);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const opened = await this.#client?.catch(() => undefined);
    await opened?.client.destroy();
  }

  async #open(): Promise<{ readonly client: Client; readonly send: Fetch }> {
    const [undici, { checkedConnector, connectOptions }] = await Promise.all([
      import('undici'),
      import('./connector.ts'),
    ]);
    const build = undici.buildConnector({ ...connectOptions(this.#options), allowH2: false });
    const connect = checkedConnector((target, callback) => {
      build(target, (...result) => {
        const [error, socket] = result;
        // undici hands on no socket at all where its types say `null`.
        if (error === null && socket !== null) this.#opened(socket);
        callback(...result);
      });
    }, this.#options);
    const client = new undici.Client(this.#options.origin, { connect, pipelining: 1, allowH2: false });
    return { client, send: fetchThrough(client, undici.fetch) };
  }

  #opened(socket: Socket | TLSSocket): void {
    this.connectionCount += 1;
    this.serverCertificate = 'encrypted' in socket ? socket.getPeerX509Certificate()?.raw : undefined;
  }
}
