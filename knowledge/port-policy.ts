import type { Port, Source } from './schema.ts';

/** What is said, and done, about a port because of who should reach it. */
interface ExposureMeaning {
  /** As a table cell. */
  readonly cell: string;
  /** Whether it may be open to the internet. */
  readonly says: 'yes' | 'no' | 'depends';
  /** The same behind the port's number: `25/tcp is meant to be reached from the internet`. */
  readonly words: string;
  /** A limit behind a port in a sentence: `3000/tcp by default, which need not face the internet`. */
  readonly limit?: string;
  /** Why rules that anybody may use leave it out; absent where they open it. */
  readonly leftOut?: string;
}

/**
 * The one place that says what an exposure means. Tables, verdicts, firewall rules and comparisons all read it here, so that
 * they cannot contradict each other.
 */
export const exposures: Readonly<Record<Port['exposure'], ExposureMeaning>> = {
  internet: { cell: 'internet', says: 'yes', words: 'is meant to be reached from the internet' },
  'if-used': {
    cell: 'internet, if used',
    says: 'depends',
    words: 'may be open to the internet if you use it from there',
  },
  'behind-https': {
    cell: 'LAN; 443 outside',
    says: 'no',
    words: 'need not be open to the internet: 443 serves the same',
    limit: 'which need not face the internet',
    leftOut: 'need not face the internet, because 443 serves the same.',
  },
  peers: {
    cell: 'partner servers',
    says: 'depends',
    words: 'should be open only to the servers that use it with you',
    limit: 'for partner servers only',
    leftOut: 'must not face the internet.',
  },
  'private-network': {
    cell: 'LAN or VPN only',
    says: 'no',
    words: 'belongs on the private network or behind a VPN, never open to the internet',
    limit: 'for the LAN or a VPN only',
    leftOut: 'must not face the internet.',
  },
  local: {
    cell: 'this machine only',
    says: 'no',
    words: 'is for this machine only',
    limit: 'for this machine only',
    leftOut: 'must not face the internet.',
  },
  'outbound-only': { cell: 'outbound only', says: 'no', words: 'only goes out, so nothing has to be let in' },
};

/** True for what rules leave out unless it is said who may reach it. */
export function isLimited({ exposure }: Pick<Port, 'exposure'>): boolean {
  return exposures[exposure].leftOut !== undefined;
}

/** A way through a firewall. */
type Direction = Port['directions'][number];

/** Where a port's number comes from: the strongest kind of source that gives it, or just a conclusion. */
type Confirmation = Source['kind'] | 'reading' | 'own';

/** Strongest first. */
const kindsByStrength: readonly Source['kind'][] = ['official', 'founding', 'blog', 'tool'];

const confirmationWords: Readonly<Record<Confirmation, string>> = {
  official: 'vendor',
  founding: 'list of 2008–2010',
  blog: 'reseller',
  tool: 'third-party code',
  reading: 'my conclusion',
  own: 'your profile',
};

/** What gives the number of a port in one of its directions. */
export function confirmationOf(
  row: Port,
  direction: Direction,
  source: (id: string) => Source | undefined,
): Confirmation {
  if (row.default_port !== undefined) return 'own';
  if (row.confirmed === undefined) return row.confidence === 'inferred' ? 'reading' : row.confidence;
  const kinds = (row.confirmed[direction] ?? []).map((id) => source(id)?.kind);
  return kindsByStrength.find((kind) => kinds.includes(kind)) ?? 'reading';
}

/** Where the number comes from, as a table cell: `vendor`, or `in: list of 2008–2010, out: vendor`. */
export function confirmationCell(row: Port, source: (id: string) => Source | undefined): string {
  const each = (['inbound', 'outbound'] as const)
    .filter((direction) => row.directions.includes(direction))
    .map((direction) => [direction === 'inbound' ? 'in' : 'out', confirmationOf(row, direction, source)] as const);
  const [first] = each;
  if (first === undefined) return '';
  if (each.every(([, by]) => by === first[1])) return confirmationWords[first[1]];
  return each.map(([way, by]) => `${way}: ${confirmationWords[by]}`).join(', ');
}
