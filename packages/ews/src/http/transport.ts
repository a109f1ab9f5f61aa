import type { Authorization } from '@kalends/core';

/** One request to Exchange, without what authorizes it. */
export interface TransportRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly authorization: Authorization;
  readonly signal: AbortSignal | undefined;
}

/** Sends requests in the way their authorization needs. */
export interface ExchangeTransport {
  /** The answer of the server; status 401 when it refused the authorization. */
  send(request: TransportRequest): Promise<Response>;
  /** Ends connections that are kept open. */
  close(): Promise<void>;
}
