import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';

const asker = await openAsker((await openKnowledge()).current());

function says(question: string): string | undefined {
  const understood = asker.understand(question);
  return understood.kind === 'declined' ? understood.reason : understood.verdict?.says;
}

describe('a version is compared with the one an answer turns on', () => {
  test.each([
    ['is 24.5.0 hit by CVE-2024-11182', 'yes'],
    ['is 24.5.1c hit by CVE-2024-11182', 'no'],
    ['is 25.0.1 hit by CVE-2024-11182', 'no'],
    ['is 24.5.1 safe from CVE-2024-11182', 'no'],
    ['is 26.0 safe from CVE-2024-11182', 'yes'],
    ['can 19.5 run as a cluster', 'no'],
    ['can 20.0 run as a cluster', 'yes'],
    ['does multipop with oauth work with 22.0.3', 'no'],
    ['does multipop with oauth work with 23.0', 'yes'],
  ])('%s: %s', (question, expected) => {
    expect(says(question)).toBe(expected);
  });
});
