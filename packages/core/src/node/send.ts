import type { Dispatcher, fetch } from 'undici';
import type { Fetch } from '../runtime/runtime.ts';

/** Makes a `fetch` of the standard's shape that sends through a dispatcher. */
export function fetchThrough(dispatcher: Dispatcher, undiciFetch: typeof fetch): Fetch {
  // The standard's types and undici's declare the same shapes separately, and TypeScript finds them unrelated; at run time a
  // string or URL and a plain init object pass through unchanged.
  const send = undiciFetch as unknown as (input: string | URL, init?: object) => Promise<Response>;
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
