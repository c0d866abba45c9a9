import { type FormatId, formatAliases, formatIds } from '../../knowledge/knowledge.ts';
import type { Request } from '../../src/bot/bot.ts';
import { formats, type RuleFormat } from '../../src/firewall/firewall.ts';
import type { Services } from '../services.ts';

/** MDaemon runs on Windows. */
const defaultFormat: FormatId = 'powershell';

/** The format that was named, else the one in the team's settings, else Windows. */
export async function chooseFormat(
  named: FormatId | undefined,
  request: Request,
  { teams }: Services,
): Promise<RuleFormat> {
  if (named !== undefined) return formats[named];
  const { firewallFormat } = await teams.settings(request.team);
  return formats[readFormat(firewallFormat ?? '') ?? defaultFormat];
}

/** A format by its id or another of its names; `undefined` where there is none. */
export function readFormat(name: string): FormatId | undefined {
  const key = name.trim().toLowerCase();
  const id = formatIds.find((each) => each === key);
  return id ?? (Object.hasOwn(formatAliases, key) ? formatAliases[key] : undefined);
}
