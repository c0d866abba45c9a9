import { defineConfig } from 'vitest/config';
import { PlainSummary } from './test/plain-summary.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new PlainSummary()],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
