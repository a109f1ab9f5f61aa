import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixture } from '../repository/fixture.ts';
import { repositorySnippets } from './repository-snippets.ts';
import { typeCheckSnippets } from './type-check-snippets.ts';

const root = join(import.meta.dirname, '../..');
const snippet = (path: string, line: number, code: string): { path: string; line: number; code: string } => ({
  path,
  line,
  code,
});

test('snippets compile as modules of their own, with the settings of the repository', () => {
  const problems = typeCheckSnippets(root, [
    snippet('good.md', 1, "import { generateKey } from '@kalends/crypto';\n\nconst key: string = await generateKey();"),
    snippet('twice.md', 1, 'const key = 1;\nexport {};'),
    snippet('twice.md', 9, 'const key = 2;\ndeclare const unused: string;'),
    snippet('wrong.md', 4, 'const text: string = 1;\n\nconst list: string[] = [];\nlist[0].length;'),
    snippet('torn.md', 2, 'const open = (;'),
    snippet('hidden.md', 7, "import '@kalends/crypto/src/index.ts';\nimport '../../tools/check-snippets.ts';"),
    snippet('gone.md', 3, "import { noSuchName } from '@kalends/crypto';\nkey;"),
  ]);
  expect(problems.map((problem) => problem.split('\n')[0])).toEqual([
    "wrong.md:4: Type 'number' is not assignable to type 'string'.",
    "wrong.md:7: Object is possibly 'undefined'.",
    'torn.md:2: Expression expected.',
    expect.stringMatching(/^hidden\.md:7: Cannot find module/),
    expect.stringMatching(/^hidden\.md:8: Cannot find module/),
    "gone.md:3: Module '\"@kalends/crypto\"' has no exported member 'noSuchName'.",
    "gone.md:4: Cannot find name 'key'.",
  ]);
});

test('a repository’s snippets are those of its pages and of what its packages ship', () => {
  const page = (name: string): string => `\`\`\`ts\n${name};\n\`\`\`\n`;
  const source = (name: string): string =>
    `/**\n * @example\n * \`\`\`ts\n * ${name};\n * \`\`\`\n */\nexport const a = 1;\n`;
  const { snippets, problems } = repositorySnippets(
    fixture({
      'README.md': page('root'),
      'docs/guides/a.md': page('guide'),
      'packages/core/README.md': page('package'),
      'packages/core/core.api.md': page('report'),
      '.changeset/core.md': page('note'),
      'packages/core/package.json': '{"name":"@kalends/core"}',
      'packages/core/src/a.ts': source('library'),
      'packages/core/src/a.test.ts': source('test'),
      'tools/a.ts': source('tool'),
    }),
  );
  expect(problems).toEqual([]);
  expect(snippets.map(({ code }) => code).sort()).toEqual(['guide;', 'library;', 'package;', 'root;']);
});
