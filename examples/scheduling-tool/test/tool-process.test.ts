import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { answerSchedulingMessage } from '@kalends/core/scheduling';
import type { SchedulingRequest, SchedulingResult, SchedulingTransport } from '@kalends/core/scheduling';
import { afterEach, beforeEach, expect, test } from 'vitest';

const wall = (clock: string) => ({ dateTime: `2026-11-17T${clock}:00`, timeZone: 'Europe/Berlin' });
const request: SchedulingRequest = {
  meeting: { title: 'Buoy review', time: { kind: 'timed', start: wall('09:00'), end: wall('09:30') } },
  notify: 'nobody',
  idempotencyKey: 'k1',
};
const scheduled: SchedulingResult = {
  kind: 'scheduled',
  meeting: { meetingId: 'm1', joinUrl: 'https://meet.example/1' },
  eventId: 'e1',
};

const elsewhere = createServer((_request, response) => void response.end());
let origin = '';
beforeEach(async () => {
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  const address = elsewhere.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}/`;
});
afterEach(() => void elsewhere.close());

/** Runs the tool and answers what it asks for, as the client that started it does. */
async function runTool(permissions: readonly string[]): Promise<{
  readonly reached: unknown;
  readonly asked: readonly SchedulingRequest[];
  readonly result: unknown;
}> {
  const asked: SchedulingRequest[] = [];
  const client: SchedulingTransport = {
    schedule(one) {
      asked.push(one);
      return Promise.resolve(scheduled);
    },
  };
  const child = spawn(
    process.execPath,
    [
      ...permissions,
      '--no-warnings',
      '--conditions=@kalends/source',
      resolve(import.meta.dirname, 'support/tool-process.ts'),
      origin,
    ],
    { env: { PATH: process.env['PATH'] ?? '' }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<string> => String((await lines.next()).value);
  const reached: unknown = JSON.parse(await read());
  child.stdin.write(`${JSON.stringify(request)}\n`);
  child.stdin.write(`${await answerSchedulingMessage(client, await read())}\n`);
  const result: unknown = JSON.parse(await read());
  child.stdin.end();
  await ended;
  return { reached, asked, result };
}

test('a tool whose process may not use the network has its meetings scheduled by the client', async () => {
  const sandbox = ['--permission', '--allow-fs-read=*'];
  expect(await runTool(sandbox)).toEqual({ reached: { reached: false }, asked: [request], result: scheduled });
  // With the right to, it would have got somewhere: it is the process that is kept from it.
  expect(await runTool([...sandbox, '--allow-net'])).toMatchObject({ reached: { reached: true }, result: scheduled });
});
