import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openAsker } from '../../src/ask/create-asker.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-rows-'));
writeFileSync(
  join(folder, 'site.yaml'),
  `
sources:
  - { id: site-book, title: Site book, publisher: Example, date: '2026', kind: official, url: 'https://example.com/book' }
services:
  - { id: label-printer, name: Label printer, summary: Prints the labels of the warehouse., aliases: [zebra, etikettendrucker],
      eras: [now], confidence: official, sources: [site-book] }
  - { id: fax-gateway, name: Fax gateway, summary: Turns mail into faxes., aliases: [faxmaker], eras: [now],
      confidence: official, sources: [site-book] }
ports:
  - { id: label-9100, port: 9100, transports: [tcp], directions: [inbound], era: now, name: Raw printing,
      services: [{ id: label-printer, need: required }], group: Site, encryption: plain,
      purpose: The label printer takes its jobs here., breaks_without: No labels are printed., exposure: private-network,
      confidence: official, sources: [site-book] }
  - { id: fax-5060, port: 5060, transports: [udp], directions: [inbound, outbound], era: now, name: Fax signalling,
      services: [{ id: fax-gateway, need: required }], group: Site, encryption: plain, purpose: The fax gateway calls out.,
      exposure: peers, confidence: official, sources: [site-book] }
articles:
  - { id: warehouse-move, topic: operations, question: Who moves the warehouse server?, asked_as: [warehouse relocation],
      era: now, answer: Team blue moves it in spring., confidence: official, sources: [site-book] }
deadlines:
  - { id: warehouse-lease, title: Lease of the warehouse, aliases: [lease], relation: before, date: 2027-03-31,
      who: Team blue., action: Give notice., reason: The lease ends., era: now, confidence: official, sources: [site-book] }
`,
);
const source = await openKnowledge(folder);
const asker = await openAsker(source.current());
const lineOf = (question: string) => {
  const understood = asker.understand(question);
  return understood.kind === 'understood' ? understood.call.line : understood.reason;
};

describe("an operator's own rows", () => {
  test('are read without a fault', () => {
    expect(source.problems()).toEqual([]);
  });

  test.each([
    ['which port does the label printer use', 'ports label-printer'],
    ['label printer port', 'ports label-printer'],
    ['zebra ports', 'ports label-printer'],
    ['what ports does the label prnter need', 'ports label-printer'],
    ['Welcher Port für den Etikettendrucker?', 'ports label-printer'],
    ['what is 9100', 'ports 9100'],
    ['faxmaker firewall', 'ports fax-gateway'],
    ['who moves the warehouse server', 'article warehouse-move'],
    ['when is the lease of the warehouse due', 'deadlines warehouse-lease'],
  ])('%s', (question, line) => {
    expect(lineOf(question)).toBe(line);
  });

  test('have verdicts worked out from them', () => {
    expect(asker.understand('is 5060 tcp?')).toMatchObject({
      verdict: { says: 'no', because: '5060 is UDP, not TCP.' },
    });
    expect(asker.understand('can I close 9100')).toMatchObject({
      verdict: { says: 'depends', because: 'Without 9100/tcp inbound: No labels are printed.' },
    });
    expect(asker.understand('may 9100 be open to the internet?')).toMatchObject({ verdict: { says: 'no' } });
  });

  test('leave ours as they are', () => {
    expect(lineOf('imap port')).toBe('ports imap');
    expect(lineOf('mysql port')).toBe('elsewhere');
  });
});
