import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

const config: Options = {
  ...packageBuild,
  entry: {
    index: 'src/index.ts',
    accounts: 'src/accounts/index.ts',
    agenda: 'src/agenda/index.ts',
    availability: 'src/availability/index.ts',
    recurrence: 'src/recurrence/index.ts',
    scheduling: 'src/scheduling/index.ts',
    schemas: 'src/schemas/index.ts',
    time: 'src/time/index.ts',
    transfer: 'src/transfer/index.ts',
    node: 'src/node/index.ts',
  },
};

export default config;
