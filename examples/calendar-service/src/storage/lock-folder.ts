import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CalendarError } from '@kalends/core';
import { z } from 'zod';

const lockSchema = z.object({ pid: z.int().positive(), started: z.string().nullable() });
type Lock = z.infer<typeof lockSchema>;

/** Times a lock is looked at again that changes under our eyes. */
const maxTries = 5;

/**
 * Takes a folder for this process alone; PGlite itself does not look whether another one has it open, and two would destroy it.
 * A lock that a dead process left is taken over.
 *
 * @throws CalendarError `conflict` when a living process has the folder.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, 'lock');
  const own: Lock = { pid: process.pid, started: await startOf(process.pid) };
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
  try {
    return await take(path, draft);
  } finally {
    await rm(draft, { force: true });
  }
}

async function take(path: string, draft: string): Promise<AsyncDisposable> {
  const held: AsyncDisposable = { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
  for (let tries = 0; tries < maxTries; tries += 1) {
    // Whole from the first moment on: a lock that is half written would pass for one that is worth nothing.
    if (await isLinked(draft, path)) return held;
    const text = await textOf(path);
    if (text === undefined) continue;
    const holder = holderOf(text);
    if (holder !== undefined && (await isAlive(holder))) throw inUse(holder.pid);
    if (await isTakenOver(path, text, draft)) return held;
  }
  throw inUse(undefined);
}

/**
 * Puts our lock in the place of the one that was read, if that is still there. One process at a time may do so, which holds a second
 * lock meanwhile; and there is a lock at every moment, so that nobody takes the folder for free in between.
 */
async function isTakenOver(path: string, dead: string, draft: string): Promise<boolean> {
  const guard = `${path}.taking`;
  if (!(await isLinked(draft, guard))) {
    // Left by a process that ended in the middle of this: the next try finds it gone.
    const text = await textOf(guard);
    if (text === undefined) return false;
    const holder = holderOf(text);
    if (holder === undefined || !(await isAlive(holder))) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await textOf(path)) !== dead) return false;
    await rename(draft, path);
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

/** Whether the name was free, and now leads to the same file. */
async function isLinked(file: string, name: string): Promise<boolean> {
  try {
    await link(file, name);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Absent: there is none, or none any more. */
function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Absent: no lock of ours. */
function holderOf(text: string): Lock | undefined {
  try {
    return lockSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Numbers of processes are given out again, in containers even at each start: when it started tells one from the other. */
async function isAlive({ pid, started }: Lock): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    if (!isSystemError(error, 'EPERM')) return false;
  }
  const now = await startOf(pid);
  return started === null || now === null || started === now;
}

/** When a process started, on Linux: clock ticks since boot (proc(5), field 22) after the id of the boot; `null` elsewhere. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The second field is the program's name in parentheses and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function inUse(pid: number | undefined): CalendarError {
  const who = pid === undefined ? 'another process' : `the process ${pid}`;
  return new CalendarError({
    code: 'conflict',
    message: `The folder for the database is in use by ${who}`,
    cure: { text: 'End that process first. For several at a time set DATABASE_URL to a Postgres server.' },
  });
}
