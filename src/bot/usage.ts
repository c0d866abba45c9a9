import type { ArgumentPlan, PlannedArgument } from './argument-plan.ts';

/** A usage line without prefix: `ports [service|port…] [inbound|outbound|all] [from CIDR…]`. */
export function usageLine(commandName: string, plan: ArgumentPlan): string {
  return [commandName, ...plan.arguments.map(usageOfArgument)].join(' ');
}

/** One argument as a usage line shows it. */
function usageOfArgument(argument: PlannedArgument): string {
  const { name, meta, choices, list, optional, type } = argument;
  const free = meta.placeholder ?? name;
  const value = `${choices.length > 0 ? choices.join('|') : free}${list ? '…' : ''}`;
  const written = meta.written !== 'keyword' ? value : type === 'boolean' ? name : `${name} ${value}`;
  if (optional) return `[${written}]`;
  return meta.written === 'keyword' || choices.length > 0 ? `(${written})` : `<${written}>`;
}
