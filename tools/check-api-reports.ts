/**
 * Reports the public surface of every built entry point in `packages/<name>/*.api.md`, where a reviewer sees each change of
 * it. `npm run api` builds and writes the reports; `npm run check:api` compares them with the build at hand.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReports, differences, outdated } from './api-reports/api-reports.ts';
import { openRepository } from './repository/repository.ts';

const root = join(import.meta.dirname, '..');
const repository = openRepository(root);
const { reports, problems } = apiReports(repository);

if (process.argv.includes('--write')) {
  for (const [path, text] of reports) writeFileSync(join(root, path), text);
  for (const path of outdated(repository, reports)) rmSync(join(root, path));
}
const all = [...problems, ...differences(repository, reports)];
console.log(`${all.length === 0 ? 'ok  ' : 'FAIL'} ${reports.size} API reports are those of the build`);
for (const problem of all) console.log(`       ${problem}`);
if (all.length > problems.length) console.log('     Run "npm run api", read the change, and commit it with the code.');
if (all.length > 0 || reports.size === 0) process.exitCode = 1;
