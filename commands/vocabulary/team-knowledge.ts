import { type KnowledgeBase, type OwnPorts, withOwnPorts } from '../../knowledge/knowledge.ts';
import { type NoteSection, type Request, UserError } from '../../src/bot/bot.ts';
import type { OwnPort } from '../../src/teams/teams.ts';
import type { Services } from '../services.ts';

/** The knowledge with ports laid over it: it takes a few milliseconds to index. */
const laidOver = createKnowledgeCache<KnowledgeBase>(50);

/** What a team has set, or what stands for it where the store is away. */
interface TeamReading<Value> {
  readonly value: Value;
  /** A warning for the answer where the store is away; else empty. */
  readonly unread: readonly NoteSection[];
}

/**
 * Reads something that only refines an answer about MDaemon. Where the store is away the question is answered without it, and
 * the answer says so.
 *
 * @param without what stands for it then
 */
export async function readTeam<Value>(reading: Promise<Value>, without: Value): Promise<TeamReading<Value>> {
  try {
    return { value: await reading, unread: [] };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'store-unusable') throw error;
    const text = `I can’t read what this team has set, such as moved ports, so this is for MDaemon’s defaults. ${error.message}`;
    return { value: without, unread: [{ kind: 'note', tone: 'warning', text }] };
  }
}

/**
 * The knowledge as it holds for the team's own server: with the ports it has moved or turned off. Every answer about ports
 * starts here. Where the store is away it is the knowledge alone.
 */
export async function readTeamKnowledge(
  { team }: Pick<Request, 'team'>,
  services: Pick<Services, 'knowledge' | 'teams'>,
): Promise<TeamReading<KnowledgeBase>> {
  const { value, unread } = await readTeam(services.teams.ownPorts(team), []);
  return { value: layOver(services.knowledge.current(), value, undefined), unread };
}

/**
 * The same for what acts on the server, such as a check: where the store is away, that does too.
 *
 * @param host the server; ports that hold for it alone count too. Default: those that hold for all of the team's
 */
export async function teamKnowledge(
  { team }: Pick<Request, 'team'>,
  services: Pick<Services, 'knowledge' | 'teams'>,
  host?: string,
): Promise<KnowledgeBase> {
  const own = await services.teams.ownPorts(team);
  return layOver(services.knowledge.current(), own, host);
}

function layOver(base: KnowledgeBase, own: readonly OwnPort[], host: string | undefined): KnowledgeBase {
  const ports = portsFor(own, host);
  const hosts = host === undefined ? Map.groupBy(own, (each) => each.host) : new Map<undefined, OwnPort[]>();
  const onHosts = new Map(
    [...hosts].flatMap(([each, theirs]) =>
      each === undefined ? [] : [[each, new Map(theirs.map(({ row, port }) => [row, port]))] as const],
    ),
  );
  if (ports.size === 0 && onHosts.size === 0) return base;
  const key = JSON.stringify([[...ports].sort(), host === undefined ? own : []]);
  return laidOver(base, key, () => withOwnPorts(base, ports, onHosts));
}

/** The ports of one host, or of all. A host's own port goes before the one of all hosts. */
export function portsFor(own: readonly OwnPort[], host: string | undefined): OwnPorts {
  const general = own.filter((each) => each.host === undefined);
  const particular = own.filter((each) => each.host !== undefined && each.host === host);
  return new Map([...general, ...particular].map(({ row, port }) => [row, port]));
}

/**
 * Keeps values that depend on a knowledge base and a key alone, until the knowledge changes. A full cache starts anew.
 *
 * @param mostKept values for each knowledge base
 * @returns the value of a key, made by `make` where it isn't kept; what `make` throws is not kept
 */
export function createKnowledgeCache<Value>(
  mostKept: number,
): (knowledge: KnowledgeBase, key: string, make: () => Value) => Value {
  const caches = new WeakMap<KnowledgeBase, Map<string, { readonly value: Value }>>();
  return (knowledge, key, make) => {
    let kept = caches.get(knowledge);
    if (kept === undefined || kept.size >= mostKept) {
      kept = new Map();
      caches.set(knowledge, kept);
    }
    let entry = kept.get(key);
    if (entry === undefined) {
      entry = { value: make() };
      kept.set(key, entry);
    }
    return entry.value;
  };
}
