import ts from 'typescript';
import { markdownSnippets } from './markdown-snippets.ts';
import type { SnippetsOfDocument } from './snippet.ts';

/**
 * Takes the TypeScript out of the `@example` blocks of a source file. The code of an example stands in a `ts` fence, as
 * TSDoc has it: an example without one is a problem.
 *
 * @see {@link https://tsdoc.org/pages/tags/example/ | TSDoc, \@example}
 */
export function exampleSnippets(path: string, source: string): SnippetsOfDocument {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const comments = new Map<number, ts.JSDoc>();
  const visit = (node: ts.Node): void => {
    // `forEach` of the flattened comments: one comment belongs to a statement and to the declaration in it.
    for (const comment of ts.getJSDocCommentsAndTags(node)) {
      if (ts.isJSDoc(comment)) comments.set(comment.pos, comment);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);

  const examples = [...comments.values()].flatMap((comment) => examplesIn(path, file, comment));
  return {
    snippets: examples.flatMap(({ snippets }) => snippets),
    problems: examples.flatMap(({ problems }) => problems),
  };
}

function examplesIn(path: string, file: ts.SourceFile, comment: ts.JSDoc): readonly SnippetsOfDocument[] {
  const firstLine = file.getLineAndCharacterOfPosition(comment.pos).line + 1;
  const lines = file.text
    .slice(comment.pos, comment.end)
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*(?:\/\*\*|\*\/|\*(?!\/)) ?/, '').replace(/\s*\*\/$/, ''));
  return lines.flatMap((line, index): readonly SnippetsOfDocument[] => {
    if (!/^@example\b/.test(line)) return [];
    const example = lines.slice(index, endOfBlock(lines, index + 1)).join('\n');
    const found = markdownSnippets(path, example.replace('@example', ''), firstLine + index);
    if (found.snippets.length > 0 || found.problems.length > 0 || /^\s*`{3,}ts ignore/m.test(example)) return [found];
    return [{ snippets: [], problems: [`${path}:${firstLine + index}: this @example has no code in a ts fence`] }];
  });
}

/** The next line that begins with a block tag, outside fences: decorators in an example are no tags. */
function endOfBlock(lines: readonly string[], from: number): number {
  let isInFence = false;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line.startsWith('```')) isInFence = !isInFence;
    else if (!isInFence && /^@[a-z]+\b/i.test(line)) return index;
  }
  return lines.length;
}
