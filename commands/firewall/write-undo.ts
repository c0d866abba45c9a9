import type { Answer, RunContext, Section } from '../../src/bot/bot.ts';
import { cite } from '../parts/cite.ts';
import type { Services } from '../services.ts';
import { fittingActions, scriptFields, showScript } from './answer-script.ts';
import type { FirewallArguments } from './arguments.ts';
import { chooseFormat } from './choose-format.ts';
import { requireRules } from './require-rules.ts';
import { resolvePlan } from './resolve-plan.ts';

/** Answers with what removes the rules of the same question. */
export async function writeUndo(args: FirewallArguments, { request, services }: RunContext<Services>): Promise<Answer> {
  const { plan, rows } = await resolvePlan(args, request, services);
  requireRules(plan);
  const format = await chooseFormat(args.format, request, services);
  const content = format.undo(plan);
  const name = `${plan.group}.undo.${undoExtension(content, format.extension)}`;
  const shown = showScript(content, name, format, request.capabilities, `firewall undo ${plan.asked} ${format.id}`);
  const note: Section = {
    kind: 'note',
    tone: 'info',
    text: `The group is named after the question: ask with the same services, direction, \`from\`, \`to\` and era as for the rules.`,
  };
  return {
    title: `Undo firewall rules: ${plan.subjects.join(', ')} (${format.name})`,
    lead: `Removes the rules of the group \`${plan.group}\`${format.undoWarning === undefined ? ', and no others' : ''}.`,
    sections: [...(format.undoWarning === undefined ? [] : [warning(format.undoWarning)]), ...shown.sections, note],
    sources: cite(services.knowledge.current(), rows),
    ...scriptFields(shown, { name, mediaType: format.mediaType, content }),
    actions: fittingActions([{ label: 'The rules', command: `firewall ${plan.asked} ${format.id}` }]),
  };
}

function warning(text: string): Section {
  return { kind: 'note', tone: 'warning', text };
}

/** Some formats are loaded by one program and removed by another. */
function undoExtension(content: string, extension: string): string {
  return content.startsWith('#!/bin/sh') ? 'sh' : extension;
}
