import { posix } from 'node:path';
import { librarySources } from '../repository.ts';
import type { Manifest, Problem, Repository, Rule, WorkspacePackage } from '../repository.ts';
import { importedModules, parseSource } from '../source-code.ts';

const scope = '@kalends/';

/** Which packages a package may import. A package that is not named here is a problem: its place has to be decided. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  crypto: [],
  sanitize: ['core'],
  entra: ['core'],
  graph: ['core', 'entra'],
  google: ['core'],
  ews: ['core'],
  postgres: ['core'],
  testing: ['core'],
};

/** Packages that are to have no dependency of any kind. */
const withoutDependencies: ReadonlySet<string> = new Set(['crypto']);

/** Where in a package an allowed arrow may start, when not everywhere: emulators share no code with what they test. */
const onlyUnder: Readonly<Record<string, string>> = { testing: 'packages/testing/src/conformance/' };

/** Dependencies between packages point one way. */
export const dependencyArrows: Rule = {
  title: 'packages import each other in one direction, examples import public names',
  check: (repository) => [
    ...repository.packages.flatMap((one) => [...checkManifest(one), ...checkImports(repository, one)]),
    ...repository.examples.flatMap((one) => checkExample(repository, one)),
  ],
};

function checkManifest({ directory, manifest }: WorkspacePackage): readonly Problem[] {
  const where = `${directory}/package.json`;
  const name = posix.basename(directory);
  const arrows = allowed[name];
  if (arrows === undefined) return [{ where, what: `the dependency rules do not know a package ${name}` }];
  const shipped = shippedDependencies(manifest);
  if (withoutDependencies.has(name) && shipped.length > 0) {
    return [{ where, what: `has to stay without dependencies, names ${shipped.join(', ')}` }];
  }
  return shipped
    .filter((dependency) => dependency.startsWith(scope) && !arrows.includes(dependency.slice(scope.length)))
    .map((dependency) => ({ where, what: `must not depend on ${dependency}` }));
}

function shippedDependencies(manifest: Manifest): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}

function checkImports(repository: Repository, { directory }: WorkspacePackage): readonly Problem[] {
  const name = posix.basename(directory);
  return librarySources(repository, directory).flatMap((path) =>
    importedModules(parseSource(path, repository.read(path))).flatMap(({ text, line }) => {
      const what = faultOfImport(name, path, text);
      return what === undefined ? [] : [{ where: `${path}:${line}`, what }];
    }),
  );
}

function faultOfImport(name: string, path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`packages/${name}/src/`)
      ? undefined
      : `imports ${specifier}, which is outside its own src`;
  }
  // A program may use what its runtime has.
  const isProgram = path.startsWith(`packages/${name}/src/cli/`) && specifier.startsWith('node:');
  if (isProgram) return undefined;
  if (withoutDependencies.has(name)) return `imports ${specifier}; this package has no dependencies`;
  if (!specifier.startsWith(scope)) return undefined;
  const [imported = ''] = specifier.slice(scope.length).split('/');
  if (!(allowed[name] ?? []).includes(imported)) return `must not import ${specifier}`;
  const folder = onlyUnder[name];
  return folder === undefined || path.startsWith(folder) ? undefined : `may import ${specifier} only under ${folder}`;
}

function checkExample(repository: Repository, { directory }: WorkspacePackage): readonly Problem[] {
  return repository.files
    .filter((path) => path.startsWith(`${directory}/`) && path.endsWith('.ts'))
    .flatMap((path) =>
      importedModules(parseSource(path, repository.read(path))).flatMap(({ text, line }) => {
        const what = faultOfExampleImport(repository, directory, path, text);
        return what === undefined ? [] : [{ where: `${path}:${line}`, what }];
      }),
    );
}

function faultOfExampleImport(
  repository: Repository,
  directory: string,
  path: string,
  specifier: string,
): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`${directory}/`) ? undefined : `imports ${specifier}, which is outside the example`;
  }
  if (!specifier.startsWith(scope)) return undefined;
  const [name = ''] = specifier.slice(scope.length).split('/');
  const imported = repository.packages.find(({ manifest }) => manifest.name === scope + name);
  if (imported === undefined) return `imports ${specifier}, which is not a package of this repository`;
  const subpath = `.${specifier.slice(scope.length + name.length)}`;
  return subpath in (imported.manifest.exports ?? {}) ? undefined : `imports ${specifier}, which is not public`;
}
