import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { generateKey } from '@kalends/crypto';
import { afterEach, describe, expect, test } from 'vitest';

const main = resolve(import.meta.dirname, '../src/main.ts');
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly folder: string;
  output(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs the service as its own process in an empty folder, without the right to write or delete any file unless it is given. */
async function run(
  environment: Record<string, string>,
  dotEnv?: string,
  permissions: readonly string[] = [],
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'kalends-service-'));
  folders.push(folder);
  if (dotEnv !== undefined) await writeFile(join(folder, '.env'), dotEnv);
  const child = spawn(
    process.execPath,
    [
      '--permission',
      '--allow-fs-read=*',
      '--allow-net',
      ...permissions,
      '--no-warnings',
      '--conditions=@kalends/source',
      main,
    ],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.on('close', done));
  return { child, folder, output: () => output, ended };
}

/** Waits until the process has said something. */
function saying(running: Run, pattern: RegExp): Promise<string> {
  return new Promise((found, missed) => {
    const look = (): void => {
      const match = pattern.exec(running.output())?.[1];
      if (match !== undefined) found(match);
    };
    running.child.stdout.on('data', look);
    running.child.on('close', () => missed(new Error(`It ended without saying so: ${running.output()}`)));
    look();
  });
}

describe('the service as a process', () => {
  test('starts on emulators, serves an agenda from memory alone, and ends on Ctrl-C', async () => {
    const running = await run({});
    const url = await saying(running, /agenda\s+(http:\S+)\//);
    const health = await fetch(`${url}/healthz`);
    expect(await health.json()).toEqual({ status: 'ok' });
    const agenda: unknown = await (await fetch(`${url}/api/agenda?tz=Asia/Kolkata`)).json();
    expect(agenda).toMatchObject({ isComplete: true, sources: [{}, {}, {}] });
    expect(running.output()).toMatch(
      /Marta Lindqvist signed in at microsoft[\s\S]*Priya Raman signed in at google[\s\S]*Joe Alvarez signed in at exchange/,
    );
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(await readdir(running.folder)).toEqual([]);
  });

  test('ends on Ctrl-C while it starts, and does not take that for a failure', async () => {
    const running = await run({});
    await saying(running, /(signed in at microsoft)/);
    running.child.kill('SIGINT');
    expect(await running.ended).toBe(0);
    expect(running.output()).not.toContain('did not start');
  });

  test('says that its port is taken, and ends', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const running = await run({ PORT: port });
    expect(await running.ended).toBe(1);
    other.close();
    expect(running.output()).toBe(
      `The service did not start: It cannot listen on port ${port} of 127.0.0.1: another program does; choose another port with PORT.\n`,
    );
  });

  test('says that the key ring is wrong, without a word of it', async () => {
    const running = await run({ KALENDS_KEYS: 'canarycanarycanarycanarycanarycanarycanaryca' });
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('KALENDS_KEYS');
    expect(running.output()).not.toContain('canary');
  });

  test('reads settings from .env where there is one, and the environment before', { timeout: 120_000 }, async () => {
    const running = await run(
      { KALENDS_TIME_ZONE: 'Asia/Kolkata' },
      `KALENDS_GOOGLE_CLIENT_ID=id\nKALENDS_GOOGLE_CLIENT_SECRET=secret\nKALENDS_TIME_ZONE=UTC\nPORT=1\nKALENDS_KEYS=k1:${generateKey()}\n`,
      ['--allow-fs-write=*'],
    );
    const url = await saying(running, /agenda\s+(http:\S+)\//);
    expect(await (await fetch(`${url}/api/agenda`)).json()).toMatchObject({ sources: [], timeZone: 'Asia/Kolkata' });
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(running.output()).not.toContain('emulators');
  });

  test('says which variable is wrong, without its value, and ends', async () => {
    const running = await run({ PORT: 'canary-port', KALENDS_GRAPH_CLIENT_ID: 'id' });
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('PORT');
    expect(running.output()).not.toContain('canary-port');
  });

  test('says which secret is missing', async () => {
    const running = await run({ KALENDS_GOOGLE_CLIENT_ID: 'id' });
    expect(await running.ended).toBe(1);
    expect(running.output()).toContain('KALENDS_GOOGLE_CLIENT_SECRET');
  });
});
