import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';
import { PlainSummary } from './test/plain-summary.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `The tests need Node 22.18 or newer, and this is ${process.versions.node}: run them with \`npm test\`, which uses the Node that \`npm ci\` brings.`,
  );
  process.exit(1);
}

const peers = 'test/**/*.peer.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['test/own-temporary-folder.ts'],
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new PlainSummary()],
    // These end what hangs. They are no measure of how fast something is, which depends on what else the machine does.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          // They share one process, so that each module is loaded once a thread instead of once a file.
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [peers],
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // These wait for servers and processes as much as they compute, so three at once keep two cores at work.
        test: { name: 'peers', include: [peers], maxWorkers: 3, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
