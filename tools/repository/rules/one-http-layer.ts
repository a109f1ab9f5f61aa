import { librarySources } from '../repository.ts';
import type { Rule } from '../repository.ts';
import { importedModules, parseSource } from '../source-code.ts';

/** Where the transport itself stands. */
const transport = 'packages/core/src/node/';
const httpClients: ReadonlySet<string> = new Set([
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'axios',
  'gaxios',
  'got',
  'ky',
  'node-fetch',
  'superagent',
  'undici',
]);

/** Every request goes through the injected fetch, where the rules on TLS, hosts, sizes and times are kept. */
export const oneHttpLayer: Rule = {
  title: 'libraries bring no HTTP client of their own',
  check: (repository) =>
    repository.packages
      // The emulators are servers.
      .filter(({ directory }) => directory !== 'packages/testing')
      .flatMap(({ directory }) => librarySources(repository, directory))
      .filter((path) => !path.startsWith(transport))
      .flatMap((path) =>
        importedModules(parseSource(path, repository.read(path)))
          .filter(({ text }) => httpClients.has(text))
          .map(({ text, line }) => ({
            where: `${path}:${line}`,
            what: `imports ${text}; send through the runtime's fetch`,
          })),
      ),
};
