import type { Router } from '../../bot/bot.ts';
import { renderAnswer, type TerminalLayout } from './render-answer.ts';
import { type TerminalContext, terminalRequest } from './terminal-request.ts';

/** The page shown at the start: one real answer, and what to do next. */
export async function welcomePage(
  router: Router,
  context: TerminalContext,
  layout: TerminalLayout,
  interactive: boolean,
): Promise<string> {
  const { style } = layout;
  const { answer } = await router.dispatch(terminalRequest({ kind: 'text', text: 'ports activesync' }, context));
  const lines = [
    style.title('mdaemon-bot: answers for MDaemon administrators'),
    '',
    `${style.faint('>')} ports activesync`,
    '',
    renderAnswer(answer, { ...layout, related: false, sources: 1 }),
    '',
    style.title('Next'),
    interactive
      ? `  ${style.code('help')} lists the commands; Tab completes; Ctrl+D leaves.`
      : `  ${style.code('npm run -s mdaemon -- ports imap')} answers once; ${style.code('npm run -s mdaemon -- help')} lists the commands.`,
    '  Slack: make an app from slack-manifest.yaml, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in .env, start again.',
    '  Discord: make an application, set DISCORD_TOKEN in .env, and follow docs/discord.md.',
    '  README.md has both step by step.',
  ];
  return lines.join('\n');
}
