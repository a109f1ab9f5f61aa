import {
  chmodSync,
  lstatSync,
  symlinkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@kalends/core';
import { generateKey, parseKeyRing } from '@kalends/crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runCli } from '../src/cli/run-cli.ts';
import { withAccounts } from '../src/cli/with-accounts.ts';
import { filesWith } from './kit/files-with.ts';

const timeoutMs = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'kalends-commands-'));
const data = join(folder, 'data');
const key = `k1:${generateKey()}`;
const google = { KALENDS_GOOGLE_CLIENT_ID: 'id', KALENDS_GOOGLE_CLIENT_SECRET: 'secret' };
const environment = { ...google, KALENDS_KEYS: key, KALENDS_DATA_DIR: data };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly exitCode: number;
  readonly printed: string;
  readonly complained: string;
}

async function run(words: readonly string[], variables: Record<string, string> = environment): Promise<Run> {
  const printed: string[] = [];
  const complained: string[] = [];
  const exitCode = await runCli(words, {
    environment: variables,
    clock: systemClock,
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  return { exitCode, printed: printed.join('\n'), complained: complained.join('\n') };
}

describe('the command line', () => {
  test.each([[[]], [['help']], [['--help']]])('%j: help', async (words) => {
    expect(await run(words)).toMatchObject({ exitCode: 0, printed: expect.stringContaining('kalends doctor') });
  });

  test.each([
    [['nonsense']],
    [['constructor']],
    [['doctor', '--nonsense']],
    [['disconnect']],
    [['disconnect', 'a', 'b']],
    [['import-settings']],
    [['keys']],
    [['keys', 'new']],
    [['rewrap', 'x']],
  ])('%j is no command', async (words) => {
    expect(await run(words)).toMatchObject({
      exitCode: 2,
      printed: '',
      complained: expect.stringContaining('kalends '),
    });
  });
});

describe('keys', () => {
  test('makes a ring that the service takes', async () => {
    const { exitCode, printed } = await run(['keys', 'new', '2026-11'], {});
    expect([exitCode, (await parseKeyRing(printed)).activeKeyId]).toEqual([0, '2026-11']);
  });

  test('says who does the rest, and what no id can be', async () => {
    expect(await run(['keys', 'rotate', 'x'], {})).toMatchObject({
      exitCode: 2,
      complained: expect.stringMatching(/kalends-keys/),
    });
    expect(await run(['keys', 'new', 'no id'], {})).toMatchObject({ exitCode: 1, printed: '' });
  });
});

describe('doctor', () => {
  test('examines the demo from end to end', { timeout: timeoutMs }, async () => {
    const { exitCode, printed } = await run(['doctor', '--demo', '--json'], {});
    const report = reportSchema.parse(JSON.parse(printed));
    expect(exitCode).toBe(0);
    expect(report.sections.map(({ subject }) => subject.replace(/ \(.*/, '')).sort()).toEqual([
      'Joe Alvarez at Exchange',
      'Marta Lindqvist at Microsoft 365',
      'priya@tidewater.example at Google Calendar',
    ]);
    // Nothing is wrong with it: whatever is found is a false alarm.
    expect(report.sections.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test.each([
    ['http://hooks.tidewater.example/', 1, /error +webhookUnreachable: .*not https/],
    ['https://hooks.invalid/', 0, /warning +webhookUnreachable: .*nothing answers there/],
  ])('asks whether %s can be called back', async (webhook, ends, says) => {
    const { exitCode, printed } = await run(['doctor', '--webhook', webhook], {});
    expect(exitCode).toBe(ends);
    expect(printed).toMatch(says);
  });

  test.each([
    [{}, 0, /noProvider.*\n +→ .*doctor --demo/],
    [{ PORT: 'canary-port' }, 1, /settings\n +error +invalidConfiguration: .*PORT/],
    [google, 1, /ok +settings\n +keys\n +error.*KALENDS_KEYS is missing.*keys new/],
    [{ ...google, KALENDS_KEYS: 'canary' }, 1, /keys\n +error.*KALENDS_KEYS is not usable/],
    [
      { ...google, KALENDS_KEYS: key, DATABASE_URL: 'postgres://kalends:canary@127.0.0.1:1/kalends' },
      1,
      /ok +keys\n +database\n +error +storeUnavailable.*\n +→ Look whether the database server runs/,
    ],
    [
      {
        ...google,
        KALENDS_KEYS: key,
        DATABASE_URL: 'postgres://kalends:canary@127.0.0.1:1/kalends?sslrootcert=/canary',
      },
      1,
      /ok +keys\n +database\n +error +invalidConfiguration: DATABASE_URL/,
    ],
  ])('%j ends with %i', async (variables, exitCode, pattern) => {
    const result = await run(['doctor'], variables);
    expect(result.exitCode).toBe(exitCode);
    expect(result.printed).toMatch(pattern);
    expect(result.printed).not.toContain('canary');
  });

  test('has nothing to say where nobody is connected', { timeout: timeoutMs }, async () => {
    const result = await run(['doctor']);
    expect(result).toMatchObject({
      exitCode: 0,
      printed: expect.stringMatching(/ok +database\nNothing wrong was found/),
    });
    expect(await run(['doctor', '--account', 'nobody'])).toMatchObject({
      exitCode: 1,
      complained: expect.stringMatching(/no account/),
    });
  });
});

describe('on a folder', () => {
  test('accounts, disconnect and rewrap', { timeout: timeoutMs }, async () => {
    expect(await run(['accounts'])).toMatchObject({ exitCode: 0, printed: 'No account is connected.' });
    expect(await run(['accounts', '--json'])).toMatchObject({ printed: '[]' });
    expect(await run(['disconnect', 'nobody'])).toMatchObject({
      exitCode: 0,
      printed: expect.stringMatching(/Nobody/),
    });
    expect(await run(['rewrap'])).toMatchObject({ exitCode: 0, printed: expect.stringMatching(/rewrapped +0/) });
  });
});

describe('import-settings', () => {
  const xml = (secret: string): string => `<?xml version="1.0"?>
<configuration><appSettings>
  <add key="ExchangeTenantId" value="tidewater.example" />
  <add key="ExchangeAppId" value="0f1e2d3c-0000-4000-8000-000000000001" />
  <add key="ExchangeClientSecret" value="${secret}" />
</appSettings></configuration>
`;
  const settings = join(folder, 'rooms.config');

  test(
    'moves the secret into the vault, and empties it in the file when asked to',
    { timeout: timeoutMs },
    async () => {
      writeFileSync(settings, xml('canary~secret'), { mode: 0o640 });
      const kept = await run(['import-settings', settings]);
      expect(kept).toMatchObject({
        exitCode: 0,
        complained: '',
        printed: expect.stringMatching(/tidewater.example.*secret[\s\S]*rooms.client-secret/),
      });
      expect(readFileSync(settings, 'utf8')).toBe(xml('canary~secret'));

      const blanked = await run(['import-settings', settings, '--blank']);
      expect(blanked.exitCode).toBe(0);
      expect(readFileSync(settings, 'utf8')).toBe(xml(''));
      expect(statSync(settings).mode & 0o777).toBe(0o640);
      expect(kept.printed + blanked.printed).not.toContain('canary');
      expect(readdirSync(folder).sort()).toEqual(['data', 'rooms.config']);

      // In the vault it is, and in no file in clear.
      const secret = await withAccounts({ environment, clock: systemClock }, (accounts) =>
        accounts.vault.handle('test', 'secrets').open({ name: 'rooms.client-secret' }, 'test'),
      );
      expect(secret?.reveal()).toBe('canary~secret');
      expect(filesWith(folder, ['canary~secret'])).toEqual([]);
    },
  );

  test('empties the file that a link leads to, and leaves its rights', { timeout: timeoutMs }, async () => {
    writeFileSync(settings, xml('canary~secret'));
    // More than a new file gets.
    chmodSync(settings, 0o666);
    const link = join(folder, 'link.config');
    symlinkSync('rooms.config', link);
    expect(await run(['import-settings', link, '--blank'])).toMatchObject({ exitCode: 0 });
    expect([readFileSync(settings, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual([xml(''), true]);
    expect(statSync(settings).mode & 0o777).toBe(0o666);
    rmSync(link);
  });

  test('leaves a file alone that is not complete, or when the vault cannot be opened', async () => {
    writeFileSync(settings, xml(''));
    expect(await run(['import-settings', settings, '--blank'])).toMatchObject({ exitCode: 1, printed: '' });
    writeFileSync(settings, xml('canary~secret'));
    const failed = await run(['import-settings', settings, '--blank'], google);
    expect(failed).toMatchObject({ exitCode: 1, complained: expect.stringMatching(/KALENDS_KEYS/) });
    expect(readFileSync(settings, 'utf8')).toBe(xml('canary~secret'));
    expect(await run(['import-settings', join(folder, 'nothing')])).toMatchObject({ exitCode: 1 });
  });
});

const reportSchema = z.object({
  sections: z.array(
    z.object({ subject: z.string(), findings: z.array(z.object({ code: z.string(), severity: z.string() })) }),
  ),
});
