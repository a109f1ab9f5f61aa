/**
 * What only Node can do: a `fetch` whose TLS floor is set by us and not by process flags, and private certificate
 * authorities.
 *
 * @module
 */
export { nodeFetch } from './node-fetch.ts';
export type { NodeFetchOptions } from './node-fetch.ts';
