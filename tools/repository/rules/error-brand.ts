import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { Problem, Repository, Rule, WorkspacePackage } from '../repository.ts';

const brand = Symbol.for('kalends.error');

/**
 * Every error class that a package exports is recognised across its ESM and CommonJS copies, where `instanceof` says no.
 * Looks at the running classes: whether a class extends Error is not for the text to say.
 */
export const errorBrand: Rule = {
  title: 'exported error classes carry the brand',
  async check(repository) {
    const found: Problem[] = [];
    for (const one of repository.packages) {
      for (const path of sourceEntries(one)) found.push(...(await checkEntry(repository, path)));
    }
    return found;
  },
};

function sourceEntries({ directory, manifest }: WorkspacePackage): readonly string[] {
  const entry = z.object({ '@kalends/source': z.string() });
  return Object.values(manifest.exports ?? {}).flatMap((value) => {
    const parsed = entry.safeParse(value);
    return parsed.success ? [join(directory, parsed.data['@kalends/source'])] : [];
  });
}

async function checkEntry(repository: Repository, path: string): Promise<readonly Problem[]> {
  let names: Readonly<Record<string, unknown>>;
  try {
    names = await import(pathToFileURL(join(repository.root, path)).href);
  } catch (error) {
    return [{ where: path, what: `does not load: ${error instanceof Error ? error.message : String(error)}` }];
  }
  return Object.entries(names)
    .filter(([, value]) => isErrorClass(value) && !(brand in value.prototype))
    .map(([name]) => ({ where: path, what: `${name} extends Error without the brand Symbol.for('kalends.error')` }));
}

function isErrorClass(value: unknown): value is { readonly prototype: Error } {
  return typeof value === 'function' && value.prototype instanceof Error;
}
