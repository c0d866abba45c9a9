import { quote, type Request, UserError } from '../../src/bot/bot.ts';
import { type Existing, mergeExisting, type Network, readExisting } from '../../src/firewall/firewall.ts';

const whatIsRead =
  '`nft -j list ruleset`, `iptables-save`, `netsh advfirewall firewall show rule name=all`, `Get-NetFirewallRule` as JSON, `nmap -oX`, our own rules, or a list such as `25 143/tcp 4069/udp`';

/**
 * Reads the rules or ports that were pasted, attached or piped in.
 *
 * @throws {UserError} `nothing-to-compare`, or `rules-not-understood` naming the text that was not.
 */
export function readGiven(pasted: string | undefined, request: Request, host: Network | undefined): Existing {
  const texts = [
    ...(pasted === undefined || pasted.trim() === '' ? [] : [{ name: 'what was pasted', content: pasted }]),
    ...(request.attachments ?? []),
  ];
  const readings = texts.map(({ name, content }) => {
    const existing = readExisting(content, host);
    if (existing !== undefined) return existing;
    throw new UserError({
      code: 'rules-not-understood',
      message: `I cannot read ${name} as rules or ports; it begins with ${quote(content.trim(), 40)}.`,
      remedy: `I read ${whatIsRead}.`,
    });
  });
  const [first, ...others] = readings;
  if (first !== undefined) return mergeExisting([first, ...others]);
  throw new UserError({
    code: 'nothing-to-compare',
    message: 'Compare with what? No rules or ports are given.',
    remedy: `Write \`have\` and paste them behind it, or pipe them in. I read ${whatIsRead}.`,
  });
}
