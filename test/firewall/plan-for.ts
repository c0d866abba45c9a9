import { resolvePlan } from '../../commands/firewall/resolve-plan.ts';
import type { FirewallPlan } from '../../src/firewall/plan.ts';
import { openTestBot, requestFor } from '../commands/fixture.ts';

const { services } = await openTestBot();

/** What a test asks for; what is left out is left out of the question. */
export interface Question {
  readonly services: readonly string[];
  readonly direction?: 'inbound' | 'outbound';
  readonly from?: readonly string[];
  readonly to?: string;
  readonly folder?: string;
  readonly era?: 'then' | 'now';
}

/** The plan for a question, over the real knowledge, as the commands make it. */
export async function planFor({ from = [], era = 'now', ...question }: Question): Promise<FirewallPlan> {
  const args = { ...question, services: question.services.flatMap((id) => ['and', id]), from: [...from], era };
  return (await resolvePlan(args as Parameters<typeof resolvePlan>[0], requestFor('firewall'), services)).plan;
}
