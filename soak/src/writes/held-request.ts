import type { Fetch } from '@kalends/core';

/** A transport that can keep a request back, as a gateway does that gives up on it before the service gets it. */
export interface HoldingTransport {
  readonly fetch: Fetch;
  /**
   * Keeps back one of the next writes: its sender hears of a time-out at once.
   *
   * @param spared - How many writes go through before.
   * @param requests - After how many more requests the service gets it; else with {@link HoldingTransport.release}.
   */
  hold(spared: number, requests: number): void;
  /**
   * Lets the service have what is kept back, if anything is, and holds nothing any more.
   *
   * @returns whether anything was kept back since {@link HoldingTransport.hold}.
   */
  release(): Promise<boolean>;
}

/** Makes the transport over a real one. */
export function holdingTransport(fetch: Fetch): HoldingTransport {
  let plan: { spared: number; requests: number } | undefined;
  let held: { readonly url: string; readonly init: RequestInit; requests: number } | undefined;
  let isUsed = false;
  const deliver = async (): Promise<void> => {
    const request = held;
    held = undefined;
    if (request === undefined) return;
    const response = await fetch(request.url, request.init);
    await response.body?.cancel();
  };
  return {
    hold(spared, requests) {
      plan = { spared, requests };
    },
    async release() {
      plan = undefined;
      await deliver();
      const hasHeld = isUsed;
      isUsed = false;
      return hasHeld;
    },
    async fetch(input, init = {}) {
      if (held !== undefined) {
        held.requests -= 1;
        if (held.requests < 0) await deliver();
      }
      if (plan === undefined) return fetch(input, init);
      const request = new Request(input, init);
      const body = await request.clone().text();
      if (!isWrite(request, body)) return fetch(input, init);
      plan.spared -= 1;
      if (plan.spared >= 0) return fetch(input, init);
      held = {
        url: request.url,
        init: { method: request.method, headers: request.headers, ...(body === '' ? {} : { body }) },
        requests: plan.requests,
      };
      plan = undefined;
      isUsed = true;
      return new Response('', { status: 504 });
    },
  };
}

const soapWrite = /<(?:\w+:)?(?:CreateItem|UpdateItem|DeleteItem)[\s>]/;

function isWrite({ method, url }: Request, body: string): boolean {
  if (method === 'GET' || /\/token$|\/batch|batch$/.test(url)) return false;
  return body.startsWith('<') ? soapWrite.test(body) : true;
}
