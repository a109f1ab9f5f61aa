import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import type { Demo } from '../../src/demo/start-demo.ts';

/** A service that runs as a process of its own. */
export interface SpawnedService {
  readonly url: string;
  /** Everything it has printed. */
  output(): string;
  /** Ends it at once: nothing is closed, nobody is told. */
  kill(): Promise<void>;
  /** Writes what is in its memory into a file, after its garbage was collected. */
  writeHeap(path: string): Promise<void>;
}

const startedSchema = z.object({ url: z.string() });

/** Starts the service as a process in front of the emulators of a demo. */
export async function spawnService(
  demo: Pick<Demo, 'addresses' | 'allowRedirectUri'>,
  environment: Readonly<Record<string, string>>,
): Promise<SpawnedService> {
  const child = fork(join(import.meta.dirname, 'service-process.ts'), {
    execArgv: ['--conditions=@kalends/source', '--no-warnings', '--expose-gc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      LOG_LEVEL: 'debug',
      EMULATORS: JSON.stringify(demo.addresses),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(() => {
    throw new Error(`The service ended: ${output.slice(-2_000)}`);
  });
  ended.catch(() => undefined);
  const [started] = await Promise.race([once(child, 'message'), ended]);
  const { url } = startedSchema.parse(started);
  demo.allowRedirectUri(`${url}/callback`);
  return {
    url,
    output: () => output,
    async kill() {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
    async writeHeap(path) {
      child.send({ heapSnapshotTo: path });
      await Promise.race([once(child, 'message'), ended]);
    },
  };
}
