import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const script = join(import.meta.dirname, 'probe.mjs');
const costSchema = z.object({ ms: z.number(), rssMiB: z.number() });

/** How a module is loaded. */
export type ModuleFormat = 'import' | 'require';

/** What loading a module took in one fresh process. */
export interface ImportCost {
  readonly ms: number;
  /** Resident memory of the whole process afterwards. */
  readonly rssMiB: number;
}

/** A module that holds nothing. */
export const emptyModule: string = join(import.meta.dirname, 'empty.mjs');

/** Loads a module in a fresh process. Built entry points are used: the process knows no condition for sources. */
export function importCost(specifier: string): ImportCost {
  return costSchema.parse(JSON.parse(probe(['import', specifier])));
}

/** URLs of everything that is loaded with a module, built-in modules (`node:fs`) included. */
export function loadedModules(format: ModuleFormat, specifier: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(probe([format, specifier, 'list'])));
}

function probe(args: readonly string[]): string {
  // In this folder, so that names are found as from this package.
  return execFileSync(process.execPath, [script, ...args], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
}
