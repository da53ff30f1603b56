import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,components,e2e,lib}/**/*.test.{ts,tsx}'],
    globalSetup: ['lib/db/testing/database-server.ts'],
    env: { LOG_LEVEL: 'silent' },
    execArgv: ['--import', './lib/launch/lean-imports.mjs'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Vitest itself would leave a core idle, which halves the speed of two.
    maxWorkers: '100%',
    // A test left in alone would let all the others of its file go unseen.
    allowOnly: false,
    passWithNoTests: false,
  },
});
