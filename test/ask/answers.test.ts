import { describe, expect, test } from 'vitest';
import { formatIds, formatsInSentences } from '../../knowledge/firewall-formats.ts';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';
import { genericServices } from '../../src/ask/refusals.ts';

const knowledge = (await openKnowledge()).current();
const asker = await openAsker(knowledge);

describe('what is said before an answer', () => {
  test('is what was read from a misspelling', () => {
    expect(asker.understand('mingr port')).toMatchObject({ remarks: ['I read that as Minger.'] });
  });

  test('is whose matters it is not', () => {
    expect(asker.understand('move from Exchange to MDaemon, which ports')).toMatchObject({
      kind: 'understood',
      call: { line: 'ports' },
      remarks: ["I don't know about Exchange; this is for MDaemon."],
    });
  });

  test('is what stops, where that is asked', () => {
    expect(asker.understand('what breaks if 25 is closed')).toMatchObject({
      remarks: ['Without 25/tcp inbound and outbound: Mail from and to other servers stops.'],
    });
  });

  test('is a number that nobody knows, beside one that is known', () => {
    expect(asker.understand('ports 25 and 4070')).toMatchObject({
      call: { values: { what: ['25'] } },
      remarks: ['4070 is in none of my documents.'],
    });
  });
});

describe('calls', () => {
  test.each([
    ['iptables rules for imap and smtp', 'firewall imap smtp iptables'],
    ['netsh rules for activesync inbound', 'firewall activesync netsh inbound'],
    [
      'generate firewall rules for remote administration from 10.0.0.0/8',
      'firewall remote-administration from 10.0.0.0/8',
    ],
    ['smtp outbound port', 'ports smtp outbound'],
    ['webdav port', 'ports webdav then'],
    ['imap without ssl', 'ports imap plain'],
    ['mail and submission ports', 'ports submission'],
  ])('%s', (question, line) => {
    expect(asker.understand(question)).toMatchObject({ kind: 'understood', call: { line } });
  });

  test('read only', () => {
    for (const question of [
      'add a deadline for friday',
      'remind me of the securityplus deadline',
      'updates off please',
    ]) {
      const understood = asker.understand(question);
      const path = understood.kind === 'understood' ? understood.call.path.join(' ') : '';
      expect(path, question).not.toMatch(/add|edit|remove|done|policy|remind|settings|profile/);
    }
  });
});

describe('what is declined', () => {
  test('names the product it is about, and no port of ours', () => {
    expect(asker.understand('imap port of gmail')).toMatchObject({
      kind: 'declined',
      reason: 'elsewhere',
      subject: 'Gmail',
    });
  });

  test('has near numbers as buttons only', () => {
    const understood = asker.understand('port 4070');
    expect(understood).toMatchObject({ kind: 'declined', reason: 'unknown' });
    expect(understood.others.map(({ line }) => line)).toContain('ports 4069');
  });

  test('says that nothing can be read', () => {
    expect(asker.understand(' ?!… ')).toMatchObject({ kind: 'declined', reason: 'empty', confidence: 1 });
  });
});

describe('tables', () => {
  test('name every firewall format there is', () => {
    const named = new Set(formatsInSentences.values());
    expect(formatIds.filter((id) => !named.has(id))).toEqual(['json', 'csv']);
  });

  test('name only rows that exist', () => {
    expect([...genericServices].filter((id) => knowledge.service(id) === undefined)).toEqual([]);
  });
});
