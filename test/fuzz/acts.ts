import { commands, type Services } from '../../commands/commands.ts';
import { type CatalogueEntry, createCatalogue } from '../../src/bot/catalogue.ts';
import { createRandom } from '../crash/random.ts';
import { hostileInputs, randomInput } from './inputs.ts';

/** The ways something reaches the program. */
export const ways = ['slash', 'mention', 'press', 'form', 'discord', 'mcp', 'terminal'] as const;
export type Way = (typeof ways)[number];

/** Who does it, in Slack's workspace. */
export const people = ['U01ALICE', 'U02ROOT', 'U09OUTSIDE'] as const;

/** One thing somebody hostile does. */
export interface Act {
  readonly way: Way;
  readonly by: (typeof people)[number];
  readonly entry: CatalogueEntry<Services>;
  /** What the hostile text is. */
  readonly what: string;
  readonly hostile: string;
  /** The line that is typed. */
  readonly line: string;
}

/** The commands there are. */
export const catalogue = createCatalogue<Services>(commands);

/** Servers are looked at for real, and nothing of a test leaves this machine. */
const looksOutside = (entry: CatalogueEntry<Services>, line: string) =>
  entry.path[0] === 'check' &&
  line
    .split(/\s+/)
    .slice(1)
    .some((word) => /^[\w.-]+$/.test(word));

/** Every command with every hostile text once, in an order of the seed's, each written in a way and sent by a way of its choice. */
export function* makeActs(seed: number): Generator<Act> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
  for (;;) {
    const pairs = catalogue.entries.flatMap((entry) =>
      [...Object.entries(hostileInputs), ['a random text', randomInput(random)] as const].map(([what, hostile]) => ({
        entry,
        what,
        hostile,
      })),
    );
    for (let left = pairs.length; left > 0; left -= 1) {
      const at = random.between(0, left - 1);
      const { entry, what, hostile } = pairs[at] as (typeof pairs)[number];
      pairs[at] = pairs[left - 1] as (typeof pairs)[number];
      const example = pick(entry.leaf.examples);
      const name = pick([entry.name, entry.name, entry.name.toUpperCase()]);
      const argument = pick([...entry.plan.arguments.map((each) => each.name), 'id']);
      const line = pick([
        () => `${name} ${hostile}`,
        () => `${example} ${hostile}`,
        () => `${name} --${argument} ${hostile}`,
        () => `${name} ${argument}=${hostile}`,
        () => `${name} "${hostile}"`,
        () => replaceWord(example, entry.path.length, hostile, random.next()),
        () => `${hostile} ${example}`,
      ])();
      if (looksOutside(entry, line)) continue;
      yield { way: pick(['slash', 'slash', 'slash', ...ways]), by: pick(people), entry, what, hostile, line };
    }
  }
}

/** A line with one word behind the command's name replaced. */
function replaceWord(line: string, named: number, hostile: string, chance: number): string {
  const words = line.split(' ');
  const at = Math.min(words.length, named + Math.floor(chance * Math.max(1, words.length - named)));
  return [...words.slice(0, at), hostile, ...words.slice(at + 1)].join(' ');
}
