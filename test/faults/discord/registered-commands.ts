import type { DiscordRule, Json } from './call.ts';
import { createProblems, invalidBody, type Problems } from './invalid-body.ts';

/** Source: interactions/application-commands#application-command-object-application-command-naming */
const nameForm = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
/** Names, descriptions and values of one command together. Source: interactions/application-commands#create-global-application-command */
const mostLetters = 8_000;

/** The list of what is registered, globally and for each server, which the peer can only write. */
export function registeredCommands(): DiscordRule {
  const lists = new Map<string, Json[]>();
  return async (call, next) => {
    if (!/^\/applications\/\d+(?:\/guilds\/\d+)?\/commands$/.test(call.path)) return next(call);
    if (call.method === 'GET') return { status: 200, body: lists.get(call.path) ?? [] };
    if (call.method !== 'PUT') return next(call);
    const problems = createProblems();
    problems.count('commands', call.body, 100);
    for (const [index, command] of (call.body as Json[]).entries()) checkCommand(command, String(index), problems);
    if (problems.found.length > 0) return invalidBody(problems.found);
    const answer = await next(call);
    if (answer.status === 200) {
      // The peer forgets what it does not know.
      const made = answer.body.map((command: Json, index: number) => ({ ...call.body[index], ...command }));
      lists.set(call.path, made);
      return { ...answer, body: made };
    }
    return answer;
  };
}

/** Source: interactions/application-commands#application-command-object */
function checkCommand(command: Json, at: string, problems: Problems): void {
  checkNamed(command, at, problems);
  checkOptions(command.options ?? [], `${at}.options`, problems);
  if (lettersOf(command) > mostLetters) problems.add(at, `Command exceeds maximum size (${mostLetters})`);
}

function checkNamed({ name, description }: Json, at: string, problems: Problems): void {
  if (!nameForm.test(name) || name.toLowerCase() !== name)
    problems.add(`${at}.name`, `Command name is invalid: ${name}`);
  problems.text(`${at}.description`, description, 100, 1);
}

function checkOptions(options: readonly Json[], at: string, problems: Problems): void {
  problems.count(at, options, 25);
  if (new Set(options.map(({ name }) => name)).size < options.length) problems.add(at, 'Option names must be unique');
  const firstOptional = options.findIndex(({ required }) => required !== true);
  for (const [index, option] of options.entries()) {
    const place = `${at}.${index}`;
    checkNamed(option, place, problems);
    if (option.required === true && firstOptional >= 0 && index > firstOptional) {
      problems.add(place, 'Required options must be placed before non-required options');
    }
    if (option.autocomplete === true && option.choices?.length > 0)
      problems.add(place, 'Autocomplete excludes choices');
    problems.count(`${place}.choices`, option.choices, 25);
    for (const [nth, choice] of (option.choices ?? []).entries()) {
      problems.text(`${place}.choices.${nth}.name`, choice.name, 100, 1);
      problems.text(`${place}.choices.${nth}.value`, choice.value, 100);
    }
    checkOptions(option.options ?? [], `${place}.options`, problems);
  }
}

function lettersOf({ name = '', description = '', value = '', options = [], choices = [] }: Json): number {
  const inner = [...options, ...choices].reduce((sum: number, each: Json) => sum + lettersOf(each), 0);
  return name.length + description.length + String(value).length + inner;
}
