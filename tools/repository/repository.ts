import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Something that is not as the repository's rules have it. */
export interface Problem {
  /** Where to look: a path from the repository root, with `:line` where that helps. */
  readonly where: string;
  readonly what: string;
}

/** One check of the repository. */
export interface Rule {
  /** For the report. */
  readonly title: string;
  check(repository: Repository): readonly Problem[] | Promise<readonly Problem[]>;
}

/** A package.json, as far as the rules read it. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Dependencies | undefined;
  readonly peerDependencies?: Dependencies | undefined;
  readonly optionalDependencies?: Dependencies | undefined;
  readonly exports?: Readonly<Record<string, unknown>> | undefined;
}

type Dependencies = Readonly<Record<string, string>>;

/** A workspace package. */
export interface WorkspacePackage {
  /** `packages/core`. */
  readonly directory: string;
  readonly manifest: Manifest;
}

/** The files under version control, and how to read them. Paths have forward slashes and start at the root. */
export interface Repository {
  readonly root: string;
  readonly files: readonly string[];
  /** Published packages: those in `packages/`. */
  readonly packages: readonly WorkspacePackage[];
  /** Programs that use them: those in `examples/`. */
  readonly examples: readonly WorkspacePackage[];
  read(path: string): string;
  /** Whether there is a file or directory of this name, under version control or not. */
  exists(path: string): boolean;
  sizeOf(path: string): number;
}

const dependenciesSchema = z.record(z.string(), z.string()).optional();

const manifestSchema: z.ZodType<Manifest> = z.looseObject({
  name: z.string(),
  dependencies: dependenciesSchema,
  peerDependencies: dependenciesSchema,
  optionalDependencies: dependenciesSchema,
  exports: z.record(z.string(), z.unknown()).optional(),
});

/** Reads what git tracks under `root`. */
export function openRepository(root: string): Repository {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  // A file that was deleted and not yet committed is still listed.
  const files = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  return repositoryOf(root, files);
}

/** A repository of exactly these files. */
export function repositoryOf(root: string, files: readonly string[]): Repository {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const packagesIn = (folder: string): readonly WorkspacePackage[] =>
    files
      .filter((path) => new RegExp(`^${folder}/[^/]+/package\\.json$`).test(path))
      .map((path) => ({
        directory: path.slice(0, -'/package.json'.length),
        manifest: manifestSchema.parse(JSON.parse(read(path))),
      }));
  return {
    root,
    files,
    packages: packagesIn('packages'),
    examples: packagesIn('examples'),
    read,
    exists: (path) => existsSync(join(root, path)),
    sizeOf: (path) => statSync(join(root, path)).size,
  };
}

/** The TypeScript files a package ships: what is in `src`, without tests and fixtures. */
export function librarySources(repository: Repository, directory: string): readonly string[] {
  return repository.files.filter(
    (path) => path.startsWith(`${directory}/src/`) && path.endsWith('.ts') && !isTestFile(path),
  );
}

/** Whether a file is there for tests and snippets only. */
export function isTestFile(path: string): boolean {
  return /\.(?:test|test-d|examples)\.ts$|\/__fixtures__\/|^[^/]+\/[^/]+\/test\//.test(path);
}
