import type { Command } from '../src/bot/bot.ts';
import { about } from './about.ts';
import { admins } from './admins.ts';
import { advisories } from './advisories/advisories.ts';
import { article } from './article.ts';
import { ask, instead } from './ask/ask.ts';
import { audit } from './audit.ts';
import { check } from './check/check.ts';
import { deadlines } from './deadlines/deadlines.ts';
import { firewall } from './firewall/firewall.ts';
import { help } from './help.ts';
import { hosts } from './hosts.ts';
import { ports } from './ports/ports.ts';
import { privacy } from './privacy.ts';
import { processCommand } from './process.ts';
import { profile } from './profile.ts';
import { releases } from './releases.ts';
import { remind } from './remind/remind.ts';
import { renames } from './renames.ts';
import type { Services } from './services.ts';
import { settings } from './settings.ts';
import { sources } from './sources.ts';
import { status } from './status.ts';
import { unanswered } from './unanswered.ts';
import { updates } from './updates.ts';
import { whyRestart } from './why-restart.ts';

export { loadAnswering } from './ask/ask.ts';
export type { Services } from './services.ts';

/** Every command, in the order help shows them. Adding one is adding its file and one line here. */
export const commands: readonly Command<Services>[] = [
  ask,
  ports,
  processCommand,
  firewall,
  check,
  updates,
  whyRestart,
  remind,
  deadlines,
  advisories,
  releases,
  renames,
  article,
  settings,
  profile,
  hosts,
  admins,
  audit,
  status,
  unanswered,
  privacy,
  sources,
  about,
  help,
  instead,
];
