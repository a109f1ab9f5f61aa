import { join } from 'node:path';
import { globSync } from 'node:fs';
import type { Repository } from '../repository/repository.ts';
import { entryPoints } from './entry-points.ts';
import { extractReport } from './extract-report.ts';
import type { ExtractedReport } from './extract-report.ts';
import { undocumented } from './undocumented.ts';

/** The reports as they have to be, and what is wrong with what they report. */
export interface ApiReports {
  /** Text by path from the root. */
  readonly reports: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** Names that exported types are put together from, and that nobody needs to write: they explain no value by themselves. */
const helpers: ReadonlySet<string> = new Set(['Flat', 'KeptFor', 'PossibleFor', 'schemaVersions']);

/** Reports on every entry point of the built packages. */
export function apiReports(repository: Repository): ApiReports {
  const typeRoots = [join(repository.root, 'node_modules', '@types')];
  const packages = entryPoints(repository).map((entries) => entries.map((entry) => extractReport(entry, typeRoots)));
  return {
    reports: new Map(packages.flat().map(({ entry, text }) => [entry.report, text])),
    problems: packages.flatMap(problemsOfPackage),
  };
}

/** The extractor sees one entry point at a time: what another one of the package exports is not missing. */
function problemsOfPackage(reports: readonly ExtractedReport[]): readonly string[] {
  const exported = new Set(reports.flatMap(({ text }) => exportedNames(text)));
  return reports.flatMap(({ entry, text, problems, missingNames }) => [
    ...problems,
    ...missingNames.filter(({ name }) => !exported.has(name) && !helpers.has(name)).map(({ problem }) => problem),
    ...undocumented(text).map((declaration) => `${entry.specifier}: has no documentation: ${declaration}`),
  ]);
}

function exportedNames(report: string): readonly string[] {
  // `export { Credential_2 as Credential }`: the name is also one of the platform's.
  const forms = /^export (?:(?:declare |abstract )*(?:class|const|function|interface|type) |\{ \w+ as )(\w+)/gm;
  return [...report.matchAll(forms)].map(([, name = '']) => name);
}

/** Where the reports under version control differ from what they have to be. */
export function differences(repository: Repository, reports: ReadonlyMap<string, string>): readonly string[] {
  const changed = [...reports].flatMap(([path, text]) => {
    if (!repository.exists(path)) return [`${path}: is missing`];
    const before = repository.read(path).split('\n');
    const after = text.split('\n');
    const line = after.findIndex((one, index) => one !== before[index]);
    if (line === -1 && before.length === after.length) return [];
    const first = line === -1 ? after.length : line;
    return [`${path}:${first + 1}: reads ${quoted(before[first])} and should read ${quoted(after[first])}`];
  });
  return [...changed, ...outdated(repository, reports).map((path) => `${path}: reports on nothing`)];
}

/** Reports of entry points that are no more. */
export function outdated(repository: Repository, reports: ReadonlyMap<string, string>): readonly string[] {
  return globSync('packages/*/*.api.md', { cwd: repository.root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !reports.has(path))
    .sort();
}

function quoted(line: string | undefined): string {
  return line === undefined ? 'nothing' : JSON.stringify(line.trim());
}
