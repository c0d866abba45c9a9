import type { Answer, Section } from './answer.ts';
import type { PlannedArgument, RawValues } from './argument-plan.ts';
import type { Catalogue, CatalogueEntry } from './catalogue.ts';
import { parseArguments } from './parse-arguments.ts';
import { type Capabilities, prefixOf } from './request.ts';
import { type Token, tokenize } from './tokenize.ts';

/**
 * Writes the command lines of an answer as they work where it is read: `/mdaemon ports imap` in Slack, `/mdaemon ports
 * what:imap` in Discord, bare in the terminal. A line is what stands between backticks, begins with a command and can be read
 * as one, with a command's prefix before it or not.
 *
 * @param asked the command that was asked for, whose arguments and values are no commands: “`port` needs a value”
 */
export function writeLines<Services>(
  answer: Answer,
  capabilities: Capabilities,
  catalogue: Catalogue<Services>,
  asked?: CatalogueEntry<Services>,
): Answer {
  if (capabilities.prefix === '') return answer;
  const write = (text: string) =>
    text.includes('`')
      ? text.replace(
          /`([^`]+)`/g,
          (_, span: string) => `\`${writeLine(span, capabilities, catalogue, asked) ?? span}\``,
        )
      : text;
  return {
    ...answer,
    lead: write(answer.lead),
    sections: answer.sections.map((section) => writeSection(section, write)),
  };
}

function writeSection(section: Section, write: (text: string) => string): Section {
  switch (section.kind) {
    case 'note':
      return { ...section, text: write(section.text) };
    case 'list':
    case 'steps':
      return { ...section, items: section.items.map(write) };
    case 'table':
    case 'code':
      return section;
  }
}

/** The line as it is typed there; nothing where it is not a command's. */
function writeLine<Services>(
  span: string,
  capabilities: Capabilities,
  catalogue: Catalogue<Services>,
  asked: CatalogueEntry<Services> | undefined,
): string | undefined {
  const line = withoutPrefix(span, capabilities);
  const tokens = tokenize(line);
  const found = catalogue.find(tokens);
  if (found === undefined) return undefined;
  const { entry, words } = found;
  if (tokens.length === 1 && line === span && asked !== undefined && isArgument(asked, line)) return undefined;
  const prefix = prefixOf(capabilities, entry);
  if (capabilities.optionNames !== true) return prefix + line;
  const path = `${prefix}${entry.name}`;
  if (tokens.length === words) return path;
  const values = valuesOf(entry, line, tokens, words);
  // A line with placeholders: Discord shows the options itself.
  if (values === undefined || /[<[(].*[>\])]/.test(line)) return path;
  const written = entry.plan.written.flatMap((argument) => writeOption(argument, values[argument.name]));
  return [path, ...written].join(' ');
}

function withoutPrefix(span: string, { prefix, adminPrefix }: Capabilities): string {
  const own = [adminPrefix, prefix].find((each) => each !== undefined && span.startsWith(each));
  return own === undefined ? span : span.slice(own.length);
}

function isArgument<Services>({ plan }: CatalogueEntry<Services>, word: string): boolean {
  return plan.byName.has(word.toLowerCase()) || plan.choices.has(word.toLowerCase());
}

function valuesOf<Services>(
  { plan }: CatalogueEntry<Services>,
  line: string,
  tokens: readonly Token[],
  words: number,
): RawValues | undefined {
  try {
    return parseArguments(plan, line, tokens, words);
  } catch {
    return undefined;
  }
}

/** An option as Discord's client shows it, and takes it when it is pasted. */
function writeOption({ name, type }: PlannedArgument, value: unknown): string[] {
  if (value === undefined) return [];
  if (type === 'boolean') return [`${name}:${value === false ? 'False' : 'True'}`];
  const words = (Array.isArray(value) ? value : [value]).map(String);
  return [`${name}:${words.map((word) => (words.length > 1 && /\s/.test(word) ? `"${word}"` : word)).join(' ')}`];
}
