/**
 * Type-checks the TypeScript in READMEs, guides and `@example` blocks against the sources of the packages, so that what a
 * reader copies compiles. Run it with `npm run check:snippets`.
 */
import { join } from 'node:path';
import { openRepository } from './repository/repository.ts';
import { repositorySnippets } from './snippets/repository-snippets.ts';
import { typeCheckSnippets } from './snippets/type-check-snippets.ts';

const root = join(import.meta.dirname, '..');
const { snippets, problems } = repositorySnippets(openRepository(root));
const all = [...problems, ...typeCheckSnippets(root, snippets)];
const files = new Set(snippets.map(({ path }) => path)).size;
console.log(`${all.length === 0 ? 'ok  ' : 'FAIL'} ${snippets.length} snippets in ${files} files compile`);
for (const problem of all) console.log(`       ${problem.replaceAll('\n', '\n         ')}`);
// Nothing found means that the search is broken, not that all is well.
if (all.length > 0 || snippets.length === 0) process.exitCode = 1;
