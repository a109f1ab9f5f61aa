import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  files: z.array(z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

/** The packages that an install of `directory` brings, itself first. Each counts once, however many need it. */
export function installedPackages(directory: string): readonly string[] {
  const found = new Set<string>();
  const visit = (path: string): void => {
    const real = realpathSync(path);
    if (found.has(real)) return;
    found.add(real);
    const { dependencies, optionalDependencies } = readManifest(real);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const dependency = findPackage(name, real);
      if (dependency !== undefined) visit(dependency);
      // An optional one may be for another platform.
      else if (!(name in optionalDependencies)) throw new Error(`${name}, which ${real} needs, is not installed`);
    }
  };
  visit(directory);
  return [...found];
}

/** Bytes of a package's files. Of a package of this repository only what would be published counts. */
export function packageBytes(directory: string): number {
  if (directory.includes('/node_modules/')) return bytesIn(directory, () => true);
  const { files = [] } = readManifest(directory);
  const published = files.filter((entry) => !entry.startsWith('!')).map((entry) => join(directory, entry));
  const always = ['package.json', 'README.md', 'LICENSE'].map((name) => join(directory, name));
  return [...published, ...always]
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + bytesIn(path, (file) => !/\.test\.ts$|\/__fixtures__\//.test(file)), 0);
}

function readManifest(directory: string): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')));
}

/** Looks where Node looks: in `node_modules` of each folder on the way up. */
function findPackage(name: string, from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(at) === at) return undefined;
  }
}

function bytesIn(path: string, counts: (file: string) => boolean): number {
  const status = lstatSync(path);
  if (status.isFile()) return counts(path) ? status.size : 0;
  if (!status.isDirectory()) return 0;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(join(path, name), counts), 0);
}
