import { expect, it } from 'vitest';
import { judgeAside } from '../../src/firewall/judge/judge-aside.ts';
import { judgeTexts } from '../../src/firewall/judge/judge-texts.ts';
import { NotReadError, TooLargeError } from '../../src/firewall/refusals.ts';
import { filter } from './judge-text.ts';

const asked = [25, 143].map((port) => ({
  direction: 'inbound' as const,
  transport: 'tcp' as const,
  port,
  remotes: [],
}));
const options = { host: undefined, outside: [], directions: ['inbound' as const] };
const plenty = { nodes: 1_500_000, steps: 12_000_000 };

/** Rules for other networks and ports each, more than are judged beside everything else. */
const many = filter(
  ':INPUT DROP',
  ...Array.from(
    { length: 800 },
    (_, index) => `-A INPUT -s 198.${index % 200}.${index % 7}.0/24 -p tcp --dport ${1_000 + index} -j ACCEPT`,
  ),
  '-A INPUT -p tcp --dport 25 -j ACCEPT',
);

it('judges a long text in its thread as it would here', async () => {
  expect(many.length).toBeGreaterThan(10_000);
  const judgement = await judgeAside([many], asked, options);
  expect(judgement).toEqual(judgeTexts([many], asked, options, plenty));
  expect(judgement.findings.map(({ verdict }) => verdict.open)).toEqual(['anybody', 'nobody', 'unknown', 'unknown']);
});

it('answers two long texts one after the other, each for itself', async () => {
  const closed = many.replace('--dport 25 ', '--dport 26 ');
  const both = await Promise.all([many, closed].map((text) => judgeAside([text], asked, options)));
  expect(both.map(({ findings }) => findings[0]?.verdict.open)).toEqual(['anybody', 'nobody']);
});

it('gives the reason of a refusal as it would here', async () => {
  const unreadable = `${many}\nthis is no rule`;
  const refused = judgeAside([unreadable], asked, options);
  await expect(refused).rejects.toThrow(NotReadError);
  await expect(refused).rejects.toThrow('isn’t an iptables rule');
  const long = filter(':INPUT DROP', ...Array<string>(40_000).fill('-A INPUT -j ACCEPT'));
  await expect(judgeAside([long], asked, options)).rejects.toThrow(TooLargeError);
});

it('judges a short text that divides traffic into many parts', async () => {
  const rules = Array.from(
    { length: 120 },
    (_, i) => `-A INPUT -s 10.${i % 250}.${i % 7}.0/24 -i e${i} -p tcp --dport ${i + 1} --sport ${9_000 - i} -j ACCEPT`,
  );
  const text = filter(':INPUT DROP', ...rules);
  expect(text.length).toBeLessThan(10_000);
  expect(() => judgeTexts([text], asked, options, { nodes: 20_000, steps: 40_000 })).toThrow(TooLargeError);
  const result = await judgeAside([text], asked, options);
  expect(result.findings[0]?.verdict).toMatchObject({ port: 25, open: 'some' });
});
