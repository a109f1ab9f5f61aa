import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';

/** Answers one request. */
export type Handler = (request: Request) => Response | Promise<Response>;

/** A server that listens. */
export interface Listening {
  /** Where this machine reaches it, `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends what is under way. */
  stop(): Promise<void>;
}

/**
 * Listens on an address.
 *
 * @param address.port - 0 takes any port that is free.
 * @throws Error that says what is wrong with the address, and which variable sets it.
 */
export function listen(address: { readonly host: string; readonly port: number }, handle: Handler): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(readable(error, address));
    const server = serve({ fetch: handle, port: address.port, hostname: address.host }, ({ port }) => {
      server.off('error', fail);
      resolve({ url: `http://${urlHost(address.host)}:${port}`, port, stop: () => stop(server) });
    });
    server.once('error', fail);
  });
}

/** Every address of a machine is none that a browser can open: there the machine itself stands for them. */
function urlHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function stop(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

function readable(error: Error, { host, port }: { readonly host: string; readonly port: number }): Error {
  const cure = cures.get('code' in error ? String(error.code) : '');
  return new Error(`It cannot listen on port ${port} of ${host}${cure === undefined ? '' : `: ${cure}`}.`, {
    cause: error,
  });
}

const cures: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'another program does; choose another port with PORT'],
  ['EACCES', 'that port needs privileges; choose one above 1023 with PORT'],
  ['EADDRNOTAVAIL', 'this machine has no such address; choose another with HOST'],
  ['ENOTFOUND', 'no such host is known; choose another with HOST'],
]);
