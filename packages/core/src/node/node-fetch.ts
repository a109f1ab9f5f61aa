import type { Fetch } from '../runtime/runtime.ts';

/** Settings of {@link nodeFetch}. @public */
export interface NodeFetchOptions {
  /**
   * PEM of certificate authorities to trust for these connections, in place of the public ones: for servers inside a company.
   * Default: the authorities that Node ships.
   */
  readonly certificateAuthorities?: readonly string[];
  /** Milliseconds to wait for a connection. Default 10,000. */
  readonly connectTimeoutMs?: number;
}

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
  const undici = await import('undici');
  const dispatcher = new undici.Agent({
    connect: {
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      timeout: options.connectTimeoutMs ?? 10_000,
      ...(options.certificateAuthorities === undefined ? {} : { ca: [...options.certificateAuthorities] }),
    },
  });
  // The standard's types and undici's declare the same shapes separately, and TypeScript finds them unrelated; at run time a
  // string or URL and a plain init object pass through unchanged.
  const send = undici.fetch as unknown as (input: string | URL, init?: object) => Promise<Response>;
  return async (input, init) => {
    if (!(input instanceof Request)) return send(input, { ...init, dispatcher });
    const body = input.body === null ? undefined : await input.arrayBuffer();
    return send(input.url, {
      method: input.method,
      headers: input.headers,
      body,
      signal: input.signal,
      ...init,
      dispatcher,
    });
  };
}
