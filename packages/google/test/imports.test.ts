import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const entry = new URL('../src/index.ts', import.meta.url).href;

/** Runs a program in a process of its own and returns the URLs of every module it loaded. */
async function modulesLoadedBy(program: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module';
    const urls = [];
    registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context); } });
    const { google } = await import(${JSON.stringify(entry)});
    const provider = google({ clientId: 'a', clientSecret: 'b' });
    google({ serviceAccount: { clientEmail: 'a@b.example', privateKey: 'c' } });
    ${program}
    process.stdout.write(JSON.stringify(urls));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@kalends/source', '--input-type=module', '--eval', script],
    { cwd: fileURLToPath(new URL('..', import.meta.url)) },
  );
  // The program above writes nothing else.
  return JSON.parse(stdout) as string[];
}

const heavy =
  /node_modules\/(?:\.pnpm\/)?(?:[^/]*\/node_modules\/)?(?:@googleapis|googleapis|google-auth-library|gaxios|zod|undici|temporal-polyfill)/;

describe('importing the package', () => {
  it('and making a provider loads no vendor module, schema library or time library', async () => {
    const urls = await modulesLoadedBy('');
    expect(urls).toContain(entry);
    expect(urls.filter((url) => heavy.test(url))).toEqual([]);
  });

  it('loads the clients for contacts and rooms with calls about those, and no sooner', async () => {
    const program = (call: string): string => `
      const offline = async () => { throw new Error('Nothing is sent here'); };
      const connection = google({
        clientId: 'a', clientSecret: 'b', contacts: { access: 'read' }, rooms: true, runtime: { fetch: offline },
      }).connect({ account: { id: 'a' }, authorization: { get: offline, replace: offline } });
      await Promise.allSettled([connection.calendars.list(), ${call}]);`;
    const clientsLoadedBy = async (call: string): Promise<readonly string[]> => {
      const urls = await modulesLoadedBy(program(call));
      return ['calendar', 'people', 'admin'].filter((name) =>
        urls.some((url) => url.includes(`/@googleapis/${name}/`)),
      );
    };
    expect(await clientsLoadedBy('undefined')).toEqual(['calendar']);
    expect(await clientsLoadedBy('connection.contacts.list()')).toEqual(['calendar', 'people']);
    expect(await clientsLoadedBy('connection.rooms.list()')).toEqual(['calendar', 'admin']);
  });

  it('loads them at the first call, so that the test above can see them', async () => {
    const urls = await modulesLoadedBy(
      `await provider.signIn.createAuthorizationUrl({ redirectUri: 'https://a.example/', state: 's', codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' });`,
    );
    expect(urls.filter((url) => heavy.test(url))).not.toEqual([]);
  });
});
