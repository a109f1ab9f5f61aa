import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

const config: Options = {
  ...packageBuild,
  entry: { index: 'src/index.ts', conformance: 'src/conformance/index.ts', cli: 'src/cli.ts' },
};

export default config;
