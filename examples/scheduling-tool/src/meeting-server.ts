import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next requests of a kind end in: refused, or done without anybody hearing of it. */
export type MeetingFault = 'refused' | 'answerLost';

/** A meeting service on loopback, as small as can be. */
export interface MeetingServer extends AsyncDisposable {
  readonly origin: string;
  /** Bodies of the requests to make meetings, as they came. */
  readonly bodies: readonly string[];
  /** Join links of the meetings that exist, by id. */
  readonly meetings: ReadonlyMap<string, string>;
  /** Lets the next request of this kind fail. */
  failNext(method: 'POST' | 'DELETE', fault: MeetingFault): void;
}

const maxBodyBytes = 16_384;

/** Starts the meeting service. `POST /meetings` with an `Idempotency-Key` makes a meeting (201) or finds it (200), `DELETE /meetings/{id}` removes it. */
export async function startMeetingServer(): Promise<MeetingServer> {
  const bodies: string[] = [];
  const meetings = new Map<string, string>();
  const faults: { method: string; fault: MeetingFault }[] = [];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const [planned] = faults;
    const fault = planned?.method === request.method ? faults.shift()?.fault : undefined;
    if (fault === 'refused') {
      response.writeHead(403).end();
      return;
    }
    const answer = act(request, body);
    const status = answer === undefined ? 204 : answer.isNew ? 201 : 200;
    if (fault === 'answerLost') {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(answer === undefined ? undefined : JSON.stringify(answer.meeting));
  };

  const act = (
    request: IncomingMessage,
    body: string,
  ): { readonly meeting: object; readonly isNew: boolean } | undefined => {
    if (request.method === 'DELETE') {
      meetings.delete(decodeURIComponent(request.url?.split('/').at(-1) ?? ''));
      return undefined;
    }
    bodies.push(body);
    const meetingId = `m-${String(request.headers['idempotency-key'])}`;
    const joinUrl = `https://meet.example/${meetingId}`;
    const isNew = !meetings.has(meetingId);
    meetings.set(meetingId, joinUrl);
    return { meeting: { meetingId, joinUrl }, isNew };
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    bodies,
    meetings,
    failNext: (method, fault) => void faults.push({ method, fault }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const buffer = Buffer.from(part);
    bytes += buffer.length;
    if (bytes > maxBodyBytes) throw new RangeError('The body is too large');
    parts.push(buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
