import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CalendarError } from '@kalends/core';
import { migratePostgres, pgliteClient, postgresAudit, postgresStores } from '@kalends/postgres';
import { lockFolder } from './lock-folder.ts';
import type { Storage } from './storage.ts';

/** Opens PGlite, Postgres inside this process, in a folder of its own. Nobody but the user who runs the service may look into it. */
export async function openFolder(path: string): Promise<Storage> {
  await using opened = new AsyncDisposableStack();
  await usable(() => mkdir(path, { recursive: true, mode: 0o700 }));
  opened.use(await usable(() => lockFolder(path)));
  // Some 20 MB that only this kind of storage needs.
  const { PGlite } = await import('@electric-sql/pglite');
  const finished = join(path, 'database');
  if (!existsSync(finished)) {
    await usable(async () => {
      // Under another name until it is whole: whoever is ended while it is made begins anew the next time.
      const draft = join(path, 'database.new');
      await rm(draft, { recursive: true, force: true });
      await (await PGlite.create(draft)).close();
      await rename(draft, finished);
    });
  }
  // PGlite would make a new database where the files of the old one are gone, and nobody would hear of it.
  if (!existsSync(join(finished, 'PG_VERSION'))) throw damaged();
  const database = await PGlite.create(finished).catch((error: unknown) => {
    throw damaged(error);
  });
  opened.defer(() => database.close());
  const client = pgliteClient(database);
  await migratePostgres({ client });
  const open = opened.move();
  return {
    kind: 'folder',
    stores: postgresStores({ client }),
    audit: postgresAudit({ client }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function damaged(cause?: unknown): CalendarError {
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'The database in the folder cannot be opened: it is damaged, or not readable for this process',
    cure: {
      text: 'Restore the folder that KALENDS_DATA_DIR names from a backup. Without one, name another: everybody connects again.',
    },
    cause,
  });
}

async function usable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (CalendarError.is(error)) throw error;
    throw new CalendarError({
      code: 'invalidConfiguration',
      message: 'The folder for the database cannot be used',
      cure: { text: 'Let KALENDS_DATA_DIR name a folder that this process may write to, on a disk that is not full.' },
      cause: error,
    });
  }
}
