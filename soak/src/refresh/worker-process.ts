import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CallOutcome } from './judge-step.ts';
import { answerSchema } from './worker-messages.ts';
import type { WorkerAnswer, WorkerRequest, WorkerStart } from './worker-messages.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'number'> : never;

/** A running process that can be asked and killed. */
export class WorkerProcess {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: WorkerAnswer | 'killed') => void>();
  readonly #gone: Promise<void>;
  #count = 0;
  #isGone = false;

  private constructor(name: string) {
    this.name = name;
    this.#child = fork(join(import.meta.dirname, 'worker.ts'), {
      execArgv: ['--conditions=@kalends/source'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      const answer = answerSchema.parse(message);
      this.#waiting.get(answer.number)?.(answer);
      this.#waiting.delete(answer.number);
    });
    // What is sent to a process that is being killed gets nowhere; its callers are told below.
    this.#child.on('error', () => undefined);
    this.#gone = this.#watch();
  }

  /** Starts a process and waits until it is ready. */
  static async start(start: WorkerStart): Promise<WorkerProcess> {
    const worker = new WorkerProcess(start.name);
    const answer = await worker.#send(0, start);
    if (answer === 'killed') throw new Error(`The process ${start.name} ended as it started`);
    return worker;
  }

  /** Sets its clock. */
  async setTime(aheadMs: number): Promise<void> {
    await this.#request({ kind: 'time', aheadMs });
  }

  /** Has it ask for a token. */
  async token(account: string, refused: string | undefined): Promise<CallOutcome> {
    const request = { kind: 'token', account, ...(refused === undefined ? {} : { refused }) } as const;
    const answer = await this.#request(request);
    if (answer === 'killed') return { kind: 'killed' };
    if (answer.token !== undefined) return { kind: 'token', token: answer.token };
    return { kind: 'error', code: answer.error?.code ?? 'no answer', reason: answer.error?.reason };
  }

  /** SIGKILL: nothing in it gets to run any more. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  async #watch(): Promise<void> {
    await once(this.#child, 'exit');
    this.#isGone = true;
    for (const resolve of this.#waiting.values()) resolve('killed');
    this.#waiting.clear();
  }

  async #request(request: Unnumbered<WorkerRequest>): Promise<WorkerAnswer | 'killed'> {
    this.#count += 1;
    return this.#send(this.#count, { ...request, number: this.#count });
  }

  async #send(number: number, message: object): Promise<WorkerAnswer | 'killed'> {
    if (this.#isGone) return 'killed';
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#child.send(message, () => undefined);
    });
  }
}
