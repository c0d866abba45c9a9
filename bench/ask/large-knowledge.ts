import { createKnowledgeBase, type KnowledgeBase } from '../../knowledge/knowledge-base.ts';
import type { Article, KnowledgeData, Port, Service } from '../../knowledge/schema.ts';

const machines =
  `archive badge boiler camera conveyor crane dispatch elevator freight gateway harbour kiosk label ledger meter
  mirror monitor payroll pump relay roster scanner sensor shelf telescope thermostat turnstile valve vault vendor`.split(
    /\s+/,
  );

/** What each entry rests on; any source that is there. */
const evidence = { confidence: 'official' as const, sources: ['dumbmonit'] };

/** The knowledge with rows of a large operator's own laid over it, until there are so many entries. */
export function enlarge({ rows, version }: KnowledgeBase, entries: number): KnowledgeBase {
  const data = structuredClone({ ...rows, version }) as KnowledgeData;
  const count = () => data.services.length + data.ports.length + data.articles.length;
  for (let number = 0; count() < entries; number += 1) {
    data.services.push(serviceOf(number));
    data.ports.push(portOf(number));
    data.articles.push(articleOf(number));
  }
  return createKnowledgeBase(data);
}

/** The name of an added service: `camera relay 77`. */
export function nameOf(number: number): string {
  const [a, b] = [machines[number % machines.length], machines[(number * 7 + 3) % machines.length]];
  return `${a} ${b} ${number}`;
}

function serviceOf(number: number): Service {
  return {
    ...evidence,
    id: `own-${number}`,
    name: nameOf(number),
    summary: `The ${nameOf(number)} of our site, run by team ${number % 40}.`,
    aliases: [nameOf(number).replaceAll(' ', '')],
    former: [],
    later: [],
    misspellings: [],
    includes: [],
    rides_on: [],
    eras: ['now'],
  };
}

function portOf(number: number): Port {
  return {
    ...evidence,
    id: `own-port-${number}`,
    port: 10_000 + (number % 50_000),
    transports: ['tcp'],
    directions: ['inbound'],
    era: 'now',
    name: `Control of ${nameOf(number)}`,
    services: [{ id: `own-${number}`, need: 'required' }],
    group: 'Site',
    encryption: 'plain',
    purpose: `The ${nameOf(number)} talks to the desk of building ${number % 100} on this port.`,
    exposure: 'private-network',
    status: 'current',
    notes: [],
  };
}

function articleOf(number: number): Article {
  return {
    ...evidence,
    id: `own-article-${number}`,
    topic: 'operations',
    question: `What do I do when the ${nameOf(number)} is silent?`,
    asked_as: [`${nameOf(number)} does not answer`, `no signal from ${nameOf(number)} in room ${number % 300}`],
    era: 'now',
    answer: `Call team ${number % 40}, then switch the ${nameOf(number)} off and on; it answers within ${number % 9} minutes.`,
    details: [`It has a label with the number ${number}.`],
    steps: ['Call the team.', 'Switch it off and on.'],
    see_also: [`own-${number}`],
  };
}
