import type { ViteUserConfig } from 'vitest/config';

// Tests run on the TypeScript sources, through the same export condition that `npm start` uses: nothing is built first.
// `import` must not be among them: Node would apply it to what CommonJS packages require, too.
const conditions = ['@kalends/source', 'node'];

const config: ViteUserConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'packages/*/test/**/*.test.ts',
      'examples/*/{src,test}/**/*.test.ts',
      'tools/**/*.test.ts',
      'soak/test/**/*.test.ts',
      'bench/src/**/*.test.ts',
    ],
    // The default leaves one core idle, which on two cores is half of the machine.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    unstubGlobals: true,
    restoreMocks: true,
  },
};

export default config;
