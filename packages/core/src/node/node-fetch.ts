import type { Fetch } from '../runtime/runtime.ts';
import { fetchThrough } from './send.ts';
import type { NodeFetchOptions } from './transport-options.ts';

/**
 * Creates a `fetch` on undici that speaks TLS 1.2 or newer, whatever `--tls-min-v1.0`, `NODE_OPTIONS` or
 * `NODE_TLS_REJECT_UNAUTHORIZED` say: the floor and the certificate check are set on the connection itself.
 *
 * undici is loaded at the first request. Connections are pooled per returned function.
 *
 * @public
 */
export function nodeFetch(options: NodeFetchOptions = {}): Fetch {
  let transport: Promise<Fetch> | undefined;
  return async (input, init) => {
    transport ??= createTransport(options);
    const send = await transport;
    return send(input, init);
  };
}

async function createTransport(options: NodeFetchOptions): Promise<Fetch> {
  const [undici, { checkedConnector, connectOptions }] = await Promise.all([
    import('undici'),
    import('./connector.ts'),
  ]);
  const connect = checkedConnector(undici.buildConnector(connectOptions(options)), options);
  return fetchThrough(new undici.Agent({ connect }), undici.fetch);
}
