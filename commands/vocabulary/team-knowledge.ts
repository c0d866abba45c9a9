import { type KnowledgeBase, type OwnPorts, withOwnPorts } from '../../knowledge/knowledge.ts';
import type { Request } from '../../src/bot/bot.ts';
import type { OwnPort } from '../../src/teams/teams.ts';
import type { Services } from '../services.ts';
import { createKnowledgeCache } from './knowledge-cache.ts';

/** The knowledge with ports laid over it: it takes a few milliseconds to index. */
const laidOver = createKnowledgeCache<KnowledgeBase>(50);

/**
 * The knowledge as it holds for the team's own server: with the ports it has moved or turned off. Every answer about ports
 * starts here.
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
