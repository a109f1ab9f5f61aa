import { createConnection, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { CalendarError } from '@kalends/core';
import type { CallOptions } from '@kalends/core';
import { answerSchedulingMessage, clientTransport } from '@kalends/core/scheduling';
import type { SchedulingTransport } from '@kalends/core/scheduling';

/** Longest message, in characters. */
const maxMessageLength = 65_536;

/** The desktop client: listens on a local socket and does what tools on the same machine ask for. */
export async function serveClient(path: string, transport: SchedulingTransport): Promise<AsyncDisposable> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    readMessage(socket)
      .then((message) => answerSchedulingMessage(transport, message))
      // Whoever sent something else than a request hears nothing.
      .then(
        (answer) => socket.end(`${answer}\n`),
        () => socket.destroy(),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Else a tool that says nothing would keep it open.
        for (const socket of open) socket.destroy();
      }),
  };
}

/** A tool inside another program: knows the client's socket and nothing else. */
export function socketTransport(path: string): SchedulingTransport {
  return clientTransport(async (message: string, { signal }: CallOptions) => {
    const isGone = (): boolean => signal?.aborted === true;
    if (isGone()) {
      throw new CalendarError({ code: 'aborted', message: 'The call was aborted by its caller; nothing was sent' });
    }
    const socket = createConnection(path);
    const abort = (): void => void socket.destroy();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      socket.write(`${message}\n`);
      return await readMessage(socket);
    } catch (error) {
      throw new CalendarError({
        code: isGone() ? 'aborted' : 'networkError',
        message: 'The client did not answer',
        cause: error,
      });
    } finally {
      signal?.removeEventListener('abort', abort);
      socket.destroy();
    }
  });
}

/** One line. */
async function readMessage(socket: Socket): Promise<string> {
  socket.setEncoding('utf8');
  let text = '';
  for await (const part of socket.iterator({ destroyOnReturn: false })) {
    text += String(part);
    const end = text.indexOf('\n');
    if (end >= 0) return text.slice(0, end);
    if (text.length > maxMessageLength) break;
  }
  throw new Error('No message came');
}
