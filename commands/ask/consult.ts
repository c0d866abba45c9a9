import {
  type Entry,
  entryKey,
  keepSentences,
  type OfferedEntry,
  rankEntries,
  type Understanding,
  type Understood,
} from '../../src/ask/ask.ts';
import { type Answer, type RunContext, type Section, UserError } from '../../src/bot/bot.ts';
import type { Services } from '../services.ts';
import { readLine, runCall } from './run-call.ts';

/** The understanding of a question, after the provider, if there is one, has been asked. */
interface Consulted {
  readonly understanding: Understanding;
  /** Sentences of the provider's that hold against the entries they cite. */
  readonly rephrased: readonly string[];
}

/**
 * Asks the provider, if one is set up. It can reorder what is offered, and choose among the entries of an answer that is
 * not sure; it never turns a refusal into an answer, nor a sure answer into another.
 */
export async function consult(
  question: string,
  understanding: Understanding,
  context: RunContext<Services>,
): Promise<Consulted> {
  const { services } = context;
  const local: Consulted = { understanding, rephrased: [] };
  if (services.advisor === undefined) return local;
  if (understanding.kind === 'declined') {
    if (understanding.reason !== 'unknown' || understanding.others.length < 2) return local;
    const advice = await services.advisor.advise(question, await offer(understanding.others, context));
    return advice === undefined
      ? local
      : { understanding: { ...understanding, others: rankEntries(understanding.others, advice) }, rephrased: [] };
  }
  const offered = await offer([...understanding.about, ...understanding.others], context);
  if (offered.length === 0) return local;
  const advice = await services.advisor.advise(question, offered);
  if (advice === undefined) return local;
  const chosen = choose(
    understanding,
    rankEntries([...understanding.about, ...understanding.others], advice),
    services,
  );
  const cited = offered.filter(({ id }) => chosen.about.some((entry) => entryKey(entry) === id));
  return { understanding: chosen, rephrased: keepSentences(advice, cited) };
}

/** The same, with the others as ranked; where it was not sure and another entry came out first, about that one. */
function choose(understood: Understood, ranked: readonly Entry[], services: Services): Understood {
  const { about, sure } = understood;
  const isAbout = (entry: Entry) => about.some((each) => entryKey(each) === entryKey(entry));
  const [first] = ranked;
  if (sure || first === undefined || isAbout(first)) {
    return { ...understood, others: ranked.filter((entry) => !isAbout(entry)) };
  }
  const { verdict: _ofTheOther, ...rest } = understood;
  const call = readLine(first.line, services);
  return { ...rest, call, about: [first], remarks: [], others: ranked.slice(1, 4) };
}

/** The entries with what their own commands answer; one that cannot be shown is not offered. */
async function offer(entries: readonly Entry[], context: RunContext<Services>): Promise<OfferedEntry[]> {
  const offered: OfferedEntry[] = [];
  for (const entry of entries) {
    try {
      const text = textOf(await runCall(readLine(entry.line, context.services), context));
      offered.push({ id: entryKey(entry), title: entry.title, text });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return offered;
}

/** Without its notes: they name ports of other entries, which a rephrasing must not take for this one's. */
function textOf({ lead, sections }: Answer): string {
  return [lead, ...sections.flatMap(linesOf)].join('\n');
}

function linesOf(section: Section): readonly string[] {
  switch (section.kind) {
    case 'table':
      return section.rows.map((row) => row.join(' | '));
    case 'list':
    case 'steps':
      return section.items;
    case 'code':
      return [section.text];
    case 'note':
      return [];
  }
}
