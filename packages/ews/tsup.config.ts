import type { Options } from 'tsup';
import { packageBuild } from '../../tsup.base.ts';

// With chunks, CommonJS keeps `import()` of what loads lazily. In one file the bundler moves every `require` to the top, and
// requiring the package would load saxes and zod.
const config: Options = { ...packageBuild, splitting: true };

export default config;
