import { randomUUID } from 'node:crypto';
import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Secret } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { blankRoomsSettings, readRoomsSettings } from '@kalends/ews';
import type { RoomsSettings } from '@kalends/ews';
import type { CliIo, ExitCode } from '../cli-io.ts';
import { UsageError } from '../usage-error.ts';
import { withAccounts } from '../with-accounts.ts';

const actor = 'kalends-command';

/** Takes the secrets of a ROOMS settings file into the vault, and empties them in the file once they are safe. */
export async function importSettingsCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const options = { blank: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const [path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw new UsageError();
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error('The settings file cannot be read.');
  const result = await readRoomsSettings(text);
  if (!result.isComplete) {
    for (const { message } of result.problems) io.complain(message);
    return 1;
  }
  // Made before anything is kept: a file that cannot be blanked is none that is half imported.
  const blanked = values.blank === true ? await blankRoomsSettings(text) : undefined;
  const { settings } = result;
  await withAccounts(io, (accounts) => keep(accounts, secretsOf(settings)));
  io.print(`Imported: tenant ${settings.tenantId}, application ${settings.appId}, ${settings.variant}.`);
  for (const [name] of secretsOf(settings)) io.print(`In the vault as ${name}.`);
  if (blanked !== undefined) {
    await replaceFile(path, blanked);
    io.print('The file holds no secret any more. Copies of it may: backups, version control.');
  }
  return 0;
}

function secretsOf(settings: RoomsSettings): readonly (readonly [name: string, secret: Secret])[] {
  switch (settings.variant) {
    case 'secret':
      return [['rooms.client-secret', settings.clientSecret]];
    case 'delegated':
      return [['rooms.service-password', settings.servicePassword]];
    default:
      return [];
  }
}

/** Puts each in and looks whether it comes out again. */
async function keep(
  accounts: CalendarAccounts,
  secrets: readonly (readonly [name: string, secret: Secret])[],
): Promise<void> {
  const vault = accounts.vault.handle(actor, 'secrets');
  for (const [name, secret] of secrets) {
    await vault.put({ name }, new Secret(secret.reveal()));
    const kept = await vault.open({ name }, 'check of an import');
    if (kept?.reveal() !== secret.reveal()) throw new Error(`The vault did not keep ${name}; the file is as it was.`);
  }
}

/** In one step: whatever happens, the file is the old one or the new one, with the owner and rights it had. */
async function replaceFile(path: string, text: string): Promise<void> {
  // Through links: the file that holds the secrets is the one at their end.
  const target = await realpath(path);
  const draft = `${target}.${randomUUID()}`;
  const { mode, uid, gid } = await stat(target);
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await chown(draft, uid, gid);
    await chmod(draft, mode & 0o7777);
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
}
