import { librarySources } from '../repository.ts';
import type { Rule } from '../repository.ts';
import { globalUses, importedModules, parseSource } from '../source-code.ts';

const neutralPackages = ['packages/core', 'packages/crypto', 'packages/sanitize'];
/** The transport, and programs: these are for Node alone. */
const nodeOnly = ['packages/core/src/node/', 'packages/crypto/src/cli/'];
const nodeGlobals: ReadonlySet<string> = new Set(['Buffer', 'process', '__dirname', '__filename', 'require', 'module']);

/** What holds no network code runs in browsers, workers and every server runtime. */
export const runtimeNeutral: Rule = {
  title: 'core, crypto and sanitize need nothing of Node',
  check: (repository) =>
    neutralPackages
      .flatMap((directory) => librarySources(repository, directory))
      .filter((path) => !nodeOnly.some((directory) => path.startsWith(directory)))
      .flatMap((path) => {
        const source = parseSource(path, repository.read(path));
        const builtIns = importedModules(source).filter(({ text }) => text.startsWith('node:'));
        return [...builtIns, ...globalUses(source, nodeGlobals)].map(({ text, line }) => ({
          where: `${path}:${line}`,
          what: `uses ${text}, which only Node has`,
        }));
      }),
};
