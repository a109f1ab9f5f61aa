import { librarySources } from '../repository/repository.ts';
import type { Repository } from '../repository/repository.ts';
import { exampleSnippets } from './example-snippets.ts';
import { markdownSnippets } from './markdown-snippets.ts';
import type { SnippetsOfDocument } from './snippet.ts';

/** The snippets of every README and guide, and of the `@example` blocks in what the packages ship. */
export function repositorySnippets(repository: Repository): SnippetsOfDocument {
  const documents = repository.files.filter((path) => /(?:^|\/)[A-Z]+\.md$|^docs\/.*\.md$/.test(path));
  const sources = repository.packages.flatMap(({ directory }) => librarySources(repository, directory));
  const found = [
    ...documents.map((path) => markdownSnippets(path, repository.read(path))),
    ...sources.map((path) => exampleSnippets(path, repository.read(path))),
  ];
  return {
    snippets: found.flatMap(({ snippets }) => snippets),
    problems: found.flatMap(({ problems }) => problems),
  };
}
