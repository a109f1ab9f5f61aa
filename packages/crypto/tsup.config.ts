import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

const config: Options[] = [
  { ...packageBuild },
  // The command line program is run, not imported. It awaits at its top level, which CommonJS cannot.
  { ...packageBuild, entry: { keys: 'src/cli/keys.ts' }, format: ['esm'], dts: false, clean: false },
];

export default config;
