import { type KnowledgeBase, type OwnPorts, withOwnPorts } from '../../knowledge/knowledge.ts';
import type { Request } from '../../src/bot/bot.ts';
import type { OwnPort } from '../../src/teams/teams.ts';
import type { Services } from '../services.ts';

/** Laid-over knowledge that is kept for each knowledge base: it takes a few milliseconds to index. */
const mostKept = 50;
const kept = new WeakMap<KnowledgeBase, Map<string, KnowledgeBase>>();

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
  if (ports.size === 0) return base;
  const key = JSON.stringify([...ports].sort());
  let known = kept.get(base);
  if (known === undefined || known.size >= mostKept) {
    known = new Map();
    kept.set(base, known);
  }
  let laid = known.get(key);
  if (laid === undefined) {
    laid = withOwnPorts(base, ports);
    known.set(key, laid);
  }
  return laid;
}

/** A host's own port goes before the one of all hosts. */
function portsFor(own: readonly OwnPort[], host: string | undefined): OwnPorts {
  const general = own.filter((each) => each.host === undefined);
  const particular = own.filter((each) => each.host !== undefined && each.host === host);
  return new Map([...general, ...particular].map(({ row, port }) => [row, port]));
}
