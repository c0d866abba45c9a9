import { describe, expect, test } from 'vitest';
import { openKnowledge } from '../../knowledge/open-knowledge.ts';
import { openClassifier } from '../../src/ask/classifier.ts';
import { createEntryIndex } from '../../src/ask/entry-index.ts';
import { lexiconMeanings } from '../../src/ask/lexicon.ts';
import { createNameFinder } from '../../src/ask/name-finder.ts';
import { foldQuestion, readWords } from '../../src/ask/question-words.ts';
import { readQuestion } from '../../src/ask/read-question.ts';
import { createCorrection } from '../../src/ask/spelling.ts';
import { atOnce } from '../at-once.ts';
import { withoutStance } from './training/without-stance.ts';

const knowledge = (await openKnowledge()).current();
const names = createNameFinder(knowledge);
const { isKnown, isRare, isWord } = atOnce(createEntryIndex(knowledge, names));
const meanings = new Map([...names.words].map((word) => [word, word]));
for (const [word, concept] of lexiconMeanings()) meanings.set(word, concept);
const correct = createCorrection(meanings);
const classifier = await openClassifier();
const read = (question: string) =>
  readQuestion(question, {
    knowledge,
    names,
    correct,
    classifier,
    stance: withoutStance,
    isKnown,
    isRare,
    isWord,
    isName: () => false,
    normalise: () => undefined,
  });

describe('words', () => {
  test.each([
    ['4069/udp tcp/25 :587', ['4069/udp', 'tcp', '25', '587']],
    ['MDaemon.exe 24.5.1c 127.0.0.1', ['mdaemon.exe', '24.5.1c', '127.0.0.1']],
    ['80/443 imap/pop3', ['80', '443', 'imap', 'pop3']],
    ['port25 25tcp', ['port', '25', '25/tcp']],
    ["what's can't", ['whats', 'cant']],
    ['CVE-2024-11182', ['cve-2024-11182']],
    ['Schließen ＩＭＡＰ é', ['schliessen', 'imap', 'e']],
    ['„quoted“ — dashed…', ['quoted', 'dashed']],
    ['imap=143?', ['imap', 'is', '143']],
  ])('%s', (text, words) => {
    expect(readWords(foldQuestion(text))).toEqual(words);
  });
});

describe('names', () => {
  test.each([
    ['world client and active sync', ['webmail', 'activesync']],
    ['remote admin port', ['remote-administration']],
    ['mail and imap ports', ['imap']],
    ['phone ports', ['activesync']],
    ['mail from other servers', []],
    ['updates of the antivirus', ['antivirus']],
  ])('%s', (question, services) => {
    expect(read(question).services.map(({ id }) => id)).toEqual(services);
  });

  test.each([
    ['what is mdspamd', ['MDSpamD.exe']],
    ['worldclient.exe', ['WorldClient.exe']],
    ['worldclient port', []],
    ['which process is webmail', ['WorldClient.exe']],
  ])('programs in: %s', (question, processes) => {
    expect(read(question).processes.map(({ name }) => name)).toEqual(processes);
  });
});

describe('misspellings', () => {
  test.each(['mingr', 'outlok conector', 'remote adminstration', 'activsync', 'imapp', 'blackbery'])('%s', (text) => {
    const { mentions } = read(`${text} port`);
    expect(mentions.some(({ corrected }) => corrected)).toBe(true);
  });

  test.each(['sftp', 'snmp', 'smtq', 'imap5', 'pop2', 'redis', 'zimbra'])(
    'of short, numbered and foreign names are left alone: %s',
    (text) => {
      expect(read(`${text} port`).services).toEqual([]);
    },
  );

  test('are not read where two names are as near', () => {
    expect(correct('caddav')).toBe(undefined);
  });
});

describe('numbers', () => {
  test.each([
    ['port 25', [25]],
    ['ports 25, 587 and 993', [25, 587, 993]],
    ['why did mdaemon restart in 2008', []],
    ['mdaemon 25 on 64 bit', []],
    ['office 365', []],
    ['10 users at 3 am', []],
    ['port 4070', [4070]],
    ['what is 2525', [2525]],
    ['a team of 12 people', []],
  ])('%s', (question, ports) => {
    expect(read(question).ports.map(({ port }) => port)).toEqual(ports);
  });

  test('in a condition are told from those asked about', () => {
    const { ports } = read('can I close 25 if everyone uses 587');
    expect(ports.map(({ port, conditional }) => [port, conditional])).toEqual([
      [25, false],
      [587, true],
    ]);
  });
});

describe('a yes or no', () => {
  test.each([
    'is 4069 tcp',
    'can I close 25',
    'Muss 25 offen bleiben?',
    '¿es 993 tcp?',
    '4069 tcp?',
    '25 can go, right?',
    'starttls on 993?',
  ])('is asked for: %s', (question) => {
    expect(read(question).yesNo).toBe(true);
  });

  test.each([
    'is 4069 tcp or udp',
    '25 or 587?',
    'which port is imap',
    'imap port?',
    'why is 1000 open',
    'Was ist AVUpdate.exe?',
  ])('is not: %s', (question) => {
    expect(read(question).yesNo).toBe(false);
  });
});

describe('languages', () => {
  test.each([
    ['Welche Ports muss ich öffnen?', 'german'],
    ['welche ports muss ich oeffnen', 'german'],
    ['¿qué puertos debo abrir?', 'spanish'],
    ['which ports do I open', 'english'],
  ])('%s', (question, language) => {
    const reading = read(question);
    expect(reading.language).toBe(language);
    expect(reading.has('port') && reading.has('open') && reading.has('need', 'which')).toBe(true);
  });
});
