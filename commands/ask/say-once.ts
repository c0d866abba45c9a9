import type { Section } from '../../src/bot/bot.ts';

/** An answer's sentences before and after what a question adds. */
interface Said {
  /** What is said first: because of a verdict, and remarks. */
  readonly first: readonly string[];
  readonly lead: string;
  readonly sections: readonly Section[];
}

/** Before these a new sentence begins; within "e.g. this" none does. */
const sentenceEnds = /(?<=[.!?])\s+(?=[\p{Lu}\d“])/u;

/**
 * What is to be read, each sentence once. Rows of the knowledge repeat what a verdict or remark took from them; of two
 * that begin alike in the lead, the one that says more stays.
 */
export function sayOnce({ first, lead, sections }: Said): { readonly lead: string; readonly sections: Section[] } {
  const said = first.flatMap(sentencesOf);
  const own = sentencesOf(lead).filter((sentence) => !said.includes(sentence));
  const beginning = said.at(-1);
  const fuller = beginning !== undefined && own[0] !== undefined && isBegun(beginning, own[0]);
  const all = [...(fuller ? said.slice(0, -1) : said), ...own];
  return { lead: all.join(' '), sections: said.length === 0 ? [...sections] : sections.flatMap(withoutThem(all)) };
}

function withoutThem(said: readonly string[]): (section: Section) => Section[] {
  const isSaid = (sentence: string) => said.some((each) => each === sentence || isBegun(sentence, each));
  return (section) => {
    if (section.kind === 'note') {
      const text = sentencesOf(section.text)
        .filter((sentence) => !isSaid(sentence))
        .join(' ');
      return text === '' ? [] : [{ ...section, text }];
    }
    if (section.kind !== 'list') return [section];
    const items = section.items.filter((item) => !sentencesOf(item).every(isSaid));
    return items.length === 0 ? [] : [{ ...section, items }];
  };
}

/** True where the longer one says the shorter one and goes on: `4069 is UDP.` and `4069 is UDP, not TCP.` */
function isBegun(shorter: string, longer: string): boolean {
  const stem = shorter.replace(/[.!?]$/, '');
  return (
    stem !== '' && longer.length > shorter.length && longer.startsWith(stem) && /^[,:;]/.test(longer.slice(stem.length))
  );
}

function sentencesOf(text: string): string[] {
  return text.split(sentenceEnds).filter((sentence) => sentence !== '');
}
