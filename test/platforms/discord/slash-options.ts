import { parseArguments } from '../../../src/bot/parse-arguments.ts';
import { tokenize } from '../../../src/bot/tokenize.ts';
import { declareCommands } from '../../../src/platforms/discord/declare-commands.ts';
import type { TwinOption } from '../../peers/discord-twin.ts';
import { callData, leavesOf } from './interaction-data.ts';
import { catalogue } from './start-test-discord.ts';

const leaves = leavesOf(declareCommands(catalogue));

/** A slash command as a person fills it in for what this line says: its name, and the options below it. */
export function slashOptions(line: string): { readonly name: string; readonly options: readonly TwinOption[] } {
  const tokens = tokenize(line);
  const found = catalogue.find(tokens);
  if (found === undefined) throw new Error(`No command: ${line}`);
  const { entry, words } = found;
  const path = entry.path.join(' ');
  const leaf = leaves.find(
    ({ path: [root = '', ...below] }) => (root === 'mdaemon' ? below : [root, ...below]).join(' ') === path,
  );
  if (leaf === undefined) throw new Error(`Not declared: ${path}`);
  const values = Object.entries(parseArguments(entry.plan, line, tokens, words)).map(([name, value]) => [
    name,
    optionValue(value),
  ]);
  const { name, options = [] } = callData(leaf, Object.fromEntries(values));
  return { name, options: options as unknown as readonly TwinOption[] };
}

/** A list is one text in Discord. */
function optionValue(value: unknown): string | number | boolean {
  if (Array.isArray(value))
    return value.map((each) => (/[\s,]/.test(String(each)) ? `"${each}"` : String(each))).join(' ');
  return value as string | number | boolean;
}
