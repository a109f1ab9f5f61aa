import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages, measuredPackages, root } from '../built-packages.ts';
import { installedPackages, packageBytes } from '../install-size/installed-bytes.ts';
import type { BenchSuite, Measurement } from '../measurement.ts';

const bytesPerMb = 1_000_000;

/** Unpacked size of googleapis 188.0.0, which only one test of @kalends/google installs, apart from the workspace. */
const umbrellaMb = 246;
const umbrellaPath = join(root, 'packages/google/test/umbrella/node_modules/googleapis');

/** What an install of each package puts on the disk. */
export const installSize: BenchSuite = {
  name: 'install-size',
  description: 'a package and all its dependencies in node_modules; without optional peers',
  async *run(wants) {
    const candidates: readonly (readonly [string, () => Measurement])[] = [
      ...measuredPackages.map((name) => [`install-size/${name}`, () => sizeOf(name)] as const),
      ['install-size/google-umbrella', againstUmbrella],
      ['install-size/ews-library', againstEwsLibrary],
    ];
    for (const [name, measure] of candidates) {
      if (!wants(name)) continue;
      buildPackages();
      yield { ...measure(), name };
    }
  },
};

type Size = Omit<Measurement, 'name'>;

function sizeOf(name: string): Measurement {
  const all = installedPackages(join(root, 'packages', name)).map((directory) => packageBytes(directory));
  const [own = 0, ...others] = all;
  const dependencies = sum(others);
  const size: Size = {
    value: (own + dependencies) / bytesPerMb,
    unit: 'MB',
    // Without dependencies there is nothing to compare with but the package.
    ...(others.length === 0
      ? { against: 'itself, having no dependencies', baseline: own / bytesPerMb }
      : { against: `its ${others.length} dependencies alone`, baseline: dependencies / bytesPerMb }),
    samples: 1,
  };
  return { name, ...size };
}

function againstUmbrella(): Measurement {
  const isInstalled = existsSync(umbrellaPath);
  const baseline = isInstalled ? totalMb(umbrellaPath) : umbrellaMb;
  const against = isInstalled
    ? 'googleapis with its dependencies'
    : 'googleapis 188.0.0 alone, unpacked size as published';
  return { ...sizeOf('google'), against, baseline };
}

function againstEwsLibrary(): Measurement {
  const library = join(root, 'bench/node_modules/ews-javascript-api');
  return { ...sizeOf('ews'), against: 'ews-javascript-api with its dependencies', baseline: totalMb(library) };
}

function totalMb(directory: string): number {
  return sum(installedPackages(directory).map((path) => packageBytes(path))) / bytesPerMb;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
