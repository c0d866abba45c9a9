import { expect, it } from 'vitest';
import { askBaseline } from './baseline.ts';
import { lineOf, questionOf } from './judged-fixture.ts';
import { tuneBaseline } from './tune-baseline.ts';

const entry = { questions: '', text: '' };
const entries = [
  { ...entry, id: 'service/imap', names: 'imap imap4', line: 'ports imap' },
  { ...entry, id: 'service/minger', names: 'minger address verification', line: 'ports minger' },
];
const show = async (line: string) => lineOf(line === 'ports imap' ? 'IMAP: 143/tcp.' : 'Minger: 4069/udp.');
const questions = [
  questionOf('imap', { ports: [143] }),
  questionOf('minger', { ports: [4069] }),
  questionOf('imax cinema', { declines: true }),
];

it('answers with the best entry, and declines below the threshold that gets most right', async () => {
  const baseline = await tuneBaseline(entries, questions, show);
  expect(baseline.threshold).toBeGreaterThan(0);
  const ask = askBaseline(baseline, show);
  expect(await ask('imap')).toMatchObject({ question: 'imap', answered: true, text: 'IMAP: 143/tcp.' });
  expect(await ask('mingr')).toMatchObject({ answered: false });
  expect(await ask('minger')).toMatchObject({ answered: true, text: 'Minger: 4069/udp.' });
  expect(await ask('imax cinema')).toMatchObject({ answered: false, command: null });
});

it('answers everything it finds where declining wins nothing', async () => {
  const baseline = await tuneBaseline(entries, questions.slice(0, 2), show);
  expect(baseline.threshold).toBe(0);
  expect(await askBaseline(baseline, show)('mingr')).toMatchObject({ answered: true });
  expect(await askBaseline(baseline, show)('zebra')).toMatchObject({ answered: false });
});
