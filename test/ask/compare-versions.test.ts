import { expect, test } from 'vitest';
import { compareVersions } from '../../src/ask/verdict/compare-versions.ts';

test.each([
  ['19.5', '20.0.0', -1],
  ['20.0', '20.0.0', 0],
  ['24.5.1', '24.5.1c', -1],
  ['24.5.1c', '24.5.1b', 1],
  ['v25.0', '24.5.1c', 1],
  ['9.6.4', '10.0.0', -1],
])('%s beside %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign);
});
