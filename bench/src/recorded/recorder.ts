import type { Fetch } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';

/** An answer that was received once. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A transport that asks the service the first time and answers from memory afterwards. */
export interface Recorder {
  readonly fetch: Fetch;
  /** From now on nothing goes over the network; a request that was not seen before is an error. */
  stopRecording(): void;
  /** Forgets which answers were given. */
  clearGiven(): void;
  /** Answers given since then, in order. */
  given(): readonly RecordedAnswer[];
}

/** Creates a recorder with nothing in it. */
export function recorder(): Recorder {
  const network = nodeFetch();
  const answers = new Map<string, RecordedAnswer>();
  let isRecording = true;
  let given: RecordedAnswer[] = [];
  return {
    async fetch(input, init = {}) {
      const key = keyOf(input, init);
      const answer = answers.get(key) ?? (isRecording ? await ask(network, input, init) : undefined);
      if (answer === undefined) throw new Error('A request was made that was not recorded');
      answers.set(key, answer);
      given.push(answer);
      return new Response(answer.bytes, { status: answer.status, headers: answer.headers });
    },
    stopRecording: () => void (isRecording = false),
    clearGiven: () => void (given = []),
    given: () => given,
  };
}

/** Token requests carry ids that differ from call to call; the answer is the same. */
function keyOf(input: string | URL | Request, init: RequestInit): string {
  const url = input instanceof Request ? input.url : String(input);
  const body = typeof init.body === 'string' && !new URL(url).pathname.endsWith('token') ? init.body : '';
  return `${init.method ?? 'GET'} ${url} ${body}`;
}

async function ask(network: Fetch, input: string | URL | Request, init: RequestInit): Promise<RecordedAnswer> {
  const response = await network(input, init);
  const headers = new Headers(response.headers);
  // What is kept is the decoded body.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  return { status: response.status, headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}
