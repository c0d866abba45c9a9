import { NotReadError } from '../refusals.ts';
import type { Ruleset } from './ruleset.ts';
import { type WindowsRule, windowsList, windowsProgram, windowsRuleset } from './windows.ts';

/** A field of a rule, in a text that has one a line. */
const field = /^([A-Za-z][A-Za-z ]*):[ \t]*(.*)$/;

/**
 * Reads `netsh advfirewall firewall show rule name=all`, in English, with or without `verbose`.
 *
 * @throws {NotReadError} where lines were joined.
 */
export function readNetsh(text: string): Ruleset {
  if (/Rule Name:.*\bDirection:/.test(text)) {
    throw new NotReadError(
      'Its lines were joined into one, so I can’t tell the fields apart.',
      'Send it as a file, or in a code block.',
    );
  }
  const blocks = text.split(/^Rule Name:/m).slice(1);
  // A rule without it may block what others allow.
  if (blocks.some((block) => !/^Action:\s*\S/m.test(block))) {
    throw new NotReadError('A rule has no Action, so the text was cut off.', 'Send it whole, as a file.');
  }
  const isVerbose = /^Program:/m.test(text) || /^InterfaceTypes:/m.test(text);
  return windowsRuleset(
    'netsh advfirewall firewall show rule',
    'netsh',
    blocks.map((block) => readBlock(`Rule Name:${block}`, isVerbose)),
    isVerbose
      ? []
      : [
          'Without `verbose`, netsh does not say which program, service or interface a rule is limited to. Send it with `verbose` to settle that.',
        ],
  );
}

function readBlock(block: string, isVerbose: boolean): WindowsRule {
  const values = new Map<string, string>();
  let last = '';
  for (const line of block.split(/\r?\n/)) {
    const match = field.exec(line);
    if (match !== null) {
      last = (match[1] ?? '').toLowerCase().replaceAll(' ', '');
      values.set(last, (match[2] ?? '').trim());
    } else if (/^\s+\S/.test(line) && /^(remote|local)(ip|port)$/.test(last)) {
      // Long lists go on in the next line.
      values.set(last, `${values.get(last) ?? ''},${line.trim()}`);
    }
  }
  const get = (name: string) => values.get(name) ?? '';
  const localPorts = windowsList(get('localport'));
  const action = get('action').toLowerCase();
  return {
    name: get('rulename'),
    enabled: get('enabled').toLowerCase() !== 'no',
    action: action === 'allow' || action === 'block' ? action : 'other',
    direction: get('direction').toLowerCase() === 'out' ? 'outbound' : 'inbound',
    profiles: windowsList(get('profiles')),
    protocol: get('protocol'),
    localPorts,
    remotePorts: windowsList(get('remoteport')),
    localAddresses: windowsList(get('localip')),
    remoteAddresses: windowsList(get('remoteip')),
    interfaces: windowsList(get('interfacetypes')),
    program: windowsProgram(get('program')),
    service: windowsProgram(get('service')),
    secured: !/^(|notrequired)$/i.test(get('security')),
    // A rule for every port is mostly for one program.
    incomplete:
      !isVerbose && localPorts.length === 0 && windowsList(get('remoteport')).length === 0 && action === 'allow',
  };
}
