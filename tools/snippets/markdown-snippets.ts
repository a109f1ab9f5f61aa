import type { Snippet, SnippetsOfDocument } from './snippet.ts';

interface Fence {
  /** The line of the opening marker, counted from 1. */
  readonly line: number;
  readonly indent: number;
  readonly marker: string;
  readonly info: string;
  readonly code: string[];
}

/**
 * Takes the TypeScript out of a Markdown document: the fences whose info string begins with `ts` or `typescript`.
 * A fence is left out by `ignore` and a reason behind it, as in `ts ignore: shows what does not compile`.
 *
 * @param firstLine - Where the text begins in its file. Default 1.
 * @see {@link https://spec.commonmark.org/0.31.2/#fenced-code-blocks | CommonMark, fenced code blocks}
 */
export function markdownSnippets(path: string, text: string, firstLine = 1): SnippetsOfDocument {
  const snippets: Snippet[] = [];
  const problems: string[] = [];

  const take = ({ line, info, code }: Fence): void => {
    const [, options = ''] = /^(?:ts|typescript)(?:\s+(?<options>.*))?$/i.exec(info) ?? [undefined, 'not TypeScript'];
    if (options === 'not TypeScript') return;
    const reason = /^ignore(?![^\s:]):?\s*(?<reason>.*)$/.exec(options)?.groups?.['reason'];
    if (reason === '') problems.push(`${path}:${line}: a snippet is left out without a reason: write "ts ignore: why"`);
    else if (reason === undefined && options !== '') problems.push(`${path}:${line}: "${info}" is not understood`);
    else if (reason === undefined) snippets.push({ path, line: line + 1, code: code.join('\n') });
  };

  let open: Fence | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (open === undefined) {
      const { indent, marker, info } =
        /^(?<indent>\s*)(?<marker>`{3,}|~{3,})\s*(?<info>[^`]*?)\s*$/.exec(line)?.groups ?? {};
      if (marker !== undefined) {
        open = { line: firstLine + index, indent: indent?.length ?? 0, marker, info: info ?? '', code: [] };
      }
    } else if (isEndOf(open, line)) {
      take(open);
      open = undefined;
    } else {
      open.code.push(withoutIndent(line, open.indent));
    }
  }
  if (open !== undefined) problems.push(`${path}:${open.line}: this fence has no end`);
  return { snippets, problems };
}

function isEndOf(fence: Fence, line: string): boolean {
  const closing = line.trim();
  return closing.startsWith(fence.marker) && closing === fence.marker.charAt(0).repeat(closing.length);
}

/** Within a list, code is as far in as its fence. */
function withoutIndent(line: string, indent: number): string {
  return line.slice(0, indent).trim() === '' ? line.slice(indent) : line.trimStart();
}
