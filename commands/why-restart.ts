import { z } from 'zod';
import { argument, type NoteSection } from '../src/bot/bot.ts';
import type { UpdatePolicy } from '../src/teams/teams.ts';
import { defineCommand } from './services.ts';
import { cite, requireArticle } from './vocabulary/citations.ts';
import { clockHour } from './vocabulary/phrases.ts';
import { readTeam } from './vocabulary/team-knowledge.ts';

/** Why the server may have restarted by itself, in either era. */
export const whyRestart = defineCommand({
  name: 'why-restart',
  aliases: ['restart', 'restarted'],
  summary: 'Why MDaemon may have restarted, and where to look',
  access: 'everyone',
  examples: ['why-restart', 'why-restart then'],
  arguments: z.object({
    era: argument(z.enum(['now', 'then', 'both']).default('now'), {
      written: 'position',
      description: 'Today (now), 2008 to 2010 (then) or both',
    }),
  }),
  async run({ era }, { request, services }) {
    const knowledge = services.knowledge.current();
    const now = requireArticle(knowledge, 'why-restart-now');
    const then = requireArticle(knowledge, 'why-restart-then');
    const dep = requireArticle(knowledge, 'why-restart-dep-then');
    const cost = requireArticle(knowledge, 'auto-update-off-cost');
    const { value, unread } = await readTeam(services.teams.profile(request.team), {});
    const { updatePolicy } = value;
    const today = [
      ...(now.steps.length > 0 ? [{ kind: 'steps' as const, title: 'Where to look', items: now.steps }] : []),
      ...(now.details.length > 0 ? [{ kind: 'list' as const, title: 'Today', items: now.details }] : []),
    ];
    const founding = [then.answer, ...then.details, dep.answer];
    return {
      title: 'Why did MDaemon restart?',
      lead: era === 'then' ? then.answer : now.answer,
      sections: [
        ...(era === 'then' ? [] : unread),
        ...(era === 'then' || updatePolicy === undefined ? [] : [policyNote(updatePolicy)]),
        ...(era === 'then' ? [] : today),
        ...(era === 'now'
          ? []
          : [{ kind: 'list' as const, title: '2008 to 2010', items: era === 'then' ? founding.slice(1) : founding }]),
        ...(era === 'now' ? [] : [{ kind: 'note' as const, tone: 'info' as const, text: cost.note ?? cost.answer }]),
      ],
      sources: cite(knowledge, [...(era === 'then' ? [] : [now]), ...(era === 'now' ? [] : [then, dep, cost])]),
      actions: [
        { label: 'Automatic updates', command: 'updates' },
        era === 'now'
          ? { label: '2008 to 2010', command: 'why-restart then' }
          : { label: 'Today', command: 'why-restart' },
      ],
    };
  },
});

/** A note on the team's own update policy, which matters more than the default. */
function policyNote({ mode, hour }: UpdatePolicy): NoteSection {
  const text =
    mode === 'off'
      ? 'This team has said that automatic updates are off, so an automatic update is not the likely cause.'
      : `This team has said that automatic updates are on${hour === undefined ? '' : ` at ${clockHour(hour)}`}: if it restarted about then, an update is the likely cause.`;
  return { kind: 'note', tone: 'info', text };
}
