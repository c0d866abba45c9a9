import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openTestBot } from '../commands/fixture.ts';

const { ask } = await openTestBot();

type Says = 'yes' | 'no' | 'open' | 'told';

interface Case {
  readonly question: string;
  readonly says: readonly string[];
  /** What the lead names. */
  readonly names: RegExp;
  /** What its first sentence must not name: another subject than the one that was asked about. */
  readonly lacks: RegExp | undefined;
}

function casesIn(part: string): Case[] {
  const lines = readFileSync(new URL(`versions/${part}.txt`, import.meta.url), 'utf8').split('\n');
  return lines.flatMap((line) => {
    if (line.startsWith('#') || !line.includes(' => ')) return [];
    const [question = '', expected = ''] = line.split(' => ');
    const [says = '', names = '', lacks = ''] = expected.split(/ \| ?/).map((each) => each.trim());
    const without = lacks === '' ? undefined : new RegExp(lacks);
    return [{ question, says: says.split(' '), names: new RegExp(names, 'i'), lacks: without }];
  });
}

/** What a lead claims: yes, no, that it cannot be told, or something else that is neither yes nor no. */
function saysOf(lead: string): Says {
  if (/^Yes\b/.test(lead)) return 'yes';
  if (/^No\b/.test(lead)) return 'no';
  return /cannot tell|can't tell|clean bill of health|it depends|do not know|don['’]t know|know nothing/i.test(lead)
    ? 'open'
    : 'told';
}

describe.each(['tune', 'held'])('%s', (part) => {
  test.each(casesIn(part))('$question', async ({ question, says, names, lacks }) => {
    const { lead } = (await ask(`ask ${question}`)).answer;
    expect(says, lead).toContain(saysOf(lead));
    expect(lead).toMatch(names);
    // Whether something is affected is no claim that it is.
    const first = lead
      .replace(/^(?:Yes|No|It depends)\. /, '')
      .replace(/whether .{1,80}? (?:is|are) affected/, '')
      .split(/(?<=[.!?])\s+(?=[\p{Lu}\d])/u)[0];
    if (lacks !== undefined) expect(first).not.toMatch(lacks);
  });
});
