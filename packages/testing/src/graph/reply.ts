import type { JsonObject } from './mailbox.ts';

/** What an operation answers, before the headers that every answer has. */
export interface Reply {
  readonly status: number;
  /** A resource, a bare number for `$count`, or bytes. */
  readonly body?: JsonObject | number | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** 200 with a resource. */
export function ok(body: JsonObject | number): Reply {
  return { status: 200, body };
}

/** 201 with the new resource and, where it has one, its address. */
export function created(body: JsonObject, location?: string): Reply {
  return { status: 201, body, ...(location === undefined ? {} : { headers: { location } }) };
}

/** 202: done, with nothing to show. */
export const accepted: Reply = { status: 202 };

/** 204: gone. */
export const noContent: Reply = { status: 204 };
