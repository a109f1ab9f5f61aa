/**
 * What only Node can do: a `fetch` whose TLS floor is set by us and not by process flags, private certificate authorities,
 * rules on the addresses that are connected to, and a `fetch` bound to one connection.
 *
 * @module
 */
export { connectionFetch } from './connection-fetch.ts';
export type { ConnectionFetch, ConnectionFetchOptions } from './connection-fetch.ts';
export { nodeFetch } from './node-fetch.ts';
export { isPublicAddress } from './public-address.ts';
export { addressRefusedCode } from './transport-options.ts';
export type { NodeFetchOptions } from './transport-options.ts';
