import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

const config: Options = {
  ...packageBuild,
  entry: {
    index: 'src/index.ts',
    accounts: 'src/accounts/index.ts',
    availability: 'src/availability/index.ts',
    recurrence: 'src/recurrence/index.ts',
    schemas: 'src/schemas/index.ts',
    time: 'src/time/index.ts',
    node: 'src/node/index.ts',
  },
};

export default config;
