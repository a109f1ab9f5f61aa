import { posix } from 'node:path';
import type { Problem, Rule } from '../repository.ts';

/** `[text](target)`, `![alt](target "title")` and `[label]: target`. */
const linkPatterns = [
  /\]\(\s*<?(?<target>[^)\s>]+)>?(?:\s+["'][^)]*)?\)/g,
  /^ {0,3}\[[^\]]+\]:\s+<?(?<target>[^\s>]+)>?/g,
];

/** Links between files of the repository lead somewhere. */
export const markdownLinks: Rule = {
  title: 'relative links in Markdown files point to files that exist',
  check: (repository) =>
    repository.files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path): readonly Problem[] =>
        linksIn(repository.read(path)).flatMap(({ target, line }) => {
          const file = fileOf(path, target);
          return file === undefined || repository.exists(file)
            ? []
            : [{ where: `${path}:${line}`, what: `links to ${target}, which does not exist` }];
        }),
      ),
};

function linksIn(text: string): readonly { readonly target: string; readonly line: number }[] {
  let fence: string | undefined;
  return text.split(/\r?\n/).flatMap((line, index) => {
    const marker = /^\s*(?<fence>`{3,}|~{3,})/.exec(line)?.groups?.['fence'];
    if (fence !== undefined) {
      if (marker !== undefined && marker.startsWith(fence) && line.trim() === marker) fence = undefined;
      return [];
    }
    if (marker !== undefined) {
      fence = marker;
      return [];
    }
    const prose = line.replace(/(?<ticks>`+).*?\k<ticks>/g, '`');
    return linkPatterns.flatMap((pattern) =>
      [...prose.matchAll(pattern)].map((match) => ({ target: match.groups?.['target'] ?? '', line: index + 1 })),
    );
  });
}

/** The file that a link names, from the root; undefined when it leads out of the repository or within the page. */
function fileOf(page: string, target: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(target) || target.startsWith('#')) return undefined;
  const [path = ''] = target.split(/[#?]/);
  const decoded = decodeURIComponent(path);
  return decoded.startsWith('/') ? decoded.slice(1) : posix.join(posix.dirname(page), decoded);
}
