import { describe, expect, test } from 'vitest';
import { manifestText, problemsOf } from '../fixture.ts';
import { dependencyArrows } from './dependency-arrows.ts';
import { injectedSurroundings } from './injected-surroundings.ts';
import { oneHttpLayer } from './one-http-layer.ts';
import { runtimeNeutral } from './runtime-neutral.ts';

describe('dependency arrows', () => {
  const check = (path: string, code: string): Promise<readonly string[]> => {
    const [folder = '', name = ''] = path.split('/');
    const manifests =
      folder === 'examples'
        ? { 'examples/demo/package.json': '{"name":"demo"}', 'packages/core/package.json': manifestText('core') }
        : { [`packages/${name}/package.json`]: manifestText(name) };
    return problemsOf(dependencyArrows, { ...manifests, [path]: code });
  };

  test.each([
    ['packages/sanitize/src/a.ts', "import '@kalends/core';"],
    ['packages/graph/src/a.ts', "import '@kalends/core/schemas';"],
    ['packages/graph/src/events/a.ts', "import '../b.ts';"],
    ['packages/ews/src/a.ts', "import 'saxes';"],
    ['packages/ews/src/a.test.ts', "import '@kalends/testing';"],
    ['packages/ews/test/a.test.ts', "import '@kalends/testing';"],
    ['packages/testing/src/conformance/a.ts', "import '@kalends/core';"],
    ['examples/demo/src/a.ts', "import '@kalends/core'; import './b.ts';"],
  ])('%s may %s', async (path, code) => {
    expect(await check(path, code)).toEqual([]);
  });

  test.each([
    ['packages/core/src/a.ts', "import '@kalends/crypto';", 'must not import @kalends/crypto'],
    ['packages/crypto/src/a.ts', "import 'zod';", 'has no dependencies'],
    ['packages/sanitize/src/a.ts', "import '@kalends/graph';", 'must not import @kalends/graph'],
    ['packages/graph/src/a.ts', "import type { A } from '@kalends/google';", 'must not import @kalends/google'],
    ['packages/graph/src/a.ts', "export type A = import('@kalends/sanitize').B;", 'must not import @kalends/sanitize'],
    ['packages/graph/src/a.ts', "import '../../core/src/index.ts';", 'outside its own src'],
    ['packages/graph/src/a.ts', "import '../test/helper.ts';", 'outside its own src'],
    ['packages/testing/src/server/a.ts', "import '@kalends/core';", 'only under packages/testing/src/conformance/'],
    ['packages/testing/src/conformance/a.ts', "import '@kalends/ews';", 'must not import @kalends/ews'],
    ['examples/demo/src/a.ts', "import '../../../packages/core/src/index.ts';", 'outside the example'],
    ['examples/demo/test/a.test.ts', "import '@kalends/core/src/index.ts';", 'is not public'],
    ['examples/demo/src/a.ts', "import '@kalends/gone';", 'not a package of this repository'],
  ])('%s must not %s', async (path, code, what) => {
    expect(await check(path, code)).toEqual([expect.stringContaining(`${path}:1: `)]);
    expect(await check(path, code)).toEqual([expect.stringContaining(what)]);
  });

  test.each([
    ['core', { dependencies: { '@kalends/crypto': 'workspace:^' } }, 'must not depend on @kalends/crypto'],
    ['graph', { peerDependencies: { '@kalends/google': '*' } }, 'must not depend on @kalends/google'],
    ['crypto', { dependencies: { zod: '4' } }, 'stay without dependencies'],
    ['novel', {}, 'do not know a package novel'],
  ])('reads the package.json of %s with %j', async (name, changes, what) => {
    expect(
      await problemsOf(dependencyArrows, { [`packages/${name}/package.json`]: manifestText(name, changes) }),
    ).toEqual([expect.stringContaining(what)]);
  });

  test('leaves devDependencies free', async () => {
    const manifest = manifestText('graph', { devDependencies: { '@kalends/testing': 'workspace:^' } });
    expect(await problemsOf(dependencyArrows, { 'packages/graph/package.json': manifest })).toEqual([]);
  });
});

describe('runtime neutral sources', () => {
  test.each([
    ['packages/core/src/a.ts', "import 'node:fs';", ['packages/core/src/a.ts:1: uses node:fs, which only Node has']],
    ['packages/sanitize/src/a.ts', 'process.env', ['packages/sanitize/src/a.ts:1: uses process, which only Node has']],
    ['packages/crypto/src/a.ts', '\nBuffer.from(a)', ['packages/crypto/src/a.ts:2: uses Buffer, which only Node has']],
    ['packages/core/src/node/a.ts', "import 'node:tls';", []],
    ['packages/crypto/src/cli/a.ts', 'process.env', []],
    ['packages/core/src/a.test.ts', "import 'node:fs';", []],
    ['packages/graph/src/a.ts', "import 'node:fs';", []],
  ])('%s: %s', async (path, code, problems) => {
    expect(await problemsOf(runtimeNeutral, { [path]: code })).toEqual(problems);
  });
});

describe('one HTTP layer', () => {
  test.each([
    ['packages/graph/src/a.ts', "import axios from 'axios';", 1],
    ['packages/ews/src/a.ts', "await import('node:https')", 1],
    ['packages/google/src/a.ts', "import { OAuth2Client } from 'google-auth-library';", 0],
    ['packages/core/src/node/node-fetch.ts', "import { Agent } from 'undici';", 0],
    ['packages/testing/src/server/a.ts', "import { createServer } from 'node:http';", 0],
    ['packages/graph/src/a.test.ts', "import 'node:http';", 0],
  ])('%s: %s', async (path, code, problems) => {
    const [, name = ''] = path.split('/');
    const contents = { [`packages/${name}/package.json`]: manifestText(name), [path]: code };
    expect(await problemsOf(oneHttpLayer, contents)).toHaveLength(problems);
  });
});

describe('injected surroundings', () => {
  test.each([
    ['packages/graph/src/a.ts', 1],
    ['packages/testing/src/server/a.ts', 1],
    ['packages/graph/src/a.test.ts', 0],
    ['packages/graph/test/a.ts', 0],
    ['packages/core/src/runtime/default-runtime.ts', 0],
    ['packages/testing/src/server/throwaway-ca.ts', 0],
  ])('%s has %i problems', async (path, count) => {
    const [, name = ''] = path.split('/');
    const contents = { [`packages/${name}/package.json`]: manifestText(name), [path]: 'Date.now();' };
    expect(await problemsOf(injectedSurroundings, contents)).toHaveLength(count);
  });
});
