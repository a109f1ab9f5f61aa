import type { Problem, Repository, Rule } from '../repository.ts';
import { parseSource, testTitles } from '../source-code.ts';

const page = 'docs/requirements.md';
const columns = ['#', 'Requirement', 'Package', 'Shown by'];
const lastNumber = 145;
const entryPattern = /^`(?<path>[^`]+)` "(?<title>.+)"$/;

/** Every requirement has a row, and every row names tests that exist, or a chapter where only a document was asked for. */
export const requirementsTable: Rule = {
  title: `${page} names a living test for each requirement that is built`,
  check(repository) {
    if (!repository.files.includes(page)) return [{ where: page, what: 'is missing' }];
    const lines = repository.read(page).split(/\r?\n/);
    const header = lines.findIndex((line) => sameCells(cellsOf(line), columns));
    if (header === -1) return [{ where: page, what: `has no table with the columns | ${columns.join(' | ')} |` }];
    const problems: Problem[] = [];
    const counts = new Map<number, number>();
    const titles = titleReader(repository);
    for (const [index, line] of lines.entries()) {
      // A page may hold the table in parts, one a chapter, each under the same header.
      if (index <= header || !line.startsWith('|') || isHeaderOrRuler(line)) continue;
      const where = `${page}:${index + 1}`;
      const [number = '', , packages = '', shownBy = ''] = cellsOf(line);
      if (/^[1-9]\d*$/.test(number)) counts.set(Number(number), (counts.get(Number(number)) ?? 0) + 1);
      else problems.push({ where, what: `the number is ${JSON.stringify(number)}, not a single number` });
      if (cellsOf(line).length !== columns.length)
        problems.push({ where, what: `the row has not ${columns.length} cells` });
      const isDocument = packages.split(/,\s*/).includes('docs');
      for (const what of checkShownBy(shownBy, { titles, isDocument })) problems.push({ where, what });
    }
    return [...problems, ...checkNumbers(counts)];
  },
};

function checkNumbers(counts: ReadonlyMap<number, number>): readonly Problem[] {
  const wanted = Array.from({ length: lastNumber }, (_, index) => index + 1);
  const missing = wanted.filter((number) => !counts.has(number));
  return [
    ...(missing.length === 0 ? [] : [{ where: page, what: `has no row for ${missing.join(', ')}` }]),
    ...[...counts].flatMap(([number, count]) => {
      if (number > lastNumber) return [{ where: page, what: `number ${number} is beyond ${lastNumber}` }];
      return count === 1 ? [] : [{ where: page, what: `number ${number} has ${count} rows` }];
    }),
  ];
}

/** What an entry is held against. */
interface Sources {
  /** The titles in a file; undefined when there is no such file. */
  readonly titles: (path: string) => readonly string[] | undefined;
  /** Whether the row asks for a document, which no test can show. */
  readonly isDocument: boolean;
}

function checkShownBy(cell: string, { titles: titlesOf, isDocument }: Sources): readonly string[] {
  if (cell === 'not yet') return [];
  return splitEntries(cell).flatMap((entry) => {
    const { path, title } = entryPattern.exec(entry)?.groups ?? {};
    if (path === undefined || title === undefined) {
      return [`${JSON.stringify(entry)} is neither \`not yet\` nor of the form \`file.test.ts\` "test name"`];
    }
    if (isPage(path) && !isDocument) return [`${path} shows a row of \`docs\` only`];
    if (!isPage(path) && !isTestSource(path)) {
      return [`${path} is neither a *.test.ts file nor part of the conformance suite`];
    }
    const titles = titlesOf(path);
    if (titles === undefined) return [`${path} does not exist`];
    const kind = isPage(path) ? 'chapter' : 'test';
    return titles.some((candidate) => candidate.includes(title)) ? [] : [`${path} has no ${kind} named "${title}"`];
  });
}

function isPage(path: string): boolean {
  return path.endsWith('.md');
}

/** The conformance suite is called by the test of each provider and holds its tests in a file of its own. */
function isTestSource(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('packages/testing/src/conformance/');
}

/** Entries stand between `<br>` or `;`; a semicolon inside a test name does not end one. */
function splitEntries(cell: string): readonly string[] {
  return cell
    .split(/<br\s*\/?>|;\s*(?=`)/)
    .map((entry) => entry.trim())
    .filter((entry, _index, all) => entry !== '' || all.length === 1);
}

function titleReader(repository: Repository): (path: string) => readonly string[] | undefined {
  const known = new Map<string, readonly string[]>();
  return (path) => {
    if (!repository.files.includes(path)) return undefined;
    const text = repository.read(path);
    const titles = known.get(path) ?? (isPage(path) ? headingsOf(text) : testTitles(parseSource(path, text)));
    known.set(path, titles);
    return titles;
  };
}

/** The headings of a page, without what stands in its code blocks. */
function headingsOf(text: string): readonly string[] {
  const prose = text.replaceAll(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*\s*$/gm, '');
  return Array.from(prose.matchAll(/^#{1,6} +(.+?)\s*$/gm), ([, heading = '']) => heading);
}

/** The cells of a table row; `\|` is a bar in the text. */
function cellsOf(line: string): readonly string[] {
  const cells = line.trim().split(/(?<!\\)\|/);
  return cells.slice(1, -1).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function isHeaderOrRuler(line: string): boolean {
  const cells = cellsOf(line);
  return sameCells(cells, columns) || cells.every((cell) => /^:?-+:?$/.test(cell));
}

function sameCells(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((cell, index) => cell === right[index]);
}
