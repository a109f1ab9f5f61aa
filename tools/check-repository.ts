/**
 * Checks what neither the compiler nor the linter knows about this repository. Run it with `npm run check:repository`;
 * it prints every rule with its problems and exits with 1 when there are any.
 */
import { join } from 'node:path';
import { checkRules, formatResults } from './repository/check-rules.ts';
import { openRepository } from './repository/repository.ts';

const results = await checkRules(openRepository(join(import.meta.dirname, '..')));
console.log(formatResults(results));
if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
