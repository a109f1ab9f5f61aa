import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildPackages, measuredPackages, root } from '../built-packages.ts';
import { emptyModule, importCost, loadedModules } from '../import/probe.ts';
import type { ImportCost, ModuleFormat } from '../import/probe.ts';
import { median } from '../measurement.ts';
import type { BenchSuite, Measurement } from '../measurement.ts';

const samples = 15;
const limitMs = 30;

/** Packages that hold no network code have a limit. */
const limited: ReadonlySet<string> = new Set(['core', 'crypto', 'sanitize']);

/** What an application imports when it does without the provider package. */
const vendorModules: Readonly<Record<string, readonly string[]>> = {
  graph: ['@azure/msal-node', '@microsoft/microsoft-graph-client'],
  google: ['@googleapis/calendar', 'google-auth-library'],
  ews: ['ews-javascript-api'],
};

/** Loading the built packages in fresh processes. */
export const importSuite: BenchSuite = {
  name: 'import',
  description: 'importing the built entry point in a fresh process; nothing is subtracted',
  async *run(wants) {
    const timed = measuredPackages.filter((name) => wants(`import/${name}/time`) || wants(`import/${name}/memory`));
    const checked = Object.keys(vendorModules).filter((name) =>
      formats.some((format) => wants(countName(name, format))),
    );
    if (timed.length + checked.length > 0) buildPackages();
    if (timed.length > 0) {
      const costs = measureCosts([emptyModule, ...timed.map((name) => `@kalends/${name}`)]);
      for (const name of timed) yield* costResults(name, costs).filter((result) => wants(result.name));
    }
    for (const name of checked) yield* countResults(name).filter((result) => wants(result.name));
  },
};

const formats: readonly ModuleFormat[] = ['import', 'require'];

/** In turns, so that whatever else the machine does hits all of them. */
function measureCosts(specifiers: readonly string[]): ReadonlyMap<string, readonly ImportCost[]> {
  const costs = new Map(specifiers.map((specifier): [string, ImportCost[]] => [specifier, []]));
  // The first round fills the operating system's file cache and does not count.
  for (let round = 0; round <= samples; round += 1) {
    for (const [specifier, found] of costs) {
      const cost = importCost(specifier);
      if (round > 0) found.push(cost);
    }
  }
  return costs;
}

function costResults(name: string, costs: ReadonlyMap<string, readonly ImportCost[]>): readonly Measurement[] {
  const medianOf = (specifier: string, measure: keyof ImportCost): number =>
    median((costs.get(specifier) ?? []).map((cost) => cost[measure]));
  const specifier = `@kalends/${name}`;
  return [
    {
      name: `import/${name}/time`,
      value: medianOf(specifier, 'ms'),
      unit: 'ms',
      against: 'an empty module',
      baseline: medianOf(emptyModule, 'ms'),
      samples,
      ...(limited.has(name) ? { limit: limitMs } : {}),
    },
    {
      name: `import/${name}/memory`,
      value: medianOf(specifier, 'rssMiB'),
      unit: 'MiB',
      against: 'a process with an empty module',
      baseline: medianOf(emptyModule, 'rssMiB'),
      samples,
    },
  ];
}

function countName(name: string, format: ModuleFormat): string {
  return `import/${name}/vendor-modules-${format}`;
}

function countResults(name: string): readonly Measurement[] {
  const vendors = vendorModules[name] ?? [];
  return formats.map((format) => ({
    name: countName(name, format),
    // Files of other packages; those of this repository are links that lead out of node_modules.
    value: foreignFiles(loadedModules(format, `@kalends/${name}`)).size,
    unit: 'modules',
    against: `${vendors.join(' and ')}, required`,
    baseline: new Set(
      vendors.flatMap((vendor) => [...foreignFiles(loadedModules('require', vendorPath(name, vendor)))]),
    ).size,
    samples: 1,
    limit: 0,
  }));
}

/** Found as the provider finds it; ews-javascript-api, which none of them uses, as this package does. */
function vendorPath(name: string, vendor: string): string {
  const from = name === 'ews' ? 'bench' : join('packages', name);
  return createRequire(join(root, from, 'package.json')).resolve(vendor);
}

function foreignFiles(urls: readonly string[]): ReadonlySet<string> {
  return new Set(urls.filter((url) => url.includes('/node_modules/')));
}
