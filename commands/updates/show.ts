import { z } from 'zod';
import type { Section } from '../../src/bot/bot.ts';
import { requireArticle } from '../parts/article.ts';
import { cite } from '../parts/cite.ts';
import { eraArgument, erasOf } from '../parts/era.ts';
import { defineCommand } from '../services.ts';

/** How MDaemon updates itself. */
export const show = defineCommand({
  name: 'show',
  summary: 'How MDaemon updates itself, how to turn it off, what that costs',
  access: 'everyone',
  examples: ['updates', 'updates then', 'updates both'],
  arguments: z.object({ era: eraArgument }),
  run({ era }, { services }) {
    const knowledge = services.knowledge.current();
    const article = (id: string) => requireArticle(knowledge, id);
    const now = article('auto-update-now');
    const then = article('auto-update-then');
    const off = article('auto-update-off-now');
    const cost = article('auto-update-off-cost');
    const doubt = article('auto-update-default-contradiction');
    const today: Section[] = [
      { kind: 'list', title: 'Today', items: now.details },
      { kind: 'steps', title: 'To turn it off', items: off.steps.length > 0 ? off.steps : [off.answer] },
      { kind: 'note', tone: 'warning', text: doubt.note ?? doubt.answer },
      { kind: 'note', tone: 'warning', text: cost.note ?? cost.answer },
    ];
    const founding: Section[] = [
      { kind: 'list', title: 'About 2008 (SecurityPlus)', items: [then.answer, ...then.details] },
      ...(era === 'then'
        ? [{ kind: 'list' as const, title: 'What turning it off costs', items: [cost.answer, ...cost.details] }]
        : []),
    ];
    const eras = erasOf(era);
    const used = [...(eras.includes('now') ? [now, off, doubt] : []), ...(eras.includes('then') ? [then] : []), cost];
    return {
      title: era === 'then' ? 'Automatic updates, about 2008' : 'Automatic updates',
      lead: era === 'then' ? then.answer : now.answer,
      sections: [
        ...(eras.includes('now') ? today : []),
        ...(eras.includes('then') ? (era === 'then' ? dropFirst(founding) : founding) : []),
      ],
      sources: cite(knowledge, used),
      actions: [
        { label: 'Why did it restart?', command: 'why-restart' },
        era === 'now' ? { label: 'About 2008', command: 'updates then' } : { label: 'Today', command: 'updates' },
      ],
    };
  },
});

/** The lead already says the first item. */
function dropFirst([first, ...others]: readonly Section[]): Section[] {
  if (first?.kind !== 'list') return [];
  return [...(first.items.length > 1 ? [{ ...first, items: first.items.slice(1) }] : []), ...others];
}
