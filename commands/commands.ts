import type { Command } from '../src/bot/bot.ts';
import { about } from './about.ts';
import { article } from './article.ts';
import { ask } from './ask.ts';
import { deadlines } from './deadlines.ts';
import { firewall } from './firewall.ts';
import { help } from './help.ts';
import { instead } from './instead.ts';
import { ports } from './ports.ts';
import { processCommand } from './process.ts';
import { profile } from './profile.ts';
import { remind } from './remind.ts';
import { renames } from './renames.ts';
import type { Services } from './services.ts';
import { settings } from './settings.ts';
import { sources } from './sources.ts';
import { status } from './status.ts';
import { unanswered } from './unanswered.ts';
import { updates } from './updates.ts';
import { whyRestart } from './why-restart.ts';

/** Every command, in the order help shows them. Adding one is adding its file and one line here. */
export const commands: readonly Command<Services>[] = [
  ask,
  ports,
  processCommand,
  firewall,
  updates,
  whyRestart,
  remind,
  deadlines,
  renames,
  article,
  settings,
  profile,
  status,
  unanswered,
  sources,
  about,
  help,
  instead,
];
