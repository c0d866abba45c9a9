import { networkText } from '../network.ts';
import type { FirewallPlan, FirewallRule } from '../plan.ts';
import { additionLines, checkLines, commentLines, fieldText, headerLines, ruleComment } from '../script-text.ts';
import type { RuleFormat } from './format.ts';
import { exemptInboundWords, programComment } from './powershell.ts';

/**
 * `netsh advfirewall` in a batch file. netsh has no groups, so all rules of a set share one name, and deleting that name
 * deletes the set.
 */
export const netsh: RuleFormat = {
  id: 'netsh',
  name: 'netsh advfirewall',
  extension: 'cmd',
  mediaType: 'text/plain',
  comment: 'rem ',
  language: 'bat',
  programs: true,
  render(plan) {
    return [
      '@echo off',
      ...remarks(
        headerLines(plan, 'rem ', 'netsh', [
          'Apply: save as a .cmd file and run it as administrator.',
          'All rules of the set have one name and are rebuilt, so a second run changes nothing.',
        ]),
      ),
      'setlocal DisableDelayedExpansion',
      ...(plan.programs.length === 0 ? [] : folderLines(plan)),
      deleteLine(plan),
      '',
      ...commentLines(
        'Localhost: nothing may block 127.0.0.1. Windows is not known to filter it; the rule is there all the same.',
        'rem ',
      ),
      ...['in', 'out'].map(
        (direction) =>
          `${addRule(plan, direction, 'Localhost')} localip=127.0.0.1 remoteip=127.0.0.1 >nul || echo Windows refused a rule for 127.0.0.1. See that nothing blocks that address.`,
      ),
      ...plan.rules.flatMap((rule) => ['', ...remarks(ruleComment(rule, 'rem ')), portRule(plan, rule)]),
      ...(plan.programs.length === 0 ? [] : programLines(plan)),
      '',
    ].join('\n');
  },
  renderAdditions(plan) {
    return [
      ...remarks(
        additionLines(plan, 'rem ', [
          'Apply: run it as administrator. The first command removes what an earlier run added. Run it alone to undo everything.',
        ]),
      ),
      deleteLine(plan),
      ...plan.rules.flatMap((rule) => [...remarks(checkLines(rule, 'rem ')), portRule(plan, rule)]),
      '',
    ].join('\n');
  },
  close({ direction, transport, port, lastPort }) {
    const [way, side] = direction === 'inbound' ? ['in', 'localport'] : ['out', 'remoteport'];
    const ports = lastPort === undefined ? String(port) : `${port}-${lastPort}`;
    return `netsh advfirewall firewall delete rule name=all dir=${way} protocol=${transport.toUpperCase()} ${side}=${ports}`;
  },
  undo(plan) {
    return [
      '@echo off',
      ...remarks(
        commentLines(`Removes the rules called ${plan.group}, and nothing else. Run it as administrator.`, 'rem '),
      ),
      deleteLine(plan),
      '',
    ].join('\n');
  },
};

/** The folder of the programs. With characters outside ASCII, cmd is told to read the following lines as UTF-8. */
function folderLines({ installFolder }: FirewallPlan): string[] {
  const folder = installFolder.replaceAll('%', '%%');
  return [
    ...(/[^\x20-\x7e]/.test(folder) ? ['chcp 65001 >nul'] : []),
    "rem MDaemon's folder, where the programs are looked for.",
    `set "MDAEMON=${folder}"`,
  ];
}

/** cmd expands variables and operators even in remarks. */
function remarks(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(' > ', ' / ').replaceAll(/[%^&|<>!]/g, ' '));
}

function deleteLine({ group }: FirewallPlan): string {
  return `netsh advfirewall firewall delete rule name="${group}" >nul 2>&1`;
}

function addRule({ group }: FirewallPlan, direction: string, title: string): string {
  const description = fieldText(title, /["%^&|<>!]/g, 120);
  return `netsh advfirewall firewall add rule name="${group}" description="${description}" dir=${direction} action=allow`;
}

function portRule(plan: FirewallPlan, rule: FirewallRule): string {
  const inbound = rule.direction === 'inbound';
  const port = `protocol=${rule.transport.toUpperCase()} ${inbound ? 'localport' : 'remoteport'}=${rule.port}`;
  const host = plan.host === undefined ? '' : ` localip=${networkText(plan.host)}`;
  const remotes = rule.remotes.length === 0 ? '' : ` remoteip=${rule.remotes.map(networkText).join(',')}`;
  return `${addRule(plan, inbound ? 'in' : 'out', rule.title)} ${port}${host}${remotes}`;
}

function programLines(plan: FirewallPlan): string[] {
  const each = (name: string, direction: string) =>
    `for /r "%MDAEMON%" %%F in (${name}) do if exist "%%F" ${addRule(plan, direction, `Program ${name}`)} program="%%F"`;
  return [
    '',
    ...commentLines(
      'The programs that need unrestricted access through a firewall on the server itself. A program that is not in the folder gets no rule. Inbound rules are made only if you add the word exempt-inbound after the name of this file.',
      'rem ',
    ),
    ...remarks(commentLines(exemptInboundWords, 'rem ')),
    ...(plan.programNote === undefined ? [] : remarks(commentLines(`CHECK: ${plan.programNote}`, 'rem '))),
    ...plan.programs.flatMap((program) => {
      const name = fieldText(program.name, /["%^&|<>!()*?]/g, 120).replaceAll(' ', '?');
      return [
        ...remarks(programComment(program, 'rem ')),
        ...(plan.direction === 'inbound' ? [] : [each(name, 'out')]),
        ...(plan.direction === 'outbound' ? [] : [`if /i "%~1"=="exempt-inbound" ${each(name, 'in')}`]),
      ];
    }),
  ];
}
