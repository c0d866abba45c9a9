import { networkText } from '../network.ts';
import type { FirewallPlan } from '../plan.ts';
import type { RuleFormat } from './format.ts';

/** The plan itself as JSON, for tools that no other format suits. */
export const json: RuleFormat = {
  id: 'json',
  name: 'JSON',
  extension: 'json',
  mediaType: 'application/json',
  language: 'json',
  programs: true,
  render: (plan) => write(plan, 'allow'),
  undo: (plan) => write(plan, 'remove'),
};

function write(plan: FirewallPlan, action: 'allow' | 'remove'): string {
  const { group, asked, subjects, era, knowledgeVersion, host, installFolder, programs, leftOut, notes } = plan;
  const document = {
    review: 'REVIEW BEFORE APPLYING.',
    action,
    group,
    asked: `firewall rules ${asked} json`,
    undo: plan.undo ?? `firewall undo ${asked} json`,
    subjects,
    era,
    knowledge: knowledgeVersion,
    server: host === undefined ? null : networkText(host),
    localhost: { address: '127.0.0.1', action: 'allow', reason: 'Nothing may block 127.0.0.1.' },
    rules: plan.rules.map(({ remotes, ...rule }) => ({ ...rule, remotes: remotes.map(networkText) })),
    programs: programs.map((program) => ({ ...program, directions: ['inbound', 'outbound'] })),
    programNote: plan.programNote ?? null,
    installFolder,
    leftOut,
    notes,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
