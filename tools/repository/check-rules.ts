import type { Problem, Repository, Rule } from './repository.ts';
import { dependencyArrows } from './rules/dependency-arrows.ts';
import { errorBrand } from './rules/error-brand.ts';
import { fileSizes } from './rules/file-sizes.ts';
import { injectedSurroundings } from './rules/injected-surroundings.ts';
import { lockfileAddresses } from './rules/lockfile-addresses.ts';
import { markdownLinks } from './rules/markdown-links.ts';
import { oneHttpLayer } from './rules/one-http-layer.ts';
import { packageShape } from './rules/package-shape.ts';
import { requirementsTable } from './rules/requirements-table.ts';
import { runtimeNeutral } from './rules/runtime-neutral.ts';

/** The rules of this repository, in the order of the report. */
export const rules: readonly Rule[] = [
  requirementsTable,
  dependencyArrows,
  runtimeNeutral,
  injectedSurroundings,
  oneHttpLayer,
  packageShape,
  errorBrand,
  lockfileAddresses,
  fileSizes,
  markdownLinks,
];

/** What one rule found. */
export interface RuleResult {
  readonly title: string;
  readonly problems: readonly Problem[];
}

/** Checks every rule. */
export async function checkRules(repository: Repository): Promise<readonly RuleResult[]> {
  const results: RuleResult[] = [];
  for (const rule of rules) results.push({ title: rule.title, problems: await rule.check(repository) });
  return results;
}

/** Writes the results as text, one line for each rule and one for each problem below it. */
export function formatResults(results: readonly RuleResult[]): string {
  return results
    .flatMap(({ title, problems }) => [
      `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title}`,
      ...problems.map(({ where, what }) => `       ${where}: ${what}`),
    ])
    .join('\n');
}
