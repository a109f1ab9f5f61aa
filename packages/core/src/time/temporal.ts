// The platform's Temporal where it exists (Node 26), the polyfill elsewhere. One place, so that it can go.
export { Temporal } from 'temporal-polyfill';
