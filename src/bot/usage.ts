import type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';

/** More values than these make a usage line unreadable; then the argument's name stands for them. */
export const mostChoices = 6;

/** A usage line without prefix: `ports [service|port…] [inbound|outbound|all] [from CIDR…]`. */
export function usageLine(commandName: string, plan: ArgumentPlan): string {
  return [commandName, ...plan.arguments.map((argument) => usageOfArgument(argument, plan))].join(' ');
}

/** One argument as a usage line shows it. */
function usageOfArgument(argument: PlannedArgument, { positions }: ArgumentPlan): string {
  const { name, meta, choices, list, optional, type } = argument;
  const free = meta.placeholder ?? name;
  const listed = choices.length > 0 && choices.length <= mostChoices;
  const value = `${listed ? choices.join('|') : free}${list ? '…' : ''}`;
  const named = meta.written === 'keyword' || (meta.written === 'rest' && positions.at(-1)?.list === true);
  const written = !named ? value : type === 'boolean' ? name : `${name} ${value}`;
  if (optional) return `[${written}]`;
  return meta.written === 'keyword' || choices.length > 0 ? `(${written})` : `<${written}>`;
}
