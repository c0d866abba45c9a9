import { XMLParser } from 'fast-xml-parser';
import { type Family, type Network, networkText, parseHost } from '../network.ts';
import type { Transport } from '../plan.ts';
import { NotReadError } from '../refusals.ts';
import { everyOther, type ListedPorts, type Listing, parsePorts } from './listing.ts';

interface NmapHost {
  readonly status?: { readonly state?: string };
  readonly address?: readonly { readonly addr?: string; readonly addrtype?: string }[];
  readonly ports?: readonly {
    readonly port?: readonly {
      readonly protocol?: string;
      readonly portid?: string;
      readonly state?: { readonly state?: string };
    }[];
    readonly extraports?: readonly { readonly state?: string }[];
  }[];
}

interface NmapRun {
  readonly scaninfo?: readonly { readonly protocol?: string; readonly services?: string }[];
  readonly host?: readonly NmapHost[];
  readonly runstats?: { readonly finished?: { readonly exit?: string } };
}

/**
 * Reads `nmap -oX` (nmap's own DTD says what each element means). A scan sees what its own place in the network can reach,
 * and only the ports it was told to try.
 *
 * @param host the scanned machine that is meant, where the scan has several.
 * @throws {NotReadError} where it is not plain which of the scanned machines is meant.
 */
export function readNmapXml(text: string, host: Network | undefined): Listing {
  const run = parse(text);
  const isWhole =
    text.includes('</nmaprun>') && run.runstats?.finished !== undefined && run.runstats.finished.exit !== 'error';
  const hosts = run.host ?? [];
  const up = hosts.filter(({ status }) => status?.state !== 'down');
  const chosen = chooseHost(up.length > 0 ? up : hosts, host);
  const families = chosen === undefined ? [] : addressesOf(chosen).map(({ family }) => family);
  const kind = 'nmap -oX';
  const notes = [
    'A scan shows what can be reached from its own place in the network, not from others, and nothing outbound.',
  ];
  if (chosen === undefined || chosen.status?.state === 'down') {
    return {
      kind,
      families: families.length > 0 ? families : ['ipv4', 'ipv6'],
      entries: [],
      otherwise: chosen === undefined ? 'the scan shows no machine' : 'the scan found the machine down',
      notes,
    };
  }
  const groups = chosen.ports ?? [];
  const entries = groups
    .flatMap(({ port = [] }) => port)
    .flatMap(({ protocol, portid = '', state }) => {
      const transport = transportOf(protocol);
      const ports = parsePorts(portid);
      return transport === undefined || ports === undefined ? [] : [readState(transport, ports, state?.state ?? '')];
    });
  const rest = new Set(groups.flatMap(({ extraports = [] }) => extraports.map(({ state = '' }) => state)));
  return {
    kind,
    families: [...new Set<Family>(families)],
    entries: [...entries, ...(isWhole ? restOf(run, rest) : [])],
    otherwise: isWhole ? 'the scan did not try it' : 'the file ends before the scan does',
    notes: isWhole ? notes : [...notes, 'The file is cut off, so I judge only the ports it lists.'],
  };
}

function parse(text: string): NmapRun {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    processEntities: false,
    isArray: (name) => ['host', 'port', 'ports', 'scaninfo', 'address', 'extraports'].includes(name),
  });
  let run: unknown;
  try {
    run = parser.parse(text).nmaprun;
  } catch {
    run = undefined;
  }
  if (typeof run === 'object' && run !== null) return run;
  throw new NotReadError(
    'It begins like an nmap scan, but I can’t read its XML.',
    'Send the file that `nmap -oX` wrote, whole.',
  );
}

function addressesOf({ address = [] }: NmapHost): Network[] {
  return address.flatMap(({ addr = '' }) => parseHost(addr) ?? []);
}

function chooseHost(hosts: readonly NmapHost[], host: Network | undefined): NmapHost | undefined {
  if (host !== undefined) {
    const own = hosts.filter((each) => addressesOf(each).some((address) => networkText(address) === networkText(host)));
    if (own[0] !== undefined) return own[0];
    if (hosts.length === 0) return undefined;
    throw new NotReadError(
      `The scan doesn’t include ${networkText(host)}, only ${namesOf(hosts)}.`,
      'Name one of them with `to`, or leave `to` out if there is only one.',
    );
  }
  if (hosts.length < 2) return hosts[0];
  throw new NotReadError(
    `The scan has ${hosts.length} machines: ${namesOf(hosts)}.`,
    'Say which one is meant: write `to` and its address.',
  );
}

function namesOf(hosts: readonly NmapHost[]): string {
  const names = hosts.flatMap((each) => addressesOf(each).slice(0, 1).map(networkText));
  return `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' and more' : ''}`;
}

function readState(transport: Transport, ports: { from: number; to: number }, state: string): ListedPorts {
  const at = { direction: 'inbound' as const, transport, ports, because: `nmap says ${state}` };
  if (state === 'open') return { ...at, open: 'some', to: ['where the scan was made'] };
  return { ...at, open: state === 'closed' || state === 'filtered' ? 'nobody' : 'unknown', to: [] };
}

/** The ports that were tried and are not listed one by one. */
function restOf({ scaninfo = [] }: NmapRun, states: ReadonlySet<string>): ListedPorts[] {
  const all = [...states].join(', ');
  if (all === '') return [];
  const isShut = [...states].every((state) => state === 'closed' || state === 'filtered');
  const state = { open: isShut ? ('nobody' as const) : ('unknown' as const), to: [], because: `nmap says ${all}` };
  const tried = scaninfo.flatMap(({ protocol, services = '' }) => {
    const transport = transportOf(protocol);
    return services.split(',').flatMap((part) => {
      const ports = parsePorts(part);
      return transport === undefined || ports === undefined
        ? []
        : [{ direction: 'inbound' as const, transport, ports, ...state }];
    });
  });
  // Without a list of what was tried, the shut ones cannot be told from the untried ones.
  return tried.length > 0
    ? tried
    : scaninfo.length > 0
      ? []
      : everyOther('inbound', { open: 'unknown', to: [], because: 'the scan does not list what it tried' });
}

function transportOf(protocol: string | undefined): Transport | undefined {
  return protocol === 'tcp' || protocol === 'udp' ? protocol : undefined;
}
