import { nearestNames } from '../text/text.ts';
import { type ArgumentPlan, planArguments } from './argument-plan.ts';
import { type Command, isGroup, type Leaf } from './command.ts';
import { BotError, quote, UserError } from './errors.ts';
import type { Token } from './tokenize.ts';

/** A command that runs, with what was worked out from its declaration. */
export interface CatalogueEntry<Services> {
  /** The full name: `ports`, `deadlines list`. */
  readonly name: string;
  /** The name's words. */
  readonly path: readonly string[];
  readonly leaf: Leaf<Services>;
  readonly forAdministrators?: true;
  readonly plan: ArgumentPlan;
}

/** All commands, found by name; hidden ones are found and listed nowhere. Built once at start. */
export interface Catalogue<Services> {
  readonly commands: readonly Command<Services>[];
  /** Every command that runs, in the order of declaration. */
  readonly entries: readonly CatalogueEntry<Services>[];
  /** The command a line begins with, and how many of its words name it; `undefined` where the first word names none. */
  find(tokens: readonly Token[]): { entry: CatalogueEntry<Services>; words: number } | undefined;
  /** A command by its path; a group's path gives its default child. */
  at(path: readonly string[]): CatalogueEntry<Services> | undefined;
  /** Names near to a word that is none, nearest first; at most three. */
  nearest(word: string): string[];
}

interface Branch<Services> {
  readonly entry: CatalogueEntry<Services>;
  readonly children: ReadonlyMap<string, CatalogueEntry<Services>> | undefined;
}

/**
 * Works out every declaration once.
 *
 * @throws {BotError} `bad-declaration` for names used twice, too long for a surface, or a missing default child.
 */
export function createCatalogue<Services>(commands: readonly Command<Services>[]): Catalogue<Services> {
  const branches = new Map<string, Branch<Services>>();
  const entries: CatalogueEntry<Services>[] = [];
  for (const command of commands) {
    checkNames(command);
    let branch: Branch<Services>;
    if (isGroup(command)) {
      const children = new Map<string, CatalogueEntry<Services>>();
      for (const leaf of command.children) {
        checkNames(leaf);
        const entry = entryOf([command.name, leaf.name], leaf, command);
        if (leaf.hidden !== true && command.hidden !== true) entries.push(entry);
        for (const name of [leaf.name, ...(leaf.aliases ?? [])]) addOnce(children, name, entry, command.name);
      }
      const entry = children.get(command.defaultChild);
      if (entry === undefined) throw badDeclaration(command.name, `has no child ${command.defaultChild}`);
      branch = { entry, children };
    } else {
      const entry = entryOf([command.name], command, command);
      if (command.hidden !== true) entries.push(entry);
      branch = { entry, children: undefined };
    }
    for (const name of [command.name, ...(command.aliases ?? [])]) addOnce(branches, name, branch, 'the bot');
  }
  const listed = commands
    .filter(isListed)
    .map((command) => (isGroup(command) ? { ...command, children: command.children.filter(isListed) } : command));
  const names = listed.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const childOf = (branch: Branch<Services>, token: Token | undefined) =>
    token === undefined || token.quoted ? undefined : branch.children?.get(token.text.toLowerCase());
  return {
    commands: listed,
    entries,
    find(tokens) {
      const first = tokens[0];
      if (first === undefined || first.quoted) return undefined;
      const branch = branches.get(first.text) ?? branches.get(first.text.toLowerCase());
      if (branch === undefined) return undefined;
      const child = childOf(branch, tokens[1]);
      return child === undefined ? { entry: branch.entry, words: 1 } : { entry: child, words: 2 };
    },
    at([name = '', child]) {
      const branch = branches.get(name);
      return child === undefined ? branch?.entry : branch?.children?.get(child);
    },
    nearest: (word) => nearestNames(word.toLowerCase(), names),
  };
}

/**
 * The refusal of a line that begins with no command, with the commands that may have been meant.
 *
 * @param words of the line; the first is the one that names no command
 */
export function unknownCommand<Services>(catalogue: Catalogue<Services>, words: readonly string[]): UserError {
  const first = words[0] ?? '';
  const others = quotable(words.slice(1));
  const near = catalogue.nearest(first).map((name) => [name, ...others].join(' '));
  const shown = near.map((line) => `\`${line}\``).join(' or ');
  return new UserError({
    code: 'unknown-command',
    message: `There is no command ${quote(first)}.`,
    remedy: near.length === 0 ? '`help` lists them all.' : `Did you mean ${shown}? \`help\` lists all commands.`,
    actions: [...near, 'help'].map((command) => ({ label: command, command })),
  });
}

function isListed({ hidden }: { readonly hidden?: true }): boolean {
  return hidden !== true;
}

function entryOf<Services>(
  path: readonly string[],
  leaf: Leaf<Services>,
  { forAdministrators }: Command<Services>,
): CatalogueEntry<Services> {
  const name = path.join(' ');
  const apart = forAdministrators === undefined ? {} : { forAdministrators };
  return { name, path, leaf, ...apart, plan: planArguments(name, leaf.arguments) };
}

function addOnce<Value>(map: Map<string, Value>, name: string, value: Value, owner: string): void {
  if (map.has(name)) throw badDeclaration(owner, `has two commands called ${name}`);
  map.set(name, value);
}

function checkNames({
  name,
  aliases = [],
  summary,
}: {
  name: string;
  aliases?: readonly string[];
  summary: string;
}): void {
  for (const each of [name, ...aliases]) {
    if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(each)) throw badDeclaration(each, 'isn’t a name that every platform accepts');
  }
  if (summary.length > 100) throw badDeclaration(name, 'has a summary of more than 100 characters');
}

function badDeclaration(command: string, message: string): BotError {
  return new BotError('bad-declaration', `Command ${command} ${message}.`);
}

/** The words, where a button can repeat them behind another name. */
function quotable(words: readonly string[]): readonly string[] {
  return words.join(' ').length <= 60 && words.every((word) => /^[\w./:-]+$/.test(word)) ? words : [];
}
