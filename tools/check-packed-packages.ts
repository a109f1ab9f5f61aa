/**
 * Packs the built packages and uses them the way a stranger's project does: imported and required on every supported
 * Node, and compiled against. Part of `npm run check:packages`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadOnEveryNode } from './packed-packages/load-on-node.ts';
import { packPackages } from './packed-packages/pack-packages.ts';
import { typeCheckConsumer } from './packed-packages/type-check.ts';

const root = join(import.meta.dirname, '..');
const project = mkdtempSync(join(tmpdir(), 'kalends-packed-'));
// Where the check is the last word before a release, a Node that could not be had is a failure.
const needsEveryNode = process.env['CI'] !== undefined;
let failed = false;

function report(title: string, problems: readonly string[]): void {
  if (problems.length > 0) failed = true;
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title}`);
  for (const problem of problems) console.log(`       ${problem.trimEnd().replaceAll('\n', '\n       ')}`);
}

try {
  const packages = packPackages(root, project);
  const entries = packages.reduce((count, one) => count + one.entries.length, 0);
  console.log(`${packages.length} packages with ${entries} entry points are packed`);
  for (const { node, problems } of loadOnEveryNode(project, packages)) {
    if (problems !== undefined) report(`every entry point loads on Node ${node}`, problems);
    else if (needsEveryNode) report(`every entry point loads on Node ${node}`, ['this Node could not be fetched']);
    else console.log(`skip Node ${node} could not be fetched (it comes from the registry, once)`);
  }
  for (const { how, messages } of typeCheckConsumer(root, project)) {
    report(`a program that uses every package compiles: ${how}`, messages === '' ? [] : [messages]);
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}
if (failed) process.exitCode = 1;
