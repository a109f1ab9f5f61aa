import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
  const { entra } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
  const provider = entra({ clientId: 'client-1' });
  const before = [...loaded];
  await provider.signIn.createAuthorizationUrl({ redirectUri: 'https://a.example', state: 's', codeChallenge: 'c'.repeat(43) });
  console.log(JSON.stringify({ before, after: loaded }));
`;
const heavy = /msal-node|msal-common|node-forge|\/jose\/|\/zod\/|temporal-polyfill|\/undici\//;

describe('loading', () => {
  it('brings no vendor module, zod, Temporal or undici before the first call', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@kalends/source', '--input-type=module', '--eval', program],
      { cwd: fileURLToPath(new URL('..', import.meta.url)) },
    );
    const { before, after }: { before: string[]; after: string[] } = JSON.parse(stdout);
    expect(before.some((url) => url.endsWith('/packages/entra/src/index.ts'))).toBe(true);
    expect(before.filter((url) => heavy.test(url))).toEqual([]);
    // The same look at the first call finds MSAL, so it would have been found before.
    expect(after.some((url) => url.includes('msal-node'))).toBe(true);
  });
});
