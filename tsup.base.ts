import type { Options } from 'tsup';

/** The one build recipe of every published package: ESM and CommonJS with their declarations. */
export const packageBuild: Options = {
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  target: 'node22',
  clean: true,
  sourcemap: true,
  treeshake: true,
  // With chunks, CommonJS keeps `import()` of what loads lazily. In one file the bundler moves every `require` to the top, and
  // requiring a provider would load its vendor modules and zod.
  splitting: true,
};
