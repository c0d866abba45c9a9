import { XMLParser } from 'fast-xml-parser';
import type { Transport } from '../plan.ts';
import { type Existing, type ExistingRule, parsePorts } from './existing.ts';

interface NmapPort {
  readonly protocol?: string;
  readonly portid?: string;
  readonly state?: { readonly state?: string };
}

/** Reads `nmap -oX`. It sees what its own place in the network can reach, and only the ports it was told to try. */
export function readNmapXml(text: string): Existing | undefined {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    processEntities: false,
    isArray: (name) => ['host', 'port', 'ports', 'scaninfo'].includes(name),
  });
  let run: { scaninfo?: { protocol?: string; services?: string }[]; host?: { ports?: { port?: NmapPort[] }[] }[] };
  try {
    run = parser.parse(text).nmaprun;
  } catch {
    return undefined;
  }
  if (typeof run !== 'object' || run === null) return undefined;
  const found = (run.host ?? []).flatMap(({ ports = [] }) => ports.flatMap(({ port = [] }) => port));
  const rules: ExistingRule[] = [];
  const unsure = new Set<string>();
  for (const { protocol, portid = '', state } of found) {
    const transport = transportOf(protocol);
    const ports = parsePorts(portid);
    if (transport === undefined || ports === undefined) continue;
    if (state?.state === 'open') rules.push({ direction: 'inbound', transport, ...ports, remotes: [] });
    else if (state?.state !== 'closed' && state?.state !== 'filtered') unsure.add(`${portid}/${transport}`);
  }
  const tried = (run.scaninfo ?? []).flatMap(({ protocol, services = '' }) => {
    const transport = transportOf(protocol);
    return transport === undefined
      ? []
      : services.split(',').flatMap((part) => {
          const range = parsePorts(part);
          return range === undefined ? [] : [{ transport, ...range }];
        });
  });
  return {
    kind: 'nmap -oX',
    rules,
    directions: ['inbound'],
    fromOnePlace: true,
    isUncertain: (direction, transport, port) =>
      direction === 'outbound' ||
      unsure.has(`${port}/${transport}`) ||
      (tried.length > 0 &&
        !tried.some((range) => range.transport === transport && range.from <= port && port <= range.to)),
    notes: [
      'A scan sees what its own place in the network can reach, not what others can, and nothing outbound.',
      ...((run.host ?? []).length > 1
        ? ['The scan has several hosts; a port counts as open where any of them has it open.']
        : []),
    ],
  };
}

function transportOf(protocol: string | undefined): Transport | undefined {
  return protocol === 'tcp' || protocol === 'udp' ? protocol : undefined;
}
