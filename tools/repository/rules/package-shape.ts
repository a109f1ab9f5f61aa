import { z } from 'zod';
import type { Problem, Repository, Rule, WorkspacePackage } from '../repository.ts';
import { parseSource, wildcardExports } from '../source-code.ts';

const nonEmpty = z.string().min(1);

/** Conditions are tried in the order they stand in; a parsed object would have the order of the schema. */
function beginningWith<T extends z.ZodType>(condition: string, schema: T): z.ZodPipe<z.ZodUnknown, T> {
  return z
    .unknown()
    .refine((value) => Object.keys(Object(value))[0] === condition)
    .pipe(schema);
}

const conditionSchema = beginningWith('types', z.object({ types: nonEmpty, default: nonEmpty }));

const entrySchema = beginningWith(
  '@kalends/source',
  z.object({ '@kalends/source': nonEmpty, import: conditionSchema, require: conditionSchema }),
);

/** Files that are not code are exported by their path alone. */
const exportSchema = z.union([z.string().endsWith('.json'), entrySchema]);

const shapeSchema = (directory: string): z.ZodType =>
  z.object({
    exports: z
      .record(z.string(), z.unknown())
      .refine((value) => '.' in value && './package.json' in value, { error: 'has to hold "." and "./package.json"' }),
    sideEffects: z.literal(false),
    files: z.array(nonEmpty).min(1),
    license: nonEmpty,
    description: nonEmpty,
    engines: z.object({ node: nonEmpty }),
    publishConfig: z.object({ access: z.literal('public') }),
    repository: z.object({ directory: z.literal(directory) }),
  });

/** Every published package is complete, and its public names are listed one by one. */
export const packageShape: Rule = {
  title: 'each package has a README, a complete package.json and explicit exports',
  check: (repository) =>
    repository.packages.flatMap((one) => [
      ...(repository.files.includes(`${one.directory}/README.md`)
        ? []
        : [{ where: one.directory, what: 'has no README.md' }]),
      ...checkManifest(one),
      ...checkEntries(repository, one),
    ]),
};

function checkManifest({ directory, manifest }: WorkspacePackage): readonly Problem[] {
  const where = `${directory}/package.json`;
  const shape = shapeSchema(directory).safeParse(manifest);
  const entries = Object.entries(manifest.exports ?? {}).flatMap(([subpath, value]) =>
    exportSchema.safeParse(value).success
      ? []
      : [
          {
            where,
            what: `exports["${subpath}"] needs @kalends/source first, then import and require, each with types first`,
          },
        ],
  );
  const issues = shape.error?.issues ?? [];
  return [...issues.map((issue) => ({ where, what: `${issue.path.join('.')}: ${issue.message}` })), ...entries];
}

function checkEntries(repository: Repository, { directory }: WorkspacePackage): readonly Problem[] {
  return repository.files
    .filter((path) => path.startsWith(`${directory}/src/`) && path.endsWith('/index.ts'))
    .flatMap((path) =>
      wildcardExports(parseSource(path, repository.read(path))).map(({ text, line }) => ({
        where: `${path}:${line}`,
        what: `${text} makes public whatever a file holds; list the names`,
      })),
    );
}
