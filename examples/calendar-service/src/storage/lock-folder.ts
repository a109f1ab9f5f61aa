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
  for (let tries = 0; tries < maxTries; tries += 1) {
    try {
      // Whole from the first moment on: a lock that is half written would pass for one that is worth nothing.
      await link(draft, path);
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error;
    }
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const holder = holderOf(text);
    if (holder !== undefined && (await isAlive(holder))) throw inUse(holder.pid);
    await takeAway(path, text);
  }
  throw inUse(undefined);
}

/** Removes the lock that was read, and no other: one that somebody else took meanwhile is put back. */
async function takeAway(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) === text) await rm(aside, { force: true });
  else await rename(aside, path);
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
