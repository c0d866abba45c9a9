import { describe, expect, it } from 'vitest';
import { formatIds } from '../../knowledge/firewall-formats.ts';
import { formats } from '../../src/firewall/formats/formats.ts';
import { planFor, type Question } from './plan-for.ts';

/** One question that has everything in it, and a small one for a device in front of the server. */
const questions: Readonly<Record<string, Question>> = {
  rules: { services: ['imap', 'dns', 'minger', 'remote-administration'], from: ['10.0.0.0/8', '2001:db8:7::/48'] },
  gateway: { services: ['submission', 'dns'], to: '192.0.2.25' },
};

describe('every format', () => {
  describe.each(formatIds)('%s', (id) => {
    const format = formats[id];

    it.each(Object.entries(questions))('writes %s as before', async (name, question) => {
      const plan = await planFor(question);
      await expect(format.render(plan)).toMatchFileSnapshot(`../golden/firewall/${id}.${name}.${format.extension}`);
    });

    it('undoes as before', async () => {
      const plan = await planFor({ services: ['imap', 'dns', 'minger'], from: ['10.0.0.0/8', '2001:db8:7::/48'] });
      await expect(format.undo(plan)).toMatchFileSnapshot(`../golden/firewall/${id}.undo.txt`);
    });

    it('gives the same bytes for the same question, however it is put', async () => {
      const from = ['10.0.0.0/8', '2001:db8:7::/48'];
      const plan = await planFor({ services: ['imap', 'dns', 'minger'], from });
      const other = await planFor({ services: ['minger', 'imap4', 'dns', 'imap'], from: [...from].reverse() });
      expect(format.render(other)).toBe(format.render(plan));
      expect(format.undo(other)).toBe(format.undo(plan));
    });

    it('has comments that a terminal of 80 columns shows without breaking a word', async () => {
      const plan = await planFor({ services: ['all'], from: ['10.0.0.0/8', '2001:db8:7::/48'] });
      const mark = format.comment?.trim() ?? '#';
      const comments = [format.render(plan), format.undo(plan)]
        .flatMap((text) => text.split(/\r?\n/))
        .filter(
          (line) => line.trimStart().startsWith(mark) && !/^\W*(?:rem )?(?:Asked: |Undo: |ip6?tables -C )/.test(line),
        );
      expect(comments.filter((line) => line.length > 78)).toEqual([]);
    });

    it('is one line per line: no control character but the newline, and a newline at the end', async () => {
      const text = format.render(await planFor({ services: ['all'], from: ['10.0.0.0/8'] }));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(text.replaceAll('\r\n', '\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      expect(text.endsWith('\n')).toBe(true);
    });
  });
});
