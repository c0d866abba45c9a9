import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

/**
 * Ends what a test has started, the last first, whether it passes or not. To be called at the top of a file.
 *
 * @param name begins the names of its folders
 */
export function endAfterEach(name: string) {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  return {
    /** Runs something at the end. */
    atEnd: (end: () => unknown) => void ends.push(end),
    /** Stops a peer at the end. */
    endsWith<Peer extends { stop(): unknown }>(peer: Peer): Peer {
      ends.push(() => peer.stop());
      return peer;
    },
    /** Makes a folder that is removed at the end. */
    newDirectory(): string {
      const directory = mkdtempSync(join(tmpdir(), `${name}-`));
      ends.push(() => rmSync(directory, { recursive: true, force: true }));
      return directory;
    },
  };
}
