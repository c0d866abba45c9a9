import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKnowledgeBase } from '../../knowledge/knowledge-base.ts';
import { readKnowledgeFiles } from '../../knowledge/knowledge-files.ts';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import snapshot from '../../knowledge/snapshot.json' with { type: 'json' };

const builtIn = join(import.meta.dirname, '../../knowledge/mdaemon');

const own = `
sources:
  - { id: our-wiki, title: Our wiki, publisher: us, date: '2026', kind: blog }
ports:
  - id: helpdesk-8443
    port: 8443
    transports: [tcp]
    directions: [inbound]
    era: now
    name: Remote Administration behind our proxy
    services: [{ id: remote-administration, need: required }]
    group: ours
    encryption: implicit-tls
    purpose: We moved it.
    exposure: private-network
    confidence: official
    sources: [our-wiki]
`;

describe('the snapshot', () => {
  it('is what the YAML files say; `npm run knowledge` writes it anew', () => {
    expect(snapshot).toEqual(JSON.parse(JSON.stringify(readKnowledgeFiles(builtIn).data)));
  });
});

describe('an overlay', () => {
  let directory = '';
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text);
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'overlay-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('adds rows to ours and is found like them', async () => {
    write('own.yaml', own);
    const knowledge = await openKnowledge(directory);
    expect(knowledge.problems()).toEqual([]);
    expect(
      knowledge
        .current()
        .portsByNumber(8443)
        .map(({ id }) => id),
    ).toEqual(['helpdesk-8443']);
    expect(knowledge.current().portsByNumber(443).length).toBeGreaterThan(0);
  });

  it('replaces a row of ours that has its id', async () => {
    const service = createKnowledgeBase(readKnowledgeFiles(builtIn).data).service('imap');
    write('own.yaml', `services:\n  - ${JSON.stringify({ ...service, aliases: ['posteingang'] })}`);
    const knowledge = (await openKnowledge(directory)).current();
    expect(knowledge.services.get('Posteingang')?.id).toBe('imap');
    expect(knowledge.rows.services.filter(({ id }) => id === 'imap')).toHaveLength(1);
  });

  it.each([
    ['a wrong field', own.replace('port: 8443', 'port: 70000'), /^own\.yaml, line 6, ports\.0\.port: .*65535/],
    ['an unknown field', own.replace('group: ours', 'grupp: ours'), /^own\.yaml, line 5, ports\.0(\.group)?: /],
    ['a source that is not there', own.replace('[our-wiki]', '[nowhere]'), /^own\.yaml, line 5, .*nowhere/],
    ['broken YAML', 'ports: [', /^own\.yaml, line 1/],
    [
      'an id that is there twice',
      `${own}${own.slice(own.indexOf('  - id: helpdesk'))}`,
      /own\.yaml, line 18, ports\.1\.id: .*line 5/,
    ],
  ])('with %s is told with file, line and field, and ours stays in force', async (_what, text, message) => {
    write('own.yaml', text);
    const knowledge = await openKnowledge(directory);
    expect(knowledge.problems().join('\n')).toMatch(message);
    expect(knowledge.current().portsByNumber(8443)).toEqual([]);
    expect(knowledge.current().service('imap')).toBeDefined();
  });

  it('that goes bad while the bot runs leaves the last good one in force', async () => {
    write('own.yaml', own);
    const knowledge = await openKnowledge(directory);
    write('own.yaml', 'ports: nonsense');
    await knowledge.reload();
    expect(knowledge.problems()[0]).toMatch(/own\.yaml, line 1, ports/);
    expect(knowledge.current().portsByNumber(8443)).toHaveLength(1);
    write('own.yaml', '');
    await knowledge.reload();
    expect(knowledge.problems()).toEqual([]);
    expect(knowledge.current().portsByNumber(8443)).toEqual([]);
  });

  it('that is no folder is told', async () => {
    const knowledge = await openKnowledge(join(directory, 'nowhere'));
    expect(knowledge.problems()[0]).toContain('nowhere');
    expect(knowledge.current().service('imap')).toBeDefined();
  });

  it('may be all of ours again', async () => {
    cpSync(builtIn, directory, { recursive: true });
    const knowledge = await openKnowledge(directory);
    expect(knowledge.problems()).toEqual([]);
    expect(knowledge.current().rows.ports).toHaveLength(snapshot.ports.length);
  });
});
