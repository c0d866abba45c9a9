import type { RawValues } from '../../../src/bot/argument-plan.ts';
import type { Catalogue } from '../../../src/bot/catalogue.ts';
import { parseArguments } from '../../../src/bot/parse-arguments.ts';
import { tokenize } from '../../../src/bot/tokenize.ts';
import { declareCommands } from '../../../src/platforms/discord/registration/declare-commands.ts';
import type { TwinOption } from '../../peers/discord-twin.ts';
import { callData, leavesOf } from './interaction-data.ts';

/** A slash command as it was filled in: its name, and the options below it. */
export interface FilledCommand {
  readonly name: string;
  readonly options: readonly TwinOption[];
}

/** Fills in slash commands for what a line says; nothing where a line cannot be filled in. */
export function slashFor<Services>(catalogue: Catalogue<Services>): (line: string) => FilledCommand | undefined {
  const leaves = leavesOf(declareCommands(catalogue));
  return (line) => {
    const tokens = tokenize(line);
    const found = catalogue.find(tokens);
    if (found === undefined) return undefined;
    const { entry, words } = found;
    const path = entry.path.join(' ');
    const leaf = leaves.find(({ path: [, ...below] }) => below.join(' ') === path);
    if (leaf === undefined) throw new Error(`Not declared: ${path}`);
    let values: RawValues;
    try {
      values = parseArguments(entry.plan, line, tokens, words);
    } catch {
      return undefined;
    }
    const given = Object.entries(values).map(([name, value]) => [name, optionValue(value)]);
    const { name, options = [] } = callData(leaf, Object.fromEntries(given));
    return { name, options: options as unknown as readonly TwinOption[] };
  };
}

/** A list is one text in Discord. */
function optionValue(value: unknown): string | number | boolean {
  if (Array.isArray(value))
    return value.map((each) => (/[\s,]/.test(String(each)) ? `"${each}"` : String(each))).join(' ');
  return value as string | number | boolean;
}
