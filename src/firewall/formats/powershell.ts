import { networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule, ProgramRule } from '../plan.ts';
import { additionLines, checkLines, commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';

/** Windows PowerShell with its NetSecurity module: the group's rules are removed and made anew. */
export const powershell: RuleFormat = {
  id: 'powershell',
  name: 'Windows PowerShell',
  extension: 'ps1',
  mediaType: 'text/plain',
  comment: '# ',
  language: 'powershell',
  programs: true,
  render(plan) {
    const group = quotePowershell(plan.group);
    return [
      ...headerLines(plan, '# ', 'powershell', [
        'Apply: save as a .ps1 file and run it as administrator.',
        'The rules of the group are rebuilt, so a second run changes nothing.',
      ]),
      '#Requires -Version 5.1',
      '#Requires -RunAsAdministrator',
      ...(plan.programs.length === 0 ? [] : parameters(plan)),
      "$ErrorActionPreference = 'Stop'",
      `Get-NetFirewallRule -Group ${group} -ErrorAction SilentlyContinue | Remove-NetFirewallRule`,
      '',
      ...commentLines(
        'Localhost: nothing may block 127.0.0.1. Windows is not known to filter it; the rule is there all the same.',
        '# ',
      ),
      ...(['Inbound', 'Outbound'] as const).map(
        (direction) =>
          `try { ${newRule(plan, `localhost-${direction.toLowerCase()}`, 'Localhost', 'Parts of MDaemon talk to each other over 127.0.0.1.', direction)} -LocalAddress '127.0.0.1' -RemoteAddress '127.0.0.1' | Out-Null } catch { Write-Warning 'Windows refused a rule for 127.0.0.1. See that nothing blocks that address.' }`,
      ),
      ...plan.rules.flatMap((rule) => ['', ...ruleComment(rule, '# '), portRule(plan, rule)]),
      ...(plan.programs.length === 0 ? [] : programLines(plan)),
      '',
    ].join('\n');
  },
  renderAdditions(plan) {
    const remove = `Get-NetFirewallRule -Group ${quotePowershell(plan.group)} -ErrorAction SilentlyContinue | Remove-NetFirewallRule`;
    return [
      ...additionLines(plan, '# ', [
        'Apply: run it as administrator. The first line removes what an earlier run added. Run it alone to undo everything.',
      ]),
      remove,
      ...plan.rules.flatMap((rule) => [...checkLines(rule, '# '), portRule(plan, rule)]),
      '',
    ].join('\n');
  },
  close({ direction, transport, port, lastPort }) {
    if (lastPort !== undefined) return undefined;
    const [side, way] = direction === 'inbound' ? ['LocalPort', 'Inbound'] : ['RemotePort', 'Outbound'];
    return `Get-NetFirewallPortFilter -Protocol ${transport.toUpperCase()} | Where-Object ${side} -eq '${port}' | Get-NetFirewallRule | Where-Object { $_.Direction -eq '${way}' -and $_.Action -eq 'Allow' } | Disable-NetFirewallRule`;
  },
  undo(plan) {
    return [
      ...commentLines(`Removes the rules of the group ${plan.group}, and nothing else. Run it as administrator.`, '# '),
      `Get-NetFirewallRule -Group ${quotePowershell(plan.group)} -ErrorAction SilentlyContinue | Remove-NetFirewallRule`,
      '',
    ].join('\n');
  },
};

/** Explains the switch for inbound program rules, in every Windows format. */
export const exemptInboundWords =
  'Lets anybody reach every port of the programs, even those left out above. Use it only behind a firewall at the edge.';

/**
 * A PowerShell string that nothing in the text can end. Single quotes are doubled. Characters outside ASCII are written as
 * numbers: four of them PowerShell takes for single quotes, and so written they survive any encoding of the file.
 */
export function quotePowershell(text: string): string {
  const parts = text.split(/([^\x20-\x7e]+)/).filter((part) => part !== '');
  const written = parts.map((part) =>
    /^[\x20-\x7e]/.test(part)
      ? `'${part.replaceAll("'", "''")}'`
      : [...part].map((character) => `[char]::ConvertFromUtf32(${character.codePointAt(0)})`).join(' + '),
  );
  return written.length < 2 && /^'/.test(written[0] ?? "'") ? (written[0] ?? "''") : `(${written.join(' + ')})`;
}

function newRule(plan: FirewallPlan, id: string, title: string, description: string, direction: string): string {
  const name = quotePowershell(`${plan.group}-${id}`);
  const shown = quotePowershell(fieldText(`MDaemon: ${title}`, /['|]/g, 120));
  const words = quotePowershell(fieldText(description, /['|]/g, 250));
  return `New-NetFirewallRule -Group ${quotePowershell(plan.group)} -Name ${name} -DisplayName ${shown} -Description ${words} -Direction ${direction} -Action Allow`;
}

function portRule(plan: FirewallPlan, rule: FirewallRule): string {
  const inbound = rule.direction === 'inbound';
  const id = `${inbound ? 'in' : 'out'}-${rule.transport}-${rule.port}`;
  const made = newRule(plan, id, rule.title, rule.reasons.join(' '), inbound ? 'Inbound' : 'Outbound');
  const port = `-Protocol ${rule.transport.toUpperCase()} ${inbound ? '-LocalPort' : '-RemotePort'} ${rule.port}`;
  const host = plan.host === undefined ? '' : ` -LocalAddress '${networkText(plan.host)}'`;
  const remotes =
    rule.remotes.length === 0
      ? ''
      : ` -RemoteAddress ${rule.remotes.map((each) => `'${networkText(each)}'`).join(',')}`;
  return `${made} ${port}${host}${remotes} | Out-Null`;
}

/** The script's parameters. */
function parameters(plan: FirewallPlan): string[] {
  return [
    'param(',
    "  # MDaemon's folder, where the programs are looked for.",
    `  [string]$InstallFolder = ${quotePowershell(plan.installFolder)},`,
    ...commentLines(exemptInboundWords, '  # '),
    '  [switch]$ExemptInbound',
    ')',
  ];
}

function programLines(plan: FirewallPlan): string[] {
  const outbound = plan.direction !== 'inbound';
  const inbound = plan.direction !== 'outbound';
  const rule = (direction: string) =>
    `    New-NetFirewallRule -Group ${quotePowershell(plan.group)} -Name "${plan.group}-program-$Name-$Number-${direction}" -DisplayName "MDaemon: $Name" -Direction ${direction} -Action Allow -Program $File.FullName | Out-Null`;
  return [
    '',
    ...commentLines('The programs that need unrestricted access through a firewall on the server itself.', '# '),
    ...(plan.programNote === undefined ? [] : commentLines(`CHECK: ${plan.programNote}`, '# ')),
    'function Add-ProgramRule([string]$Name) {',
    '  $Number = 0',
    '  foreach ($File in @(Get-ChildItem -LiteralPath $InstallFolder -Filter $Name -Recurse -File -ErrorAction SilentlyContinue)) {',
    '    $Number += 1',
    ...(outbound ? [rule('Outbound')] : []),
    ...(inbound ? [`    if ($ExemptInbound) {`, `  ${rule('Inbound')}`, '    }'] : []),
    '  }',
    '  if ($Number -eq 0) { Write-Warning "$Name is not in ${InstallFolder}: no rule for it." }',
    '}',
    ...plan.programs.flatMap((program) => [
      ...programComment(program, '# '),
      `Add-ProgramRule ${quotePowershell(fieldText(program.name, /['|]/g, 120))}`,
    ]),
  ];
}

/** Why a program is let through, as comment lines. */
export function programComment({ name, reason, sources }: ProgramRule, mark: string): string[] {
  return commentLines(`${name}: ${reason} Sources: ${sources.join(', ')}`, mark);
}
