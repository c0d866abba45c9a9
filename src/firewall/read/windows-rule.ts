import { parseNetwork } from '../network.ts';
import type { Direction } from '../plan.ts';
import { type ExistingRule, parsePorts } from './existing.ts';

/** A rule of the Windows firewall, from whatever program listed it. */
export interface WindowsRule {
  readonly enabled: boolean;
  readonly allow: boolean;
  readonly direction: Direction;
  readonly protocol: string;
  readonly localPorts: readonly string[];
  readonly remotePorts: readonly string[];
  readonly remotes: readonly string[];
  readonly program: string;
}

/**
 * What a rule opens; `undefined` where that cannot be told: rules for programs, and for all ports, which mostly are
 * for a program or service that the list does not show.
 */
export function readWindowsRule(rule: WindowsRule): ExistingRule[] | undefined {
  const { enabled, allow, direction, protocol, localPorts, remotePorts, remotes, program } = rule;
  if (!enabled || !allow || (remotes.length > 0 && remotes.every(isLocal))) return [];
  const transport = { tcp: 'tcp', udp: 'udp', '6': 'tcp', '17': 'udp' }[protocol.toLowerCase()] as
    | 'tcp'
    | 'udp'
    | undefined;
  if (program !== '' && !/^(any|system)$/i.test(program)) return undefined;
  if (transport === undefined) return /^any$/i.test(protocol) ? undefined : [];
  const texts = direction === 'inbound' ? localPorts : remotePorts;
  const ports = texts.flatMap((text) => parsePorts(text) ?? []);
  if (ports.length === 0) return undefined;
  const limited = remotes.filter((remote) => !/^any$/i.test(remote));
  const networks = limited.flatMap((remote) => parseNetwork(remote) ?? []);
  return ports.map(
    ({ from, to }): ExistingRule => ({
      direction,
      transport,
      from,
      to,
      remotes: networks,
      ...(networks.length < limited.length ? { partly: true as const } : {}),
    }),
  );
}

function isLocal(remote: string): boolean {
  return /^127\.|^::1/.test(remote);
}
