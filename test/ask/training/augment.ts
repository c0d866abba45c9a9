import storyFrames from '../../../knowledge/language/stories.json' with { type: 'json' };
import type { Labelled } from './labelled.ts';

type Random = () => number;

/** What people write around a question, by language: before it and behind it. */
const stories: Readonly<Record<string, readonly (readonly string[])[]>> = storyFrames;

/** Variants of a question as others would type it: with slips, in haste, and inside a story. */
export function variantsOf({ q, lang }: Pick<Labelled, 'q' | 'lang'>, random: Random): string[] {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const [before = '', after = ''] = pick(stories[lang] ?? []) ?? [];
  return [slip(q, random), `${before}${q}${after}`, slip(hasten(q), random)];
}

/** A slip of a finger in one or two of the longer words. Numbers stay as they are. */
function slip(text: string, random: Random): string {
  const words = text.split(' ');
  const long = words.flatMap((word, index) => (/^\p{L}{4,}$/u.test(word) ? [index] : []));
  for (let count = 0; count < Math.min(2, long.length); count += 1) {
    const index = long[Math.floor(random() * long.length)] ?? 0;
    const word = words[index] ?? '';
    const at = 1 + Math.floor(random() * (word.length - 2));
    const kind = random();
    words[index] =
      kind < 0.4
        ? word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2)
        : kind < 0.75
          ? word.slice(0, at) + word.slice(at + 1)
          : word.slice(0, at) + word.charAt(at) + word.slice(at);
  }
  return words.join(' ');
}

const idle = /\b(?:the|a|an|is|are|please|do|does|der|die|das|ist|el|la|los|es|le|les|est|il|lo|de|het|to|o|a)\s/giu;

/** Without accents, marks and small words. */
function hasten(text: string): string {
  const short = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}?!.,'’]/gu, '')
    .replaceAll(idle, '');
  return short.trim() === '' ? text : short;
}
