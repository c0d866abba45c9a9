import type { Article, Port } from '../../knowledge/knowledge.ts';
import type { Network } from './network.ts';
import type { FirewallPlan } from './plan.ts';

/** What notes are chosen from, beside the plan itself. */
export interface PlanNotesInput {
  readonly rows: readonly Port[];
  readonly from: readonly Network[];
  article(id: string): Article | undefined;
}

/** What an administrator has to know before applying a plan, in the words of the knowledge where it has some. */
export function planNotes(
  plan: Pick<FirewallPlan, 'rules' | 'host' | 'programs' | 'era'>,
  { rows, from, article }: PlanNotesInput,
): string[] {
  const opened = rows.filter((row) =>
    plan.rules.some(({ port, transport }) => port === row.port && row.transports.includes(transport)),
  );
  const said = (id: string): string[] => {
    const found = article(id);
    return found === undefined ? [] : [found.note ?? found.answer];
  };
  const inbound = plan.rules.filter(({ direction }) => direction === 'inbound');
  const public25 = inbound.some(({ port }) => port === 25) && from.length > 0;
  const plain = opened.some(
    ({ encryption, directions }) => encryption === 'starttls' && directions.includes('inbound'),
  );
  const dns = plan.rules.some(({ port, direction }) => port === 53 && direction === 'outbound');
  return [
    ...said('localhost-rule'),
    ...(public25
      ? ['25/tcp is open to the given sources only: mail from all other servers stays out. Ask for it apart.']
      : []),
    ...(plain && inbound.length > 0 ? said('starttls-plain-ports') : []),
    ...(dns ? [...said('dns-udp-and-tcp'), ...said('dns-return-packets')] : []),
    ...(plan.rules.some(({ port, transport }) => port === 4069 && transport === 'udp') ? said('minger-is-udp') : []),
  ];
}
