import {
  type Declined,
  type DeclineReason,
  type Entry,
  entryKey,
  type Understood,
  type Verdict,
} from '../../src/ask/ask.ts';
import {
  type Action,
  type Answer,
  type Capabilities,
  longestAction,
  longestLabel,
  type NoteSection,
  type Section,
  UserError,
} from '../../src/bot/bot.ts';
import { joinWords } from '../../src/text/text.ts';

/** Said where nothing is known: the vendor may have it. */
const whereToLook =
  'Look it up at the vendor: https://knowledge.mdaemon.com has answers, and https://help.mdaemon.com explains every screen.';

/** An answer shows five buttons; this many of them are the command's own. */
const ownActions = 2;
const verdictWords: Readonly<Record<Verdict['says'], string>> = { yes: 'Yes.', no: 'No.', depends: 'It depends.' };

/** The command's own answer as the answer to a question: the verdict first, how sure, and what else may be meant. */
export function composeAnswer(
  understood: Understood,
  own: Answer,
  { prefix, buttons }: Pick<Capabilities, 'prefix' | 'buttons'>,
): Answer {
  const { call, remarks, verdict, sure, confidence } = understood;
  const others = distinctLines(understood.others).filter(({ line }) => line !== call.line);
  const first = [...(verdict === undefined ? [] : [verdict.because]), ...remarks];
  const { lead, sections } = sayOnce({ first, lead: own.lead, sections: own.sections });
  const doubt = sure
    ? []
    : [note('warning', `I'm only about ${tenths(confidence)} in 10 sure that this is what you meant.`)];
  const same = `Same as \`${prefix}${call.line}\`.`;
  const lines = joinWords(
    others.map(({ line }) => `\`${prefix}${line}\``),
    'or',
  );
  const instead = others.length === 0 ? '' : ` Not what you meant?${buttons ? '' : ` ${lines}.`}`;
  return {
    ...own,
    ...titleBeside(understood, own),
    lead: verdict === undefined ? lead : withVerdict(verdict.says, lead),
    sections: [...doubt, ...sections, note('info', same + instead)],
    // Without buttons the lines above say the same.
    actions:
      buttons && others.length > 0
        ? [
            ...others.map((entry) => insteadAction(understood.about[0], entry)),
            ...(own.actions ?? []).slice(0, ownActions),
          ]
        : (own.actions ?? []),
    ran: call.line,
    ...(sure ? {} : { guess: true as const }),
  };
}

const yesNoQuestion = /^(?:Is|Are|Was|Were|Can|May|Must|Should|Do|Does|Did|Has|Have|Will)\b.*\?/;

/**
 * The article's own question would turn the verdict round: under `Is port 25 still needed?` the No to `can I close 25`
 * reads as `not needed`. The asker's words are no title, as answers are kept and shared.
 */
function titleBeside({ call, verdict }: Understood, { title }: Answer): Partial<Answer> {
  const { name, form } = call.values;
  const isTurned = verdict !== undefined && verdict.says !== 'depends' && form === 'plain';
  return isTurned && yesNoQuestion.test(title) ? { title: `Article: ${String(name)}` } : {};
}

/** An answer that begins `It depends on …` says it itself. */
function withVerdict(says: Verdict['says'], lead: string): string {
  return says === 'depends' && /^it depends\b/i.test(lead) ? lead : `${verdictWords[says]} ${lead}`;
}

/** Never 10 in 10: that would be sure. */
function tenths(confidence: number): number {
  return Math.min(9, Math.max(1, Math.round(confidence * 10)));
}

/** A press also tells that the answer was not what was meant. One whose ids are too long only shows the entry. */
function insteadAction(shown: Entry | undefined, { title, ...wanted }: Entry): Action {
  const command = `instead ${shown === undefined ? 'none' : entryKey(shown)} ${entryKey(wanted)}`;
  return { label: labelOf(title, wanted.line), command: command.length <= longestAction ? command : wanted.line };
}

/** A title that a button shows whole, else the line it runs. */
function labelOf(title: string, line: string): string {
  return title.length <= longestLabel && !title.endsWith('…') ? title : line;
}

/** The answers to the questions of one text, in their order, as one: each lead in its turn, then what stands below each. */
export function joinAnswers([first, ...others]: readonly [Answer, ...Answer[]]): Answer {
  if (others.length === 0) return first;
  const all = [first, ...others];
  const unique = <Item>(items: readonly Item[], key: (item: Item) => string) => [
    ...new Map(items.map((item) => [key(item), item] as const)).values(),
  ];
  const said = new Set(sentencesOf(first.lead));
  const introduced = others.map(({ lead }, at) => {
    const news = sentencesOf(lead).filter((sentence) => !said.has(sentence));
    for (const sentence of news) said.add(sentence);
    return news.length === 0 ? [] : [`${ordinals[at] ?? 'And'}: ${news.join(' ')}`];
  });
  return {
    title: unique(
      all.map(({ title }) => title),
      String,
    ).join('; '),
    lead: [first.lead, ...introduced.flat()].join(' '),
    sections: unique(
      all.flatMap(({ sections }) => sections),
      (section) => (section.kind === 'note' && sameAs.exec(section.text)?.[0]) || JSON.stringify(section),
    ),
    sources: unique(
      all.flatMap(({ sources }) => sources),
      ({ id }) => id,
    ),
    actions: unique(
      all.flatMap(({ actions = [] }) => actions),
      ({ command }) => command,
    ),
    ...(first.ran === undefined ? {} : { ran: first.ran }),
    ...(all.some(({ guess }) => guess === true) ? { guess: true as const } : {}),
  };
}

/** Two questions that the same line answers are told of it once. */
const sameAs = /^Same as `[^`]+`/;

/** The words that begin the answer to a second and a third question. */
const ordinals = ['As for the second question', 'As for the third'];

function note(tone: NoteSection['tone'], text: string): NoteSection {
  return { kind: 'note', tone, text };
}

/** Why a question is not answered, in one sentence. */
const messages: Readonly<Record<DeclineReason, (subject: string | undefined) => string>> = {
  unknown: (subject) =>
    subject === undefined
      ? "I don't know that. Nothing in my documents answers it."
      : `I don't know that about ${subject}. Nothing in my documents answers it.`,
  elsewhere: (subject) =>
    subject === undefined
      ? "I only know MDaemon, so I can't help with that."
      : `I only know MDaemon, so I can't help with ${subject}.`,
  act: () => "I only answer questions. I can't change anything on a server.",
  secret: () => "I don't have passwords, keys or other secrets, and I can't get them.",
  chat: (subject) =>
    `${subject === undefined ? '' : `${subject} `}I answer questions about MDaemon: its ports, programs, versions, updates and dates.`,
  empty: () => "I can't find a question in that.",
};

/** Why a line is refused by rule, if it is; nothing where it is only not known. */
export function whyNever({ reason, subject }: Declined): string | undefined {
  return reason === 'act' || reason === 'secret' ? messages[reason](subject) : undefined;
}

/** The refusal of a question that is not answered, with the nearest entries to look at. Code: `declined-<reason>`. */
export function decline(
  { reason, subject, remarks = [], others: found }: Declined,
  { prefix, buttons }: Capabilities,
): UserError {
  const others = distinctLines(reason === 'elsewhere' ? found.filter(showsNoNumber) : found);
  const lines = joinWords(
    others.map(({ line }) => `\`${prefix}${line}\``),
    'or',
  );
  const closest = reason === 'elsewhere' ? 'closest answers about MDaemon' : 'closest answers I have';
  const near = buttons ? `The buttons show the ${closest}.` : `The ${closest}: ${lines}.`;
  return new UserError({
    code: `declined-${reason}`,
    outcome: 'unknown',
    message: [...remarks, messages[reason](subject)].join(' '),
    remedy: `${others.length === 0 || reason === 'chat' ? helpFor(reason, prefix) : near}${reason === 'unknown' ? ` ${whereToLook}` : ''}`,
    actions: [
      // Without buttons the lines above say the same.
      ...(buttons ? others.map(({ title, line }) => ({ label: labelOf(title, line), command: line })) : []),
      { label: 'help', command: 'help' },
    ],
  });
}

/** Who only says hello gets something to try. */
function helpFor(reason: DeclineReason, prefix: string): string {
  const all = `\`${prefix}help\` lists what you can ask me.`;
  return reason === 'chat'
    ? `Try \`which ports does webmail need\`, \`is 24.5.0 vulnerable\` or \`why did it restart\`. ${all}`
    : all;
}

/** A number of ours beside another product's name reads as its port. */
function showsNoNumber({ kind, title, line }: Entry): boolean {
  return kind === 'deadline' || !/\d\d/.test(`${title} ${line}`);
}

/** One entry a command line, the first: two rows of port 80 are shown by the same command, and offered once. */
function distinctLines(entries: readonly Entry[]): readonly Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ line }) => !seen.has(line) && seen.add(line));
}

/** An answer's sentences before and after what a question adds. */
interface Said {
  /** Sentences to put first: reasons for a verdict, and remarks. */
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
function sayOnce({ first, lead, sections }: Said): { readonly lead: string; readonly sections: Section[] } {
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
