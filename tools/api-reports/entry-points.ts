import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Repository } from '../repository/repository.ts';

/** One way into a package, and where its report stands. */
export interface EntryPoint {
  /** Folder of the package, absolute. */
  readonly packageFolder: string;
  /** `@kalends/core/time`. */
  readonly specifier: string;
  /** Its declarations, absolute. */
  readonly declarations: string;
  /** The report, from the root of the repository: `packages/core/core-time.api.md`. */
  readonly report: string;
}

const codeExportSchema = z.object({ import: z.object({ types: z.string() }) });

/** The entry points of every published package, package by package. */
export function entryPoints(repository: Repository): readonly (readonly EntryPoint[])[] {
  return repository.packages.map(({ directory, manifest }) =>
    Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]): readonly EntryPoint[] => {
      const code = codeExportSchema.safeParse(target);
      if (!code.success) return [];
      const packageFolder = join(repository.root, directory);
      return [
        {
          packageFolder,
          specifier: `${manifest.name}${subpath.slice(1)}`,
          declarations: join(packageFolder, code.data.import.types),
          report: `${directory}/${basename(directory)}${subpath.slice(1).replaceAll('/', '-')}.api.md`,
        },
      ];
    }),
  );
}
