import { expect, it } from 'vitest';
import { releaseChangelog } from '../../packaging/changelog.ts';

const text = `# Changelog

## Unreleased

### Added

- Something.

## 0.1.0 - 2026-01-02

- The first.
`;

it('gives what is unreleased a version and a day, and leaves the heading for what comes', () => {
  expect(releaseChangelog(text, '0.2.0', '2026-11-30')).toBe(
    text.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 - 2026-11-30\n'),
  );
  expect(releaseChangelog('# C\n\n## Unreleased\n\n- One.\n', '0.1.0', '2026-11-30')).toBe(
    '# C\n\n## Unreleased\n\n## 0.1.0 - 2026-11-30\n\n- One.\n',
  );
});

it('refuses an empty release, and a second one of the same version', () => {
  expect(() => releaseChangelog(text, '0.1.0', '2026-11-30')).toThrow('has 0.1.0 already');
  const empty = text.replace(/### Added\n\n- Something\.\n\n/, '');
  expect(() => releaseChangelog(empty, '0.2.0', '2026-11-30')).toThrow('nothing below');
});
