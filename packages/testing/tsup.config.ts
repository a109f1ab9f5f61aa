import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

const config: Options[] = [
  { ...packageBuild, entry: { index: 'src/index.ts', conformance: 'src/conformance/index.ts' } },
  // The command line program is run, not imported. It awaits at its top level, which CommonJS cannot.
  { ...packageBuild, entry: { cli: 'src/cli.ts' }, format: ['esm'], dts: false, clean: false },
];

export default config;
